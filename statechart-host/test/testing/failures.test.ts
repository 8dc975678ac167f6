import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startGuarded, startTemporal } from 'statechart-host/testing';
import { cacheFolder } from '../../../dev/embedded/cache-folder';
import { isRunning } from '../../../test/dev/processes';
import { machineTemporalProbe, type TemporalProbe } from '../../testing/temporal/ways';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'failures-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A machine whose only Temporal is the script given. */
async function scriptedTemporal(script: string): Promise<TemporalProbe> {
  const path = join(folder, 'temporal');
  await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { ...machineTemporalProbe({}), onPath: () => path };
}

it('a Temporal that ends instead of serving has its last lines shown', async () => {
  const probe = await scriptedTemporal('echo "unknown flag: --sqlite-pragma" >&2; exit 3');
  const failure = startTemporal({ probe });
  await expect(failure).rejects.toMatchObject({ code: 'temporal_failed' });
  await expect(failure).rejects.toThrow(/exit code 3[\s\S]*unknown flag: --sqlite-pragma[\s\S]*`temporal` on PATH/);
});

it('the refusal says so when the port asked for is taken', async () => {
  const holder = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  await expect(
    startTemporal({ port, probe: machineTemporalProbe({ ...process.env, TEMPORAL_ADDRESS: '' }, cacheFolder()) }),
  ).rejects.toThrow(/address already in use/);
  holder.close();
});

it('the refusal names the address when the Temporal it points to does not answer', async () => {
  const address = `127.0.0.1:${await freePort()}`;
  const probe = machineTemporalProbe({ TEMPORAL_ADDRESS: address });
  const failure = startTemporal({ probe, answerWithinMs: 200 });
  await expect(failure).rejects.toMatchObject({ code: 'temporal_failed', message: expect.stringContaining(address) });
});

it('a data folder that is being served is refused', async () => {
  const lockFile = join(folder, 'server.lock');
  const server = { name: 'Sleeper', command: 'sleep', args: ['600'], lockFile, lockWaitMs: 0 };
  const first = await startGuarded(server);
  await expect(startGuarded(server)).rejects.toMatchObject({ code: 'data_folder_in_use' });
  await first.stop();
  expect(isRunning(first.pid)).toBe(false);

  const second = await startGuarded(server);
  await second.stop();
  expect((await readdir(folder)).filter((name) => name.startsWith('server.lock'))).toEqual([]);
});

it('a data folder whose owner is gone is taken over', async () => {
  const lockFile = join(folder, 'stale.lock');
  // A process of this id cannot have started at the beginning of time.
  await writeFile(lockFile, `${process.pid} 0`);
  const server = await startGuarded({ name: 'Sleeper', command: 'sleep', args: ['600'], lockFile, lockWaitMs: 0 });
  await server.stop();
});

it('a server that does not end when told to is killed', async () => {
  const stubborn = "trap '' TERM; echo ready; while :; do sleep 1; done";
  const server = await startGuarded({ name: 'Stubborn', command: 'sh', args: ['-c', stubborn], graceMs: 50 });
  await server.lineAfter('ready');
  await server.stop();
  expect(isRunning(server.pid)).toBe(false);
});

it('the refusal tells that a program cannot be run', async () => {
  const command = join(folder, 'is-not-there');
  await expect(startGuarded({ name: 'Nothing', command, args: [] })).rejects.toMatchObject({ code: 'setup_failed' });
});
