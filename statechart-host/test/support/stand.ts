import { randomUUID } from 'node:crypto';
import type { WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import type { WorkerOptions } from '@temporalio/worker';
import { type HostedView, SEND, UNTIL_SETTLED, VIEW } from 'statechart-host/contract';
import { startTestWorker, type TestWorker } from 'statechart-host/testing';
import { testBackends } from '../../../test/support/backends';
import { bundle } from '../../../test/support/bundle';
import { until, within } from '../../../test/support/within';

/** What is shown of a machine of a test: its context is as the machine wrote it. */
export type View = HostedView<Record<string, unknown>>;

/** A machine that a test has started. */
export interface Run {
  handle: WorkflowHandleWithFirstExecutionRunId;
  /** Sends an event and waits until the machine is at rest. */
  send(event: string | { type: string; [field: string]: unknown }): Promise<View>;
  /** Waits until the machine is at rest. */
  settled(): Promise<View>;
  view(): Promise<View>;
  /** Waits until a view is as it is looked for; for what comes by itself, e.g. with a timer. */
  seen(what: string, is: (view: View) => boolean): Promise<View>;
  /** Waits until the workflow has ended. */
  ended(): Promise<View>;
  /** Messages of the workflow tasks that have failed. */
  failures(): Promise<string[]>;
  /** Waits until a workflow task fails. @returns its message */
  failed(): Promise<string>;
}

/** Machines of one file of fixtures on a worker of their own. */
export interface Stand {
  worker: TestWorker;
  /** @param workflow name of the workflow function in the file */
  start(workflow: string, input?: unknown): Promise<Run>;
  /** Ends what was started, and tells which of it had failed tasks. */
  clear(): Promise<string[]>;
  stop(): Promise<void>;
}

/** What should come may take its time on a busy machine, in milliseconds. */
const PATIENCE = 30_000;

export async function openStand(fixtures: string, options: Partial<WorkerOptions> = {}): Promise<Stand> {
  const workflowBundle = await bundle(`statechart-host/test/fixtures/${fixtures}.ts`);
  const worker = await startTestWorker({ address: testBackends().temporal, workflowBundle, ...options });
  let runs: Run[] = [];
  return {
    worker,
    async start(workflow, input) {
      const handle = await worker.client.workflow.start(workflow, {
        workflowId: `${workflow}-${randomUUID()}`,
        taskQueue: worker.taskQueue,
        args: input === undefined ? [] : [input],
      });
      const run = runOf(handle);
      runs.push(run);
      return run;
    },
    async clear() {
      const failures = await Promise.all(runs.map((run) => run.failures()));
      await Promise.all(runs.map(({ handle }) => handle.terminate().catch(() => undefined)));
      runs = [];
      return failures.flat();
    },
    stop: () => worker.stop(),
  };
}

function runOf(handle: WorkflowHandleWithFirstExecutionRunId): Run {
  const view = (): Promise<View> => handle.query<View>(VIEW);
  const failures = async (): Promise<string[]> => {
    const { events } = await handle.fetchHistory();
    return (events ?? []).flatMap((event) => event.workflowTaskFailedEventAttributes?.failure?.message ?? []);
  };
  return {
    handle,
    view,
    send: (event) => {
      const sent = typeof event === 'string' ? { type: event } : event;
      return within(
        PATIENCE,
        handle.executeUpdate<View, [object]>(SEND, { args: [sent] }),
        `an answer to ${sent.type}`,
      );
    },
    settled: () => within(PATIENCE, handle.executeUpdate<View, []>(UNTIL_SETTLED), 'rest'),
    async seen(what, is) {
      let last = await view();
      await until(PATIENCE, what, async () => {
        last = await view();
        return is(last);
      });
      return last;
    },
    ended: () => within(PATIENCE, handle.result() as Promise<View>, 'the end'),
    failures,
    async failed() {
      let message: string | undefined;
      await until(PATIENCE, 'a failed task', async () => {
        [message] = await failures();
        return message !== undefined;
      });
      return message ?? '';
    },
  };
}
