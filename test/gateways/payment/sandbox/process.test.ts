import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sandboxControl } from '../../../../dev/sandboxes/payment-engine/control';
import { sandboxGateway } from '../../../../gateways/payment/sandbox/gateway';
import { calm, order } from './stand';

const ROOT = join(__dirname, '../../..', '..');

describe('the sandbox gateway as a process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'payment-sandbox-'));
  let child: ChildProcess;

  async function start(): Promise<string> {
    const script = join(ROOT, 'dev', 'sandboxes', 'payment', 'server.ts');
    child = spawn(process.execPath, ['--import', 'tsx', script, '--state', join(folder, 'state.json')], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (child.stdout === null) throw new Error('no output to wait for');
    const [line] = await once(createInterface(child.stdout), 'line');
    return JSON.parse(line).url;
  }

  async function kill(): Promise<void> {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  afterAll(async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  });

  it('the sandbox gateway as a process remembers payments and keys after it was killed', async () => {
    const before = sandboxGateway({ baseUrl: await start() });
    const [paid, waiting] = [order(), order({ method: 'pm_3ds' })];
    const result = await before.charge(paid, calm());
    await before.charge(waiting, calm());
    await kill();

    const url = await start();
    const [after, control] = [sandboxGateway({ baseUrl: url }), sandboxControl(url)];
    expect(await after.charge(paid, calm())).toEqual(result);
    const open = await after.lookup(waiting, calm());
    if (open.status !== 'requires_action') throw new Error(open.status);
    expect(await control.confirm(open.url)).toBe(200);
    expect(await control.ledger()).toMatchObject([{ reference: paid.reference }, { reference: waiting.reference }]);
  });
});
