import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { GuardedProcess } from 'statechart-host/testing';
import type { Mutation } from '../support/bundle';
import { aroundNow, startWorker } from '../support/flow-processes';
import { oneRun } from '../support/flow-runs';
import { PATIENCE, until } from '../support/within';

/** Computes for a fifth of a second or more before each projection, inside a promise job of the workflow. */
const BUSY: Mutation = {
  file: 'workflows/subscription-change.ts',
  replace: [
    [
      'project: (view, call, late, saved) => project(',
      'project: (view, call, late, saved) => (() => { for (let i = 0, n = 0; i < 300_000_000; i += 1) n ^= i; })() ?? project(',
    ],
  ],
};

const [USER_TICKS, SYSTEM_TICKS] = [11, 12];

/** Hundredths of a second that the process has computed. */
async function ticksOf(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS]);
}

/** Longer than the five seconds that the sandbox of the SDK gives a piece of workflow code when left alone. */
const PAUSE_MS = 6_500;

oneRun(
  'pausing a worker',
  (shop) => {
    let worker: GuardedProcess;
    beforeAll(async () => {
      worker = await startWorker(shop().stand, BUSY);
    });
    afterAll(() => worker.stop());

    it('a worker that is paused for six seconds in the middle of a workflow goes on with it', async () => {
      let hasEnded = false;
      void worker.ended.then(() => {
        hasEnded = true;
      });
      const claire = await shop().customer({ period: aroundNow() });
      const { changeId } = await claire.start({ seats: 8 });
      const before = await ticksOf(worker.pid);
      const call = { body: { type: 'CHECKOUT' }, idempotencyKey: randomUUID(), expect: [200, 202, 503] };
      const checkOut = () => claire.ask('POST', `/v1/changes/${changeId}/events`, call);
      const first = checkOut();
      await until(PATIENCE, 'the work', async () => (await ticksOf(worker.pid)) > before + 4);
      process.kill(worker.pid, 'SIGSTOP');
      await pause(PAUSE_MS);
      process.kill(worker.pid, 'SIGCONT');
      await first;
      await until(PATIENCE, 'the answer', async () => (await checkOut()).status === 200);
      await claire.reaches(changeId, 'verifying');
      expect(hasEnded).toBe(false);
    });
  },
  { workersOfItsOwn: true },
);
