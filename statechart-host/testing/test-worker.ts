import { Client, Connection } from '@temporalio/client';
import { IllegalStateError } from '@temporalio/common';
import {
  DefaultLogger,
  makeTelemetryFilterString,
  NativeConnection,
  Runtime,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker';
import { stepActivities } from '../contract';
import type { Spoken } from './temporal/ready';

/** The options of a worker, and the server it works for. */
export interface TestWorkerOptions extends Partial<Omit<WorkerOptions, 'connection'>> {
  /** host:port of the Temporal, as `startTemporal` answers. */
  address: string;
  /** How it is spoken to; in plain text when left out. */
  spoken?: Spoken;
}

/** A worker, its task queue, and a client of the same server and namespace. */
export interface TestWorker {
  client: Client;
  taskQueue: string;
  /** Resolves when worker and client are gone; the server stays. */
  stop(): Promise<void>;
}

/** Attempts under way may end by themselves, then they are cancelled, and what still hangs then is an error. */
const SHUTDOWN = { shutdownGraceTime: '1 second', shutdownForceTime: '10 seconds' } as const;

let queues = 0;

/**
 * Starts a worker, quietly, whose activities are steps of hosted machines, and whose task queue nobody else uses unless the
 * options name one.
 */
export async function startTestWorker({ address, spoken, ...options }: TestWorkerOptions): Promise<TestWorker> {
  quietRuntime();
  const connection = await Connection.connect({ ...spoken, address });
  const native = await NativeConnection.connect({ ...spoken, address });
  queues += 1;
  const taskQueue = options.taskQueue ?? `test-${process.pid}-${Date.now()}-${queues}`;
  const worker = await Worker.create({
    ...SHUTDOWN,
    ...options,
    connection: native,
    taskQueue,
    activities: stepActivities(options.activities ?? {}),
  });
  const running = worker.run();
  const stop = async (): Promise<void> => {
    worker.shutdown();
    await running.finally(() => connection.close());
    await native.close();
  };
  const { namespace = 'default' } = options;
  return { client: new Client({ connection, namespace }), taskQueue, stop };
}

/**
 * Lets this process's engine speak of errors only, unless it was told otherwise before. Failing tasks are what many tests
 * are about; the engine's warnings of them would bury the report.
 */
export function quietRuntime(): void {
  try {
    Runtime.install({
      logger: new DefaultLogger('ERROR'),
      telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
    });
  } catch (error) {
    if (!(error instanceof IllegalStateError)) throw error;
  }
}
