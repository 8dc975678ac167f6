import type { Client } from '@temporalio/client';
import type { TaskKind } from '../../schemas/workers/task-queues';

/** Somebody who asks Temporal for tasks. */
export interface Poller {
  /** By which it calls itself: `{process}@{machine}` unless it was given another one. */
  identity: string;
  lastSeenAt: Date;
}

/** `TaskQueueType` of Temporal's API. */
const TYPES: Readonly<Record<TaskKind, number>> = { workflow: 1, activity: 2 };

/**
 * Who asks for tasks of a queue. Temporal remembers everybody for five minutes.
 *
 * @throws as the client does, where Temporal cannot be reached
 */
export async function pollersOf(
  { workflow }: Pick<Client, 'workflow'>,
  queue: string,
  kind: TaskKind,
): Promise<Poller[]> {
  const { pollers } = await workflow.connection.workflowService.describeTaskQueue({
    namespace: workflow.options.namespace,
    taskQueue: { name: queue },
    taskQueueType: TYPES[kind],
  });
  return pollers.map(({ identity, lastAccessTime }) => ({
    identity: identity ?? '',
    lastSeenAt: new Date(Number(lastAccessTime?.seconds ?? 0) * 1_000),
  }));
}
