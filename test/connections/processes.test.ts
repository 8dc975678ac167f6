import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { testBackends } from '../support/backends';
import { newKey } from '../support/key-rings';
import { openScriptedTemporal } from '../support/scripted-temporal';

const ROOT = join(__dirname, '..', '..');

const PROCESSES = ['api', 'worker', 'setup', 'reconcile'];

/** What a process says that is to end by itself. */
async function endOf(command: string, more: Record<string, string>): Promise<{ code: number; told: string }> {
  const env = {
    ...{ PATH: process.env.PATH, HOME: process.env.HOME, AVENANT_ENV: 'test', PORT: '0' },
    ...{ AVENANT_SECRET: 'k9'.repeat(20), AVENANT_KEY_RING: `one:${newKey()}` },
    PAYMENT_GATEWAY_URL: 'http://127.0.0.1:1',
    MONGODB_URI: testBackends().mongo,
    MONGODB_DATABASE: `processes-${randomUUID().slice(0, 8)}`,
    TEMPORAL_ADDRESS: testBackends().temporal,
    ...more,
  };
  return promisify(execFile)(process.execPath, ['--import', 'tsx', 'commands/main.ts', command], {
    cwd: ROOT,
    env,
  }).then(
    ({ stdout, stderr }) => ({ code: 0, told: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code, told: stdout + stderr }),
  );
}

describe('processes that cannot connect', () => {
  it.each(PROCESSES)('avenant %s ends with one sentence on Temporal and one on what to do', async (command) => {
    const { code, told } = await endOf(command, { TEMPORAL_ADDRESS: '127.0.0.1:1' });
    expect(code).toBe(2);
    expect(told).toContain('Temporal at 127.0.0.1:1 cannot be used: nothing listens there. Start Temporal, or correct');
    expect(told).not.toMatch(/\n\s+at /);
  });

  it.each(PROCESSES)('avenant %s ends with another code where Temporal does not take its key', async (command) => {
    const temporal = await openScriptedTemporal(() => ({ status: 16 }));
    const key = { TEMPORAL_ADDRESS: temporal.address, TEMPORAL_API_KEY: 'planted', TEMPORAL_TLS: '0' };
    const { code, told } = await endOf(command, key);
    await temporal.close();
    expect([code, told]).toEqual([3, expect.stringContaining('it does not take the API key')]);
  });

  it.each(['api', 'worker'])('avenant %s ends with the code of what it was given wrongly', async (command) => {
    const { code, told } = await endOf(command, { TEMPORAL_ADDRESS: '' });
    expect([code, told]).toEqual([2, expect.stringContaining('TEMPORAL_ADDRESS')]);
  });

  it.each(PROCESSES)('avenant %s ends with one sentence on MongoDB and one on what to do', async (command) => {
    const { code, told } = await endOf(command, { MONGODB_URI: 'mongodb://user:planted@127.0.0.1:1/' });
    expect(code).toBe(2);
    expect(told).toContain('MongoDB (MONGODB_URI) cannot be used: nothing listens there. Start it, or correct');
    expect(told).not.toMatch(/\n\s+at |planted/);
  });
});
