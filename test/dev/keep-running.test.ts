import type { GuardedProcess } from 'statechart-host/testing';
import { startMongo } from '../../dev/embedded/mongo-server';
import { keepRunning, refuseToGoOnWithout } from '../../dev/stack/keep-running';

/** A process that has ended as soon as it is looked at. */
const ended = (message: string): GuardedProcess => ({
  pid: 0,
  ended: Promise.resolve(message),
  stop: async () => {},
  lineAfter: () => new Promise(() => {}),
});

describe('what npm start keeps an eye on', () => {
  it('a process that ends is started again, and given up with its last words when that does not help', async () => {
    const said: string[] = [];
    const restart = jest.fn();
    const worker = { current: () => ended('The worker ended (exit code 1).'), restart };
    const kept = keepRunning(worker, new AbortController().signal, (line) => said.push(line));
    await expect(kept).rejects.toThrow(/^The worker ended \(exit code 1\)\.\nIt has ended 4 times within a minute\.$/);
    expect([restart.mock.calls.length, said.length]).toEqual([3, 3]);
  });

  it('a process that ends because everything is being stopped is left alone', async () => {
    const restart = jest.fn();
    await keepRunning({ current: () => ended('stopped'), restart }, AbortSignal.abort(), () => {});
    await refuseToGoOnWithout(Promise.resolve('stopped'), AbortSignal.abort());
    expect(restart).not.toHaveBeenCalled();
  });

  it('the watch does not go on without a MongoDB that was killed, and says what to do', async () => {
    const engine = await startMongo();
    const watched = refuseToGoOnWithout(engine.ended ?? Promise.reject(), new AbortController().signal);
    process.kill(engine.pid ?? 0, 'SIGKILL');
    await expect(watched).rejects.toThrow(/MongoDB ended[\s\S]*Start again with npm start/);
    await engine.stop();
  });
});
