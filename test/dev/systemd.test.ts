import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from 'statechart-host/testing';

const UNITS = join(__dirname, '..', '..', 'deploy', 'systemd');
const WITHIN = { timeoutMs: 20_000 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'avenant-units-'));
  await cp(UNITS, folder, { recursive: true });
  await rename(join(folder, 'avenant-worker@.service'), join(folder, 'avenant-worker@1.service'));
  for (const unit of await unitsIn()) {
    // Where Node is on this machine: the units name the distribution's.
    const text = (await readFile(unit, 'utf8')).replaceAll('/usr/bin/node', process.execPath);
    await writeFile(unit, text);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const unitsIn = async () =>
  (await readdir(folder)).filter((name) => /^avenant-/.test(name)).map((name) => join(folder, name));
const faultsOf = (units: readonly string[]) =>
  runCommand('systemd-analyze', ['verify', '--man=no', ...units], WITHIN).then(
    () => '',
    (error: Error) => error.message,
  );

describe('the units for systemd', () => {
  it('systemd understands every unit, and an option that it does not know would be told', async () => {
    const units = await unitsIn();
    expect(units.length).toBeGreaterThanOrEqual(4);
    expect(await faultsOf(units)).toBe('');
    const api = join(folder, 'avenant-api.service');
    await writeFile(api, `${await readFile(api, 'utf8')}\n[Service]\nExecStart=/nowhere/node\n`);
    expect(await faultsOf([api])).not.toBe('');
  });

  it('a process is given longer to end than it takes for it, and starts again', async () => {
    for (const unit of (await unitsIn()).filter((name) => /api|worker/.test(name))) {
      const text = await readFile(unit, 'utf8');
      const [, seconds = '0'] = /^TimeoutStopSec=(\d+)$/m.exec(text) ?? [];
      expect(Number(seconds)).toBeGreaterThan(25);
      expect(text).toMatch(/^Restart=always$/m);
      expect(text).toMatch(/^User=avenant$/m);
    }
  });
});
