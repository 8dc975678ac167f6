import { randomUUID } from 'node:crypto';
import {
  Client,
  Connection,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
  type WorkflowHandle,
} from '@temporalio/client';
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { stepActivities } from 'statechart-host/contract';
import { quietRuntime } from 'statechart-host/testing';
import { testBackends } from '../../../test/support/backends';

/** A task queue whose worker stops and starts, with the code that it had or another, while its workflows live on. */
export interface WorkerStand {
  client: Client;
  start(workflow: string, ...args: unknown[]): Promise<WorkflowHandle>;
  /** Ends the worker that runs, and starts one. What is left out stays as it was. */
  restart(options?: Partial<WorkerOptions>): Promise<void>;
  /** Ends the worker: what is sent now waits. */
  stop(): Promise<void>;
  /** Ends the workflows too. */
  close(): Promise<void>;
}

/** Attempts under way may end by themselves, then they are cancelled, and what still hangs then is an error. */
const SHUTDOWN = { shutdownGraceTime: '1 second', shutdownForceTime: '10 seconds' } as const;

/** A task that stuck to a worker which is gone is given to the next one after this time. */
const STICKY_FOR = '1 second';

/** An update that comes while a run ends is put off for a moment. By itself a client tries again after two to three seconds. */
const SOON_AGAIN = makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ initialIntervalMs: () => 20 }));

export async function openWorkerStand(options: Partial<WorkerOptions>): Promise<WorkerStand> {
  quietRuntime();
  const address = testBackends().temporal;
  const connection = await Connection.connect({ address, interceptors: [SOON_AGAIN] });
  const native = await NativeConnection.connect({ address });
  const client = new Client({ connection });
  const taskQueue = `stand-${randomUUID()}`;
  const started: WorkflowHandle[] = [];
  let latest = options;
  let running: { worker: Worker; ended: Promise<void> } | undefined;

  const stop = async (): Promise<void> => {
    const { worker, ended } = running ?? {};
    running = undefined;
    worker?.shutdown();
    await ended;
  };
  const restart = async (changed: Partial<WorkerOptions> = {}): Promise<void> => {
    await stop();
    latest = { ...latest, ...changed };
    const activities = stepActivities(latest.activities ?? {});
    const worker = await Worker.create({
      connection: native,
      taskQueue,
      stickyQueueScheduleToStartTimeout: STICKY_FOR,
      ...SHUTDOWN,
      ...latest,
      activities,
    });
    running = { worker, ended: worker.run() };
  };
  const start = async (workflow: string, ...args: unknown[]): Promise<WorkflowHandle> => {
    const handle = await client.workflow.start(workflow, {
      taskQueue,
      workflowId: randomUUID(),
      args,
      workflowTaskTimeout: '5 seconds',
    });
    started.push(handle);
    return handle;
  };
  const close = async (): Promise<void> => {
    await Promise.all(
      started.map(({ workflowId }) =>
        client.workflow
          .getHandle(workflowId)
          .terminate()
          .catch(() => undefined),
      ),
    );
    await stop();
    await native.close();
    await connection.close();
  };
  await restart();
  return { client, start, restart, stop, close };
}

export type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

/** The runs of a chain so far, the first one first. */
export async function runsOf(
  client: Client,
  { workflowId, firstExecutionRunId }: WorkflowHandle & { firstExecutionRunId?: string },
): Promise<History[]> {
  const histories: History[] = [];
  for (let runId = firstExecutionRunId; runId !== undefined; ) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    histories.push(history);
    runId = history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? undefined;
  }
  return histories;
}
