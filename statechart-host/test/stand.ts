import { randomUUID } from 'node:crypto';
import {
  Client,
  Connection,
  WithStartWorkflowOperation,
  type WorkflowHandle,
  type WorkflowStartOptions,
} from '@temporalio/client';
import type { WorkerOptions } from '@temporalio/worker';
import { FORESEE, type Foresight, type HostedView, NUDGE, SEND, UNTIL_SETTLED, VIEW } from 'statechart-host/contract';
import { startTestWorker, type TestWorker } from 'statechart-host/testing';
import { testBackends } from '../../test/support/backends';
import { bundle, type Mutation } from '../../test/support/bundle';
import { PATIENCE, until, within } from '../../test/support/within';

/** What is tried with a warm cache is tried again with none: then each task replays the history from its start. */
export const CACHES: { cache: string; options: Partial<WorkerOptions> }[] = [
  { cache: 'a warm cache', options: {} },
  { cache: 'no cache', options: { maxCachedWorkflows: 0 } },
];

export type View = HostedView<Record<string, unknown>>;

export interface AnyEvent {
  type: string;
  [field: string]: unknown;
}

type Script = Record<string, (input: never, call: never) => Promise<unknown>>;

/** A worker that hosts the smallest machines, and a caller of them. */
export interface Stand {
  client: Client;
  /** The work of the steps; a test says what it is. */
  script: Script;
  start(workflow: string, input?: unknown, options?: Partial<WorkflowStartOptions>): Promise<WorkflowHandle>;
  /** Starts one with an update that waits until it has settled, in the same call. */
  startAndSettle(workflow: string, input?: unknown): Promise<WorkflowHandle>;
  stopWorker(): Promise<void>;
  /** A worker in the place of the one that was stopped, with what it was deployed with. */
  restartWorker(change?: Mutation): Promise<void>;
  /** A worker that does the work of steps on a queue of their own, and takes no workflow task. */
  startStepWorker(): Promise<TestWorker>;
  stop(): Promise<void>;
}

const STEPS = ['work', 'workHere', 'project', 'hold'];

export async function openStand(options: Partial<WorkerOptions> = {}): Promise<Stand> {
  const script: Script = {};
  const activities = Object.fromEntries(
    STEPS.map((step) => [step, async (input: never, call: never) => script[step]?.(input, call)]),
  );
  const connection = await Connection.connect({ address: testBackends().temporal });
  const client = new Client({ connection });
  const taskQueue = `smallest-${randomUUID()}`;
  const started: WorkflowHandle[] = [];
  let worker: TestWorker | undefined;

  const restartWorker = async (change?: Mutation): Promise<void> => {
    const workflowBundle = await bundle('statechart-host/test/fixtures/smallest/index.ts', change);
    worker = await startTestWorker({
      address: testBackends().temporal,
      workflowBundle,
      activities,
      taskQueue,
      ...options,
    });
  };
  const stopWorker = async (): Promise<void> => {
    const running = worker;
    worker = undefined;
    await running?.stop();
  };
  const optionsOf = (input: unknown): WorkflowStartOptions => ({
    workflowId: randomUUID(),
    taskQueue,
    args: input === undefined ? [] : [input],
    workflowTaskTimeout: '2 seconds',
  });
  await restartWorker();
  return {
    client,
    script,
    stopWorker,
    restartWorker,
    async start(workflow, input, more = {}) {
      const handle = await client.workflow.start(workflow, { ...optionsOf(input), ...more });
      started.push(handle);
      return handle;
    },
    async startAndSettle(workflow, input) {
      const startWorkflowOperation = new WithStartWorkflowOperation(workflow, {
        ...optionsOf(input),
        workflowIdConflictPolicy: 'FAIL',
      });
      const settled: Promise<unknown> = client.workflow.executeUpdateWithStart(UNTIL_SETTLED, {
        startWorkflowOperation,
      });
      const handle = await startWorkflowOperation.workflowHandle();
      started.push(handle);
      await within(PATIENCE, settled, `the rest of ${workflow}`);
      return handle;
    },
    startStepWorker: () =>
      startTestWorker({ address: testBackends().temporal, activities, taskQueue: `${taskQueue}-steps` }),
    async stop() {
      await Promise.all(started.map((handle) => handle.terminate().catch(() => undefined)));
      await stopWorker();
      await connection.close();
    },
  };
}

export const send = (handle: WorkflowHandle, event: AnyEvent, ...seen: number[]): Promise<View> =>
  within(
    PATIENCE,
    handle.executeUpdate<View, [AnyEvent, ...number[]]>(SEND, { args: [event, ...seen] }),
    `an answer to ${event?.type}`,
  );

export const nudge = (handle: WorkflowHandle, event: unknown): Promise<void> => handle.signal(NUDGE, event);

export const viewOf = (handle: WorkflowHandle): Promise<View> => handle.query<View>(VIEW);

export const foresee = (handle: WorkflowHandle, event: AnyEvent): Promise<Foresight<Record<string, unknown>>> =>
  handle.query(FORESEE, event);

export const settle = (handle: WorkflowHandle): Promise<View> =>
  within(PATIENCE, handle.executeUpdate<View, []>(UNTIL_SETTLED), 'the rest of a machine');

/** The view once it is as it should be. */
export async function viewWhen(handle: WorkflowHandle, is: (view: View) => boolean): Promise<View> {
  let view = await viewOf(handle);
  await until(PATIENCE, `the view (last: ${JSON.stringify(view)})`, async () => {
    view = await viewOf(handle);
    return is(view);
  });
  return view;
}

interface Refusal {
  type: string;
  message: string;
}

/** Why a call was refused; fails when it was not. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  const answer = await call.then(
    (value) => ({ value }),
    (error: { cause?: Refusal }) => ({ error }),
  );
  if ('value' in answer) throw new Error(`Nothing was refused, but answered: ${JSON.stringify(answer.value)}`);
  const { cause } = answer.error;
  if (cause === undefined) throw answer.error;
  return { type: cause.type, message: cause.message };
}

/** The words of the first workflow task that fails. */
export async function taskFailure(handle: WorkflowHandle): Promise<string> {
  let message: string | null | undefined;
  await until(PATIENCE, 'the failure of a task', async () => {
    const { events } = await handle.fetchHistory();
    const failed = events?.find((event) => event.workflowTaskFailedEventAttributes);
    message = failed?.workflowTaskFailedEventAttributes?.failure?.message;
    return failed !== undefined;
  });
  return message ?? '';
}

export const statusOf = async (handle: WorkflowHandle): Promise<string> => (await handle.describe()).status.name;

/** What the failed workflow says. */
export async function endOf(handle: WorkflowHandle): Promise<Refusal> {
  return refusalOf(within(PATIENCE, handle.result(), 'the end of a workflow'));
}
