import type { WorkflowHandle } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import { type HostedView, NUDGE, SEND, VIEW } from 'statechart-host/contract';
import { bundle } from '../../test/support/bundle';
import { PATIENCE, until, within } from '../../test/support/within';
import { sentAgain } from './support/sent-again';
import { openWorkerStand, runsOf, type WorkerStand } from './support/worker-stand';

type View = HostedView<{ reminded: number; ticks: number }>;

/** From the shortest run to one that outlives its story: one of them ends with each of its tasks. */
const LENGTHS = Array.from({ length: 12 }, (_, one) => 5 + one);

let stand: WorkerStand;
let reminded: string[];

beforeAll(async () => {
  const remind = async ({ workflow }: { workflow: string }): Promise<string> => {
    reminded.push(workflow);
    return 'reminded';
  };
  stand = await openWorkerStand({
    workflowBundle: await bundle('statechart-host/test/fixtures/growing-old.ts'),
    activities: { remind },
  });
});
afterAll(() => stand.close());
beforeEach(() => {
  reminded = [];
});

const view = (handle: WorkflowHandle): Promise<View> => handle.query<View>(VIEW);

/** Starts one of each length, all at once. */
const startAll = (workflow: string): Promise<WorkflowHandle[]> =>
  Promise.all(LENGTHS.map((continueAfter) => stand.start(workflow, continueAfter)));

describe('a run that ends with any of its tasks', () => {
  it('a timer that fires in the last task of a run is heard once, and its step is done once', async () => {
    const handles = await startAll('remindingWorkflow');
    await Promise.all(
      handles.map((handle) => sentAgain(() => handle.executeUpdate(SEND, { args: [{ type: 'TICK' }] }))),
    );
    for (const handle of handles) {
      await until(PATIENCE, 'the reminder', async () => (await view(handle)).state === 'reminded');
      expect((await view(handle)).details).toEqual({ reminded: 1, ticks: 1 });
      const events = (await runsOf(stand.client, handle)).flatMap((run) => run.events ?? []);
      expect(events.filter((event) => event.activityTaskScheduledEventAttributes)).toHaveLength(1);
    }
    expect(reminded.sort()).toEqual(handles.map(({ workflowId }) => workflowId).sort());
  });

  it('a cancellation that comes with the last task of a run ends the workflow', async () => {
    for (const handle of await startAll('countingWorkflow')) {
      await sentAgain(() => handle.executeUpdate(SEND, { args: [{ type: 'ADD', number: 1, from: 'a' }] }));
      await handle.cancel();
      await expect(within(PATIENCE, handle.result())).rejects.toMatchObject({ cause: expect.any(CancelledFailure) });
    }
  });

  it('a cancellation that comes with the last task of a run is told to a machine that has an event for it', async () => {
    for (const handle of await startAll('remindingWorkflow')) {
      await handle.signal(NUDGE, { type: 'TICK' });
      await handle.cancel();
      expect(await within(PATIENCE, handle.result())).toMatchObject({ state: 'cancelled', details: { ticks: 1 } });
    }
  });

  it('signals that come in one task are all counted, whichever of them makes the run too long', async () => {
    const handles = await startAll('countingWorkflow');
    await stand.stop();
    for (const handle of handles) {
      for (let number = 1; number <= 8; number += 1) await handle.signal(NUDGE, { type: 'ADD', number, from: 'a' });
    }
    await stand.restart();
    for (const handle of handles) {
      await until(PATIENCE, 'all signals', async () => (await handle.query<HostedView<object>>(VIEW)).sequence === 9);
      expect(await view(handle)).toMatchObject({ details: { count: 8, sum: 36 } });
    }
  });
});
