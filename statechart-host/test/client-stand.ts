import { randomUUID } from 'node:crypto';
import { type StatechartClientOptions, StatechartError } from 'statechart-host/client';
import { Gate, startTestWorker, type TestWorker, type TestWorkerOptions } from 'statechart-host/testing';
import { testBackends } from '../../test/support/backends';
import { bundle, type Mutation } from '../../test/support/bundle';

/** A worker of the client's machines, and the gate at which each delivery waits. */
export interface ClientStand {
  worker: TestWorker;
  /** Gate of the errand to this address. */
  gate(to: string): Gate<string>;
  of(workflowType: string, client?: StatechartClientOptions['client']): StatechartClientOptions;
  stop(): Promise<void>;
}

export const FIXTURES = 'statechart-host/test/fixtures/client.ts';

/** A worker of the client's machines, or of machines that differ from them. */
export const startClientWorker = async (
  options: Omit<TestWorkerOptions, 'address'>,
  change: Mutation[] = [],
): Promise<TestWorker> =>
  startTestWorker({ address: testBackends().temporal, workflowBundle: await bundle(FIXTURES, change), ...options });

export async function openClientStand(): Promise<ClientStand> {
  const gates = new Map<string, Gate<string>>();
  const gate = (to: string): Gate<string> => {
    const known = gates.get(to) ?? new Gate<string>();
    gates.set(to, known);
    return known;
  };
  const activities = { deliver: ({ to }: { to: string }) => gate(to).pass() };
  const worker = await startClientWorker({ activities });
  return {
    worker,
    gate,
    of: (workflowType, client = worker.client) => ({ client, workflowType, taskQueue: worker.taskQueue }),
    stop: () => worker.stop(),
  };
}

/** An id that no other test uses. */
export const anId = (): string => `client-${randomUUID()}`;

/** Events in the history of the run that is the latest. */
export async function lengthOf({ client }: TestWorker, id: string): Promise<number> {
  return (await client.workflow.getHandle(id).describe()).historyLength;
}

/** What a call is refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<StatechartError> {
  const error = await call.then(
    () => new Error('It was not refused.'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof StatechartError) return error;
  throw error;
}
