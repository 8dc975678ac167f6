import type { Client } from '@temporalio/client';
import type { TaskKind } from '../../schemas/workers/task-queues';

/** Somebody who asks Temporal for tasks. */
interface Poller {
  /** By which it calls itself: `{process}@{machine}` unless it was given another one. */
  identity: string;
  lastSeenAt: Date;
}

/** What waits in a queue that nobody has taken yet. */
interface Backlog {
  /** As Temporal estimates it. */
  tasks: number;
  /** How long the oldest has waited. */
  ageSeconds: number;
}

/** Who asks for tasks of a queue, and what waits there; null where the server does not tell. */
export interface QueueStanding {
  pollers: Poller[];
  backlog: Backlog | null;
}

/** `TaskQueueType` of Temporal's API. */
const TYPES: Readonly<Record<TaskKind, number>> = { workflow: 1, activity: 2 };

/**
 * Who asks for tasks of a queue, and what waits in it. Temporal remembers everybody for five minutes.
 *
 * @throws as the client does, where Temporal cannot be reached
 */
export async function lookAtQueue(
  { workflow }: Pick<Client, 'workflow'>,
  queue: string,
  kind: TaskKind,
): Promise<QueueStanding> {
  const { pollers, stats } = await workflow.connection.workflowService.describeTaskQueue({
    namespace: workflow.options.namespace,
    taskQueue: { name: queue },
    taskQueueType: TYPES[kind],
    reportStats: true,
  });
  const backlog = stats && {
    tasks: Number(stats.approximateBacklogCount ?? 0),
    ageSeconds: Number(stats.approximateBacklogAge?.seconds ?? 0),
  };
  return {
    pollers: pollers.map(({ identity, lastAccessTime }) => ({
      identity: identity ?? '',
      lastSeenAt: new Date(Number(lastAccessTime?.seconds ?? 0) * 1_000),
    })),
    backlog: backlog ?? null,
  };
}
