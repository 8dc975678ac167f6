import { MINUTE } from '../../billing/calendar/durations';
import type { Role } from '../../machines/events';
import { MOST_WORKERS, TASK_KINDS, type TaskQueue, TaskQueueListSchema } from '../../schemas/workers/task-queues';
import { type MountedOperation, operation } from '../api/operation';
import type { NamedQueue, Temporal } from '../api/temporal';

const READERS: readonly Role[] = ['support_lead', 'operator'];

/** Whoever asks is answered within a minute and asks again: who has not asked for two does not any more. */
const ASKS_WITHIN = 2 * MINUTE;
/** Characters of what a worker calls itself. */
const LONGEST_IDENTITY = 200;

interface WorkerParts {
  temporal: Temporal;
  now(): Date;
}

export const taskQueueRoutes = ({ temporal, now }: WorkerParts): MountedOperation[] => [
  operation('Operations', 'GET /v1/task-queues', {
    id: 'listTaskQueues',
    summary: 'See which workers ask for the tasks of orders, and whether any does',
    description: 'As Temporal has seen it within the last five minutes. They serve every tenant.',
    roles: READERS,
    answers: { 200: { description: 'One entry for each kind of task.', schema: TaskQueueListSchema } },
    async handle() {
      const found = await Promise.all(TASK_KINDS.map((kind) => temporal.taskQueue(kind)));
      const at = now().getTime();
      return { status: 200, body: { items: found.map((one) => toView(one, at)) } };
    },
  }),
];

/** @param at in milliseconds since 1970 */
function toView({ queue, kind, pollers }: NamedQueue, at: number): TaskQueue {
  const latestFirst = pollers.toSorted((one, other) => other.lastSeenAt.getTime() - one.lastSeenAt.getTime());
  const workers = latestFirst.slice(0, MOST_WORKERS).map(({ identity, lastSeenAt }) => ({
    identity: identity.slice(0, LONGEST_IDENTITY),
    lastSeenAt: lastSeenAt.toISOString(),
  }));
  const asking = pollers.filter(({ lastSeenAt }) => at - lastSeenAt.getTime() <= ASKS_WITHIN).length;
  return { queue, kind, asking, lastSeenAt: workers[0]?.lastSeenAt ?? null, workers };
}
