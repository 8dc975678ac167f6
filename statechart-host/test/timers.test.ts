import type { WorkflowHandle } from '@temporalio/client';
import { Gate } from 'statechart-host/testing';
import { PATIENCE, until } from '../../test/support/within';
import { CACHES, nudge, openStand, type Stand, settle, taskFailure, type View, viewWhen } from './stand';

const CASES = [
  { workflow: 'raisedTimers', kind: 'raised with an id', noted: ['EARLY'] },
  { workflow: 'nestedTimers', kind: 'of the state around it', noted: ['first'] },
  { workflow: 'enteredTimers', kind: 'of a state that is entered again', noted: ['AGAIN'] },
  { workflow: 'timersToChild', kind: 'for an actor inside', noted: ['EARLY'] },
  { workflow: 'timersOfChild', kind: 'of an actor inside that is stopped', noted: ['EARLY'] },
];

describe.each(CACHES)('timers that are due in one task, with $cache', ({ options }) => {
  let stand: Stand;
  let views: Map<string, View>;

  beforeAll(async () => {
    stand = await openStand(options);
    views = await viewsAfterOneTask(stand, 700);
  });
  afterAll(() => stand.stop());

  it.each(CASES)('a timer $kind does not run out once another has cancelled it', ({ workflow, noted }) => {
    const { details } = views.get(workflow) as View;
    expect((details.noted as string[]).map((type) => type.split('.')[2] ?? type)).toEqual(noted);
  });

  it('a timer of a state that is entered again begins anew', () => {
    const { state, nextTimerAt, at } = views.get('enteredTimers') as View;
    expect(state).toBe('waiting');
    expect(Date.parse(nextTimerAt as string)).toBeGreaterThan(Date.parse(at) + 3_000_000);
  });

  it('a delay of more than a hundred years fails the task with words', async () => {
    const handle = await stand.start('raisedTimers', { first: 1e16, second: 1 });
    expect(await taskFailure(handle)).toContain('A delay is a hundred years at most, not 10000000000000000 ms.');
  });

  it('a timer that was cancelled by an event of the same task does not run out', () => {
    expect(views.get('nudged')).toMatchObject({ details: { noted: ['STOP'] } });
  });
});

/** On a busy machine a timer may run out before its task is held open: then with longer ones. */
async function viewsAfterOneTask(stand: Stand, delay: number): Promise<Map<string, View>> {
  const gate = new Gate<void>();
  stand.script.hold = () => gate.pass();
  const input = { first: delay, second: delay + 1 };
  const started = await Promise.all(
    CASES.map(async ({ workflow }) => [workflow, await stand.start(workflow, input)] as const),
  );
  const nudged = await stand.start('raisedTimers', { first: 3_600_000, second: delay });
  const handles = new Map<string, WorkflowHandle>([...started, ['nudged', nudged]]);
  await Promise.all([...handles.values()].map(settle));
  await Promise.all([...handles.values()].map((handle) => handle.signal('hold')));
  await until(PATIENCE, 'the tasks that are held open', async () => gate.arrivals === handles.size);
  await new Promise((resolve) => setTimeout(resolve, delay + 100));
  await nudge(nudged, { type: 'STOP' });
  gate.open();
  const views = await Promise.all(
    [...handles].map(async ([name, handle]) => {
      const view = await viewWhen(handle, ({ details }) => (details.noted as string[]).length > 0);
      return [name, view, await wereTold(handle, name === 'nudged' ? 1 : 2)] as const;
    }),
  );
  if (!views.every(([, , together]) => together)) return viewsAfterOneTask(stand, delay * 2);
  return new Map(views.map(([name, view]) => [name, view]));
}

/** Whether that many timers ran out before one and the same task. */
async function wereTold(handle: WorkflowHandle, timers: number): Promise<boolean> {
  const { events } = await handle.fetchHistory();
  let fired = 0;
  for (const event of events ?? []) {
    if (event.timerFiredEventAttributes) fired += 1;
    if (event.workflowTaskCompletedEventAttributes && fired > 0) return fired === timers;
  }
  return false;
}
