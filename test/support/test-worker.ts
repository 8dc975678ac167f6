import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { testBackends } from './backends';
import { quietRuntime } from './quiet-runtime';

/** A client, and a worker of its own task queue, on the Temporal of the test run. */
export interface TestWorker {
  client: Client;
  taskQueue: string;
  stop(): Promise<void>;
}

let queues = 0;

/** Attempts under way may end by themselves, then they are cancelled, and what still hangs then is an error. */
export const SHUTDOWN = { shutdownGraceTime: '1 second', shutdownForceTime: '10 seconds' } as const;

/** Starts a worker whose task queue nobody else uses. */
export async function startTestWorker(options: Partial<WorkerOptions>): Promise<TestWorker> {
  quietRuntime();
  const address = testBackends().temporal;
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  queues += 1;
  const taskQueue = `test-${process.pid}-${Date.now()}-${queues}`;
  const worker = await Worker.create({ connection: native, taskQueue, ...SHUTDOWN, ...options });
  const running = worker.run();
  const stop = async (): Promise<void> => {
    worker.shutdown();
    await running.finally(() => connection.close());
    await native.close();
  };
  return { client: new Client({ connection }), taskQueue, stop };
}
