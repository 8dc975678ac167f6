import type { WorkflowHandle } from '@temporalio/client';
import { type HostedView, SEND, VIEW } from 'statechart-host/contract';
import { bundle } from '../../test/support/bundle';
import { PATIENCE, until } from '../../test/support/within';
import { carriedBy } from './support/chain';
import { sentAgain } from './support/sent-again';
import { openWorkerStand, runsOf, type WorkerStand } from './support/worker-stand';

type View = HostedView<{ heard: string[] }>;

/** So that a run ends after every event. */
const CONTINUE_AFTER = 5;

let stand: WorkerStand;

beforeAll(async () => {
  stand = await openWorkerStand({
    workflowBundle: await bundle('statechart-host/test/fixtures/growing-old-timers.ts'),
  });
});
afterAll(() => stand.close());

const view = (handle: WorkflowHandle): Promise<View> => handle.query<View>(VIEW);
const send = (handle: WorkflowHandle, type: string): Promise<View> =>
  sentAgain(() => handle.executeUpdate<View, [object]>(SEND, { args: [{ type }] }));

describe('the timers of a machine that grows old', () => {
  it('timers keep the time at which they are due, fire once, and can still be cancelled', async () => {
    const handle = await stand.start('alarmWorkflow', CONTINUE_AFTER);
    const { startedAt, nextTimerAt } = await view(handle);
    expect(Date.parse(nextTimerAt ?? '') - Date.parse(startedAt)).toBeGreaterThanOrEqual(2_000);
    for (const event of ['TICK', 'TICK', 'SILENCE']) {
      expect(await send(handle, event)).toMatchObject({ nextTimerAt, startedAt, details: { heard: [] } });
    }
    expect((await runsOf(stand.client, handle)).length).toBeGreaterThan(2);
    const hour = Date.parse(startedAt) + 3_600_000;
    await until(
      PATIENCE,
      'the last but one timer',
      async () => Date.parse((await view(handle)).nextTimerAt ?? '') >= hour,
    );
    const { details, nextTimerAt: last, transitions } = await view(handle);
    expect(details.heard).toEqual(['POKED', 'WOKE', 'RANG']);
    expect(Date.parse(last ?? '') - hour).toBeLessThan(1_000);
    const rang = transitions.find(({ event }) => event === 'RANG');
    expect(Date.parse(rang?.at ?? '') - Date.parse(startedAt)).toBeGreaterThanOrEqual(2_400);
    expect(await send(handle, 'STOP')).not.toHaveProperty('nextTimerAt');
    expect(await handle.result()).toMatchObject({ details: { heard: ['POKED', 'WOKE', 'RANG'] } });
  });

  it('timers that are overdue when a run begins fire once each, in the order in which they were due', async () => {
    const first = await stand.start('alarmWorkflow', CONTINUE_AFTER);
    await send(first, 'TICK');
    // On a busy machine the caller is answered in one task, and the run ends with the next.
    await until(PATIENCE, 'the end of a run', async () => (await runsOf(stand.client, first)).length > 1);
    const carried = carriedBy((await runsOf(stand.client, first))[0]);
    const overdue = Object.fromEntries(
      ['poke', 'ring', 'silenced'].map((id, order) => [id, Date.now() - 5_000 + order]),
    );
    const timers = carried.timers.map((timer) => ({ ...timer, due: overdue[timer.id] ?? timer.due }));
    const handle = await stand.start('alarmWorkflow', CONTINUE_AFTER, { ...carried, timers });
    await until(PATIENCE, 'all timers', async () => (await view(handle)).details.heard.length >= 4);
    expect((await view(handle)).details.heard).toEqual(['POKED', 'RANG', 'SILENCED', 'WOKE']);
  });
});
