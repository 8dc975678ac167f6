import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { STUCK_ATTRIBUTE } from '../../workflows/contract';
import { request, startServerStand } from '../server/stand';
import { testBackends } from '../support/backends';
import { openScriptedTemporal } from '../support/scripted-temporal';
import { runSetup, type SetUp } from '../support/setup-command';
import { PATIENCE, until } from '../support/within';

const ROOT = join(__dirname, '..', '..');
const run = promisify(execFile);

let connection: Connection;
let namespace: string;
const database = `setup-${randomUUID().slice(0, 8)}`;

beforeAll(async () => {
  connection = await Connection.connect({ address: testBackends().temporal });
  namespace = `setup-${randomUUID().slice(0, 8)}`;
  const workflowExecutionRetentionPeriod = msToTs('1 day');
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
});
afterAll(() => connection.close());

/** The command on a database and a namespace that nobody has set up. */
function setup(args: string[] = [], more: Record<string, string> = {}): Promise<SetUp> {
  const { mongo, temporal } = testBackends();
  const env = {
    MONGODB_URI: mongo,
    MONGODB_DATABASE: database,
    TEMPORAL_ADDRESS: temporal,
    TEMPORAL_NAMESPACE: namespace,
  };
  return runSetup(args, { ...env, ...more });
}

describe('setting up', () => {
  it('what is missing is told, an API without it is not ready, and once made it is there for good', async () => {
    const attribute = `search attribute ${STUCK_ATTRIBUTE} (Keyword)`;
    const missing = await setup(['--check']);
    expect([missing.code, missing.told]).toEqual([1, expect.stringContaining(attribute)]);
    expect(missing.told).toContain('index of orders by tenantId, changeId');

    const stand = await startServerStand({ app: { temporal: new Client({ connection, namespace }) } });
    const ready = await request(stand, 'GET', '/readyz');
    expect([ready.status, ready.body]).toEqual([
      503,
      { status: 'fail', checks: { accepting: true, store: true, temporal: true }, missing: [attribute], unset: [] },
    ]);

    const made = await setup();
    expect([made.code, made.told]).toEqual([0, expect.stringContaining(attribute)]);
    await until(PATIENCE, 'an API that is ready', async () => (await request(stand, 'GET', '/readyz')).status === 200);
    expect(await setup(['--check'])).toEqual({
      code: 0,
      told: expect.stringMatching(
        /^MongoDB: It is one server.*\nMongoDB: nothing is missing\nTemporal: It does not report its limits.*\nTemporal: It forgets what has ended after 1 day.*\nTemporal: nothing is missing\n$/,
      ),
    });
    await stand.stop();
  });

  it('a Temporal that does not tell what is missing has it made by hand, and is not said to be complete', async () => {
    const notPermitted = 7;
    const cloud = await openScriptedTemporal((method) => ({
      status: method === 'ListSearchAttributes' ? notPermitted : 0,
    }));
    for (const args of [['--check'], []]) {
      const { code, told } = await setup(args, { TEMPORAL_ADDRESS: cloud.address });
      expect(code).toBe(2);
      expect(told).toMatch(/^Temporal: it does not tell.*\n {2}tcld .* --search-attribute "AvenantStuck=Keyword"$/m);
      expect(told).not.toContain('Temporal: nothing is missing');
    }
    await cloud.close();
  });

  it('a setup that reaches MongoDB alone says what it did there, and that this is not all', async () => {
    const { code, told } = await setup([], { TEMPORAL_ADDRESS: '127.0.0.1:1' });
    expect(code).toBe(2);
    expect(told).toMatch(/^MongoDB: /);
    expect(told).toMatch(/^Not everything is set up: Temporal at 127\.0\.0\.1:1 cannot be used/m);
  });

  it('an environment that does not say where to look is told so', async () => {
    const env = { PATH: process.env.PATH, HOME: process.env.HOME };
    const failed = await run(process.execPath, ['--import', 'tsx', 'scripts/setup.ts'], { cwd: ROOT, env }).catch(
      (error) => error,
    );
    expect([failed.code, failed.stderr]).toEqual([2, expect.stringContaining('MONGODB_URI: missing')]);
  });
});
