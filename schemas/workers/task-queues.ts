import { z } from 'zod';
import { LIST_BYTES, withMaxBytes } from '../api/answer-bounds';
import { InstantSchema } from '../values/dates';

/** Who works for orders, as Temporal sees it. */

export const TASK_KINDS = ['workflow', 'activity'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/** That are listed of one queue, the latest seen first. */
export const MOST_WORKERS = 100;

const WorkerSchema = z
  .strictObject({
    /** By which it calls itself: its process and machine, unless it was given another one. */
    identity: z.string(),
    /** When it last asked for tasks: at least once a minute, unless it has as many as it takes. */
    lastSeenAt: InstantSchema,
  })
  .meta({ id: 'Worker' });

const TaskQueueSchema = z
  .strictObject({
    queue: z.string(),
    /** `workflow`: moves orders on; `activity`: does their steps. */
    kind: z.enum(TASK_KINDS),
    /** How many workers ask for its tasks; with none, orders stand still. */
    asking: z.int().min(0),
    /** When any of them last did; null where Temporal remembers nobody. */
    lastSeenAt: InstantSchema.nullable(),
    /** Also those that were there a few minutes ago. */
    workers: z.array(WorkerSchema).max(MOST_WORKERS),
  })
  .meta({ id: 'TaskQueue' });

export const TaskQueueListSchema = z
  .strictObject({ items: z.array(TaskQueueSchema).max(TASK_KINDS.length) })
  .meta({ id: 'TaskQueueList', ...withMaxBytes(LIST_BYTES) });
export type TaskQueue = z.input<typeof TaskQueueSchema>;
