import type { WorkflowHandle } from '@temporalio/client';
import { Runtime } from '@temporalio/worker';
import { type HostedView, NUDGE, SEND, VIEW } from 'statechart-host/contract';
import { Gate } from 'statechart-host/testing';
import { bundle, type Mutation } from '../../test/support/bundle';
import { PATIENCE, until } from '../../test/support/within';
import { sentAgain } from './support/sent-again';
import { openWorkerStand, runsOf, type WorkerStand } from './support/worker-stand';

type View = HostedView<{ ticks: number }>;

interface HeldUp {
  what: string;
  workflow: string;
  /** Events that bring it about. */
  by?: string;
  because: string;
  release(handle: WorkflowHandle): unknown;
}

const HELD_UP = 'statechart-host/test/fixtures/growing-old-held-up.ts';
const CONTINUE_AFTER = 8;
/** Beyond the bound from which on it is told why a history grows. */
const TICKS = 8;

/** Told early why a history grows. */
const SOON: Mutation = { file: 'statechart-host/workflow/continuation.ts', replace: [['LONG = 4_000', 'LONG = 12']] };

let stand: WorkerStand;
let working: Gate<string>;
let writing: Gate<string>;
let written: number[];
let warnings: jest.SpyInstance;

const activities = {
  work: () => working.pass(),
  write: (view: View) => {
    written.push(view.details.ticks);
    return view.details.ticks === 1 ? writing.pass() : Promise.resolve('written');
  },
};

beforeAll(async () => {
  stand = await openWorkerStand({ workflowBundle: await bundle(HELD_UP, SOON), activities });
  warnings = jest.spyOn(Runtime.instance().logger, 'warn');
});
afterAll(async () => {
  warnings.mockRestore();
  await stand.close();
});
beforeEach(() => {
  working = new Gate();
  writing = new Gate();
  written = [];
  warnings.mockClear();
});
afterEach(() => {
  working.open('at the end');
  writing.open('at the end');
});

const view = (handle: WorkflowHandle): Promise<View> => handle.query<View>(VIEW);
const tick = (handle: WorkflowHandle): Promise<void> => handle.signal(NUDGE, { type: 'TICK' });
const send = (handle: WorkflowHandle, type: string): Promise<View> =>
  sentAgain(() => handle.executeUpdate<View, [object]>(SEND, { args: [{ type }] }));
const sendOnce = (handle: WorkflowHandle, updateId: string): Promise<View> =>
  sentAgain(() => handle.executeUpdate<View, [object]>(SEND, { updateId, args: [{ type: 'TICK' }] }));
const release = (handle: WorkflowHandle) => send(handle, 'RELEASE');

/** Why a history grows, as the worker was warned of it. */
const told = (spy: jest.SpyInstance): unknown[] =>
  spy.mock.calls
    .filter(([message]) => message === 'The history is long and the machine cannot continue as new.')
    .map(([, { because }]) => because);

/** One at a time, so that each has a workflow task of its own. */
async function tickOnceEach(handle: WorkflowHandle, from: number, times: number): Promise<void> {
  for (let ticks = from + 1; ticks <= from + times; ticks += 1) {
    await tick(handle);
    await until(PATIENCE, `tick ${ticks}`, async () => (await view(handle)).details.ticks === ticks);
  }
}

const KINDS: HeldUp[] = [
  {
    what: 'a region at work',
    workflow: 'regionsWorkflow',
    because: 'at work: work',
    release: () => working.open('done'),
  },
  {
    what: 'a region at work whose state is tagged settled',
    workflow: 'settledRegionsWorkflow',
    because: 'at work: work',
    release: () => working.open('done'),
  },
  {
    what: 'a step of a machine inside whose state is tagged settled',
    workflow: 'aroundWorkflow',
    because: 'at work: inside/work',
    release: () => working.open('done'),
  },
  {
    what: 'an actor spawned from logic without a name',
    workflow: 'spawningWorkflow',
    by: 'INLINE',
    because: 'the actor "inline" was spawned from logic that has no name',
    release,
  },
  {
    what: 'an actor that holds a Map',
    workflow: 'spawningWorkflow',
    by: 'MAP',
    because: 'the actor "map".context holds a Map',
    release,
  },
  {
    what: 'a reference to an actor that has ended',
    workflow: 'spawningWorkflow',
    by: 'ENDED',
    because: 'context.ended refers to the actor "ended", which has ended',
    release,
  },
  {
    what: 'a read model that is not written',
    workflow: 'writtenWorkflow',
    because: 'the read model is not written',
    release: () => writing.open('written'),
  },
];

describe('a machine that cannot continue as new', () => {
  it.each(KINDS)(
    'a machine with $what goes on in its run, says why, and continues as new when it can',
    async (kind) => {
      const handle = await stand.start(kind.workflow, CONTINUE_AFTER);
      if (kind.by !== undefined) await send(handle, kind.by);
      await tickOnceEach(handle, 0, TICKS);
      expect((await view(handle)).cannotContinue).toEqual({ events: expect.any(Number), because: kind.because });
      expect(await runsOf(stand.client, handle)).toHaveLength(1);
      await kind.release(handle);
      await until(PATIENCE, 'the next run', async () => (await runsOf(stand.client, handle)).length > 1);
      await tickOnceEach(handle, TICKS, 1);
      const later = await view(handle);
      expect(later).not.toHaveProperty('cannotContinue');
      expect(later.details.ticks).toBe(TICKS + 1);
      expect(working.arrivals).toBeLessThan(2);
    },
  );

  it('a machine with two actors under one id never continues as new, because only one of them would be found', async () => {
    const handle = await stand.start('spawningWorkflow', CONTINUE_AFTER);
    await send(handle, 'SAME_ID');
    await tickOnceEach(handle, 0, TICKS);
    const because = 'the actor "same" runs, and another one was spawned in its place';
    expect((await view(handle)).cannotContinue?.because).toBe(because);
    expect(await runsOf(stand.client, handle)).toHaveLength(1);
  });

  it.each([
    ['forgettingWorkflow', 'the workflow does not pass `carried` on'],
    ['endlessWorkflow', '`continueAfter` is Infinity'],
  ])('%s never continues as new, and says why', async (workflow, because) => {
    const handle = await stand.start(workflow, CONTINUE_AFTER);
    await tickOnceEach(handle, 0, TICKS);
    expect((await view(handle)).cannotContinue?.because).toBe(because);
    expect(await runsOf(stand.client, handle)).toHaveLength(1);
    expect(told(warnings)).toEqual([because]);
  });

  it('what comes while the last task of a run is under way is done once', async () => {
    const handle = await stand.start('locallyWrittenWorkflow', CONTINUE_AFTER);
    const first = sendOnce(handle, 'first');
    await writing.arrived();
    const meanwhile = Array.from({ length: 5 }, (_, one) => sendOnce(handle, `meanwhile ${one}`));
    await Promise.all([tick(handle), tick(handle)]);
    writing.open('written');
    for (const answer of await Promise.all([first, ...meanwhile])) expect(answer).toMatchObject({ settled: true });
    await until(PATIENCE, 'all ticks', async () => (await view(handle)).details.ticks === 8);
    await until(PATIENCE, 'the last view', async () => written.at(-1) === 8);
    expect((await runsOf(stand.client, handle)).length).toBeGreaterThan(1);
  });
});
