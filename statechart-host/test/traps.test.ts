import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { WorkflowBundlePath } from '@temporalio/worker';
import { type HostedView, NUDGE, SEND, UNTIL_SETTLED, VIEW } from 'statechart-host/contract';
import { Gate, startTestWorker, type TestWorker } from 'statechart-host/testing';
import { testBackends } from '../../test/support/backends';
import { bundle, type Mutation } from '../../test/support/bundle';
import { until, within } from '../../test/support/within';

type ParcelView = HostedView<{ code: string; message: string; hurried: boolean; returning: boolean }>;

/** A parcel's workflow and the gate at which its delivery waits. */
interface ParcelStand {
  worker: TestWorker;
  /** How long an answer is waited for, in milliseconds. */
  patience: number;
  gate: Gate<string>;
  start(): Promise<WorkflowHandle>;
  stop(): Promise<void>;
}

interface Trap {
  trap: number;
  title: string;
  scenario(stand: ParcelStand): Promise<void>;
  without: Mutation;
  /** Makes handlers take one activation more, with and without the protection. */
  slowHandlers?: Mutation['replace'];
}

const HOST = 'statechart-host/workflow/machine-host.ts';
const ENTRANCE = 'statechart-host/workflow/entrance.ts';
const PARCEL = 'statechart-host/test/fixtures/parcel.ts';
/** What should happen may take its time on a busy machine; what should not is not waited for as long. */
const PATIENT = 12_000;
const IMPATIENT = 3_000;

const send = ({ patience }: ParcelStand, handle: WorkflowHandle, type: string): Promise<ParcelView> =>
  within(
    patience,
    handle.executeUpdate<ParcelView, [{ type: string }]>(SEND, { args: [{ type }] }),
    `an answer to ${type}`,
  );

const eventCount = async (handle: WorkflowHandle, kind: string): Promise<number> => {
  const { events } = await handle.fetchHistory();
  return (events ?? []).filter((event) => Object.hasOwn(event, kind)).length;
};

const taskFailures = async (handle: WorkflowHandle): Promise<string[]> => {
  const { events } = await handle.fetchHistory();
  return (events ?? []).map((event) => event.workflowTaskFailedEventAttributes?.failure?.message ?? '');
};

const TRAPS: Trap[] = [
  {
    trap: 1,
    title: 'waiting for a settled machine does not clear a timer that was never set',
    async scenario({ start, patience }) {
      const handle = await start();
      const view = await within(patience, handle.executeUpdate<ParcelView, []>(UNTIL_SETTLED));
      expect(view.state).toBe('packed');
    },
    without: {
      file: HOST,
      replace: [
        ['  createActor,', '  createActor,\n  waitFor,'],
        [
          'await condition(() => this.#mustStop() || this.#isShown());',
          'await waitFor(this.#actor, () => this.#isShown());',
        ],
      ],
    },
  },
  {
    trap: 2,
    title: 'leaving a state cancels its activity',
    async scenario(stand) {
      const { start, gate } = stand;
      const handle = await start();
      const sent = handle.startUpdate(SEND, { args: [{ type: 'SEND' }], waitForStage: 'ACCEPTED' });
      await gate.arrived();
      await sent;
      await send(stand, handle, 'LEAVE');
      expect(await eventCount(handle, 'activityTaskCancelRequestedEventAttributes')).toBe(1);
    },
    without: {
      file: 'statechart-host/workflow/durable-step.ts',
      replace: [['scopes.get(self)?.cancel();', '']],
    },
  },
  {
    trap: 4,
    title: 'a client that cancels the workflow does not strand the machine in its timer',
    async scenario(stand) {
      const { start, patience } = stand;
      const handle = await start();
      await send(stand, handle, 'WAIT');
      await handle.cancel();
      const view = (await within(patience, handle.result())) as ParcelView;
      expect(view).toMatchObject({ state: 'arrived', details: { returning: true } });
    },
    without: { file: HOST, replace: [['new CancellationScope({ cancellable: false })', 'new CancellationScope()']] },
  },
  {
    trap: 5,
    title: 'after a cancellation an event can still start an activity',
    async scenario(stand) {
      const { start, gate, patience } = stand;
      const handle = await start();
      await send(stand, handle, 'HURRY_NOT').catch(() => undefined);
      await handle.cancel();
      await until(patience, 'the cancellation', async () => (await handle.query<ParcelView>(VIEW)).details.returning);
      gate.open('delivered');
      const view = await send(stand, handle, 'SEND');
      expect(view).toMatchObject({ state: 'arrived', details: { code: '' } });
    },
    without: {
      file: HOST,
      replace: [['return this.#shell.run(run);', 'return Promise.resolve().then(run);']],
    },
  },
  {
    trap: 7,
    title: 'an error that no state handles fails the workflow task instead of vanishing',
    async scenario({ start, gate, patience }) {
      const handle = await start();
      const sent = handle.startUpdate(SEND, { args: [{ type: 'FORGET' }], waitForStage: 'ACCEPTED' });
      await gate.arrived();
      gate.fail(ApplicationFailure.nonRetryable('no such address', 'NoSuchAddress'));
      await sent;
      await until(
        patience,
        'the failed task',
        async () => (await eventCount(handle, 'workflowTaskFailedEventAttributes')) > 0,
      );
    },
    without: { file: HOST, replace: [['this.#actor.subscribe({ error: (error) => this.#fail(error) });', '']] },
  },
  {
    trap: 10,
    title: 'a delay that is no number fails the workflow task instead of never passing',
    async scenario({ start, patience }) {
      const handle = await start();
      handle
        .startUpdate(SEND, { args: [{ type: 'WAIT_FOR_NOTHING' }], waitForStage: 'ACCEPTED' })
        .catch(() => undefined);
      await until(patience, 'the failed task', async () =>
        (await taskFailures(handle)).some((text) => text.includes('finite number')),
      );
    },
    without: {
      file: 'statechart-host/workflow/durable-clock.ts',
      replace: [['if (!Number.isFinite(milliseconds))', 'if (false)']],
    },
  },
  {
    trap: 13,
    title: 'a failure reaches the machine as plain JSON with the code of its cause',
    async scenario(stand) {
      const { start, gate } = stand;
      const handle = await start();
      gate.fail(ApplicationFailure.nonRetryable('no such address', 'NoSuchAddress'));
      const view = await send(stand, handle, 'SEND');
      expect(view.details).toMatchObject({ code: 'NoSuchAddress', message: 'no such address' });
    },
    without: {
      file: 'statechart-host/workflow/durable-step.ts',
      replace: [['data: toStepFailure(error)', 'data: error']],
    },
  },
  {
    trap: 16,
    title: 'an event that the state does not take is refused and named',
    async scenario(stand) {
      const { start } = stand;
      const handle = await start();
      await expect(send(stand, handle, 'LEAVE')).rejects.toMatchObject({ cause: { type: 'EventNotAllowed' } });
    },
    without: { file: ENTRANCE, replace: [["this.#snapshot().can(event) ? 'allowed' : 'refused'", "'allowed'"]] },
  },
  {
    trap: 20,
    title: 'nobody can forge the end of an activity',
    async scenario({ start, gate }) {
      const handle = await start();
      const sent = handle.startUpdate(SEND, { args: [{ type: 'SEND' }], waitForStage: 'ACCEPTED' });
      await gate.arrived();
      await sent;
      await handle.signal(NUDGE, { type: 'xstate.done.actor.deliver', output: 'forged' });
      const view = await handle.query<ParcelView>(VIEW);
      expect(view).toMatchObject({ state: 'travelling', nudgesRejected: 1 });
    },
    without: { file: ENTRANCE, replace: [['names.includes(event.type)', 'names.length > 0']] },
  },
  {
    trap: 23,
    title: 'a refused event leaves the workflow unharmed',
    async scenario(stand) {
      const { start, gate } = stand;
      const handle = await start();
      await expect(send(stand, handle, 'LEAVE')).rejects.toMatchObject({ cause: { type: 'EventNotAllowed' } });
      gate.open('delivered');
      expect((await send(stand, handle, 'SEND')).state).toBe('arrived');
      expect(await eventCount(handle, 'workflowTaskFailedEventAttributes')).toBe(0);
    },
    without: { file: HOST, replace: [['validator: (event, seen) =>', 'validator: async (event, seen) =>']] },
  },
  {
    trap: 24,
    title: 'an update that finishes the machine is answered before the workflow ends',
    async scenario({ start, gate, patience }) {
      const handle = await start();
      const sent = handle.startUpdate<ParcelView, [{ type: string }]>(SEND, {
        args: [{ type: 'SEND' }],
        waitForStage: 'ACCEPTED',
      });
      await gate.arrived();
      const update = await sent;
      gate.open('delivered');
      expect((await within(patience, update.result())).state).toBe('arrived');
    },
    slowHandlers: [
      [
        'return this.#view();\n  }\n\n  #objection',
        'await condition(() => false, 5);\n    return this.#view();\n  }\n\n  #objection',
      ],
    ],
    without: {
      file: HOST,
      replace: [['await condition(allHandlersFinished);', '']],
    },
  },
  {
    trap: 37,
    title: 'a signal and an update that arrive with the start are heard',
    async scenario({ worker, patience }) {
      const handle = await worker.client.workflow.signalWithStart('parcelWorkflow', {
        workflowId: randomUUID(),
        taskQueue: worker.taskQueue,
        signal: NUDGE,
        signalArgs: [{ type: 'HURRY' }],
      });
      const view = await within(patience, handle.query<ParcelView>(VIEW));
      expect(view.details.hurried).toBe(true);
      expect(view.transitions[0]?.event).toBe('started');
    },
    without: {
      file: HOST,
      replace: [
        ['  refuseSecondHost();', '  await sleep(60_000);\n  refuseSecondHost();'],
        ['  setHandler,', '  setHandler,\n  sleep,'],
      ],
    },
  },
];

const intactBundle = (slowHandlers: Mutation['replace'] = []): Promise<WorkflowBundlePath> =>
  bundle(PARCEL, { file: HOST, replace: slowHandlers });

/** One after the other: while one is made, nothing else in this process is answered in time. */
const weakenedBundles = onDemand(async () => {
  const bundles = new Map<number, WorkflowBundlePath>();
  for (const { trap, without, slowHandlers = [] } of TRAPS) {
    bundles.set(trap, await bundle(PARCEL, { ...without, replace: [...slowHandlers, ...without.replace] }));
  }
  return bundles;
});

function onDemand<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function openParcelStand(workflowBundle: WorkflowBundlePath, patience: number): Promise<ParcelStand> {
  const gate = new Gate<string>();
  const worker = await startTestWorker({
    address: testBackends().temporal,
    workflowBundle,
    activities: { deliver: () => gate.pass() },
  });
  const started: WorkflowHandle[] = [];
  const stop = async () => {
    gate.open('at the end');
    await Promise.all(started.map((handle) => handle.terminate().catch(() => undefined)));
    await worker.stop();
  };
  const start = async () => {
    const handle = await worker.client.workflow.start('parcelWorkflow', {
      workflowId: randomUUID(),
      taskQueue: worker.taskQueue,
      workflowTaskTimeout: '2 seconds',
    });
    started.push(handle);
    return handle;
  };
  return { worker, patience, gate, start, stop };
}

describe.each(TRAPS)('trap $trap: $title', ({ scenario, slowHandlers }) => {
  it('the intact host passes the scenario', async () => {
    const intact = await openParcelStand(await intactBundle(slowHandlers), PATIENT);
    try {
      await scenario(intact);
    } finally {
      await intact.stop();
    }
  });
});

// Side by side, because most of them wait for what does not come.
describe('with its protection taken away', () => {
  it.concurrent.each(TRAPS)(
    'the host fails the scenario of trap $trap when its protection is taken away',
    async ({ trap, scenario }) => {
      const weakened = (await weakenedBundles()).get(trap);
      if (weakened === undefined) throw new Error(`Nothing is taken away from trap ${trap}.`);
      const stand = await openParcelStand(weakened, IMPATIENT);
      try {
        await expect(scenario(stand)).rejects.toThrow();
      } finally {
        await stand.stop();
      }
    },
  );
});
