import type { WorkflowHandle } from '@temporalio/client';
import { type Carried, type HostedView, NUDGE, SEND, type StepCall, VIEW } from 'statechart-host/contract';
import { bundle } from '../../test/support/bundle';
import { PATIENCE, until } from '../../test/support/within';
import { carriedBy } from './support/chain';
import { sentAgain } from './support/sent-again';
import { openWorkerStand, runsOf, type WorkerStand } from './support/worker-stand';

type View = HostedView<{ opened: number; count: number }>;

/** So that a run ends after every event. */
const CONTINUE_AFTER = 5;
const HOUR = 3_600_000;
/** The payload that ends a workflow on a server with the usual limits. */
const TWO_MEGABYTES = 2_000_000;

let stand: WorkerStand;
let calls: StepCall[];

beforeAll(async () => {
  const remind = async (_: object, call: StepCall): Promise<string> => {
    calls.push(call);
    return 'reminded';
  };
  stand = await openWorkerStand({
    workflowBundle: await bundle('statechart-host/test/fixtures/growing-old.ts'),
    activities: { remind },
  });
});
afterAll(() => stand.close());
beforeEach(() => {
  calls = [];
});

const view = (handle: WorkflowHandle): Promise<View> => handle.query<View>(VIEW);
const send = (handle: WorkflowHandle, updateId: string, event: object, seen?: number): Promise<View> =>
  sentAgain(() =>
    handle.executeUpdate<View, [object, number?]>(SEND, {
      updateId,
      args: seen === undefined ? [event] : [event, seen],
    }),
  );

const runs = async (handle: WorkflowHandle): Promise<number> => (await runsOf(stand.client, handle)).length;
/** Knocks, which moves nothing, until the history is long enough. @returns how often */
async function nextRun(handle: WorkflowHandle, number: number): Promise<number> {
  let knocks = 0;
  await until(PATIENCE, `run ${number}`, async () => {
    if ((await runs(handle)) >= number) return true;
    await handle.signal(NUDGE, { type: 'KNOCK' });
    knocks += 1;
    await view(handle);
    return false;
  });
  return knocks;
}

describe('an update id that comes again in a later run', () => {
  it('an event that was taken moves nothing again, however it is written and wherever the machine stands by then', async () => {
    const handle = await stand.start('doorWorkflow', CONTINUE_AFTER);
    const opened = await send(handle, 'first', { type: 'OPEN', by: 'Ann', for: ['air', 'cat'] });
    await nextRun(handle, 2);
    const again = await send(handle, 'first', { for: ['air', 'cat'], by: 'Ann', type: 'OPEN' }, 1);
    expect(again).toMatchObject({ state: 'open', sequence: opened.sequence, details: { opened: 1 } });
    await send(handle, 'second', { type: 'CLOSE' });
    await nextRun(handle, 3);
    const later = await send(handle, 'first', { type: 'OPEN', by: 'Ann', for: ['air', 'cat'] });
    expect(later).toMatchObject({ state: 'closed', sequence: opened.sequence + 1, details: { opened: 1 } });
    expect(later.transitions).toHaveLength(opened.sequence + 1);
  });

  it.each([
    ['another field', { type: 'OPEN', by: 'Bob' }],
    ['another order in a list', { type: 'OPEN', by: 'Ann', for: ['cat', 'air'] }],
    ['another type', { type: 'CLOSE' }],
  ])('an event with %s is refused and told when the id was used', async (_, other) => {
    const handle = await stand.start('doorWorkflow', CONTINUE_AFTER);
    await send(handle, 'mine', { type: 'OPEN', by: 'Ann', for: ['air', 'cat'] });
    await nextRun(handle, 2);
    const { at } = (await view(handle)).transitions.at(-1) ?? {};
    const message = `The update id was used for another event at ${at}. Send this one under an id of its own.`;
    await expect(send(handle, 'mine', other)).rejects.toMatchObject({ cause: { type: 'UpdateIdTaken', message } });
    expect(await view(handle)).toMatchObject({ state: 'open', sequence: 2 });
  });

  it('a step that is done in a later run is told the update that moved the machine last', async () => {
    const handle = await stand.start('remindingWorkflow', CONTINUE_AFTER);
    await send(handle, 'the tick', { type: 'TICK' });
    await nextRun(handle, 2);
    await send(handle, 'the tick', { type: 'TICK' });
    await until(PATIENCE, 'the reminder', async () => (await view(handle)).state === 'reminded');
    expect(calls).toEqual([expect.objectContaining({ update: 'the tick' })]);
    expect((await view(handle)).details).toEqual({ reminded: 1, ticks: 1 });
  });

  it('a machine that remembers 2,000 younger updates refuses the next one with words, and carries them in less than 2 MB', async () => {
    const first = await stand.start('broughtWorkflow', CONTINUE_AFTER);
    await send(first, 'first', { type: 'ADD', number: 1, from: 'a' });
    await nextRun(first, 2);
    const carried = carriedBy((await runsOf(stand.client, first))[0]);
    const oldest = Date.now() - HOUR;
    const updates = Array.from({ length: 1_999 }, (_, one) => ({
      ...carried.updates[0],
      id: `${one}`.padStart(16, '0'),
      at: oldest + one,
    }));
    const full: Carried = { ...carried, updates: [...updates, ...carried.updates] as Carried['updates'] };
    const handle = await stand.start('broughtWorkflow', CONTINUE_AFTER, full);
    const until72Hours = new Date(oldest + 72 * HOUR).toISOString();
    const message = `2000 updates were taken in the last 72 hours, as many as are remembered. The next one is taken after ${until72Hours}.`;
    const cause = { type: 'TooManyEvents', message, details: [{ until: until72Hours }] };
    await expect(send(handle, 'next', { type: 'ADD', number: 2, from: 'a' })).rejects.toMatchObject({ cause });
    expect((await send(handle, 'first', { type: 'ADD', number: 1, from: 'a' })).details.count).toBe(1);
    await handle.signal(NUDGE, { type: 'ADD', number: 2, from: 'signal' });
    await nextRun(handle, 2);
    expect((await view(handle)).details.count).toBe(2);
    const last = (await runsOf(stand.client, handle))[0]?.events?.at(
      -1,
    )?.workflowExecutionContinuedAsNewEventAttributes;
    const bytes = last?.input?.payloads?.[1]?.data?.length ?? Number.NaN;
    expect(bytes).toBeGreaterThan(2_000 * 32);
    expect(bytes).toBeLessThan(TWO_MEGABYTES / 8);
    await expect(send(handle, 'next', { type: 'ADD', number: 2, from: 'a' })).rejects.toMatchObject({ cause });
  });

  it('an id that is older than 72 hours counts as new', async () => {
    const first = await stand.start('broughtWorkflow', CONTINUE_AFTER);
    await send(first, 'first', { type: 'ADD', number: 1, from: 'a' });
    await nextRun(first, 2);
    const carried = carriedBy((await runsOf(stand.client, first))[0]);
    const updates = carried.updates.map((update) => ({ ...update, at: Date.now() - 72 * HOUR - 1 }));
    const handle = await stand.start('broughtWorkflow', CONTINUE_AFTER, { ...carried, updates });
    expect((await send(handle, 'first', { type: 'ADD', number: 1, from: 'a' })).details.count).toBe(2);
  });
});

describe('what goes with a machine from run to run', () => {
  it('what is shown, counted and told goes on, and a search attribute can still be taken away', async () => {
    const handle = await stand.start('doorWorkflow', CONTINUE_AFTER);
    const { startedAt } = await view(handle);
    await send(handle, 'open', { type: 'OPEN' });
    let knocks = await nextRun(handle, 2);
    expect((await handle.describe()).searchAttributes).toMatchObject({ AvenantStuck: ['open'] });
    await handle.signal(NUDGE, { type: 'KNOCK' });
    await send(handle, 'close', { type: 'CLOSE' });
    knocks += 1 + (await nextRun(handle, 3));
    // One that is taken away is told as null, in any run.
    expect((await handle.describe()).searchAttributes).toMatchObject({ AvenantStuck: [null] });
    const { transitions, ...rest } = await view(handle);
    expect(rest).toMatchObject({ startedAt, sequence: 3, nudgesRejected: knocks, state: 'closed', status: 'active' });
    expect(transitions.map(({ sequence, event, from, to }) => [sequence, event, from, to])).toEqual([
      [1, 'started', '', 'closed'],
      [2, 'OPEN', 'closed', 'open'],
      [3, 'CLOSE', 'open', 'closed'],
    ]);
  });
});
