import { z } from 'zod';
import { InstantSchema } from '../values/dates';
import { TASK_KINDS } from './task-queues';

/** How the installation stands, for those who run it. */

const oldest = InstantSchema.nullable();
const words = z.array(z.string().max(200)).max(100);

const QueueStandingSchema = z
  .strictObject({
    /** `workflow`: moves orders on; `activity`: does their steps. */
    kind: z.enum(TASK_KINDS),
    /** When a worker last asked for its tasks; null where Temporal remembers none. */
    workerSeenAt: oldest,
    /** Tasks that nobody has taken yet, as Temporal estimates; null where it does not tell. */
    backlog: z.int().min(0).nullable(),
    /** How long the oldest of them has waited. */
    backlogAgeSeconds: z.int().min(0).nullable(),
  })
  .meta({ id: 'QueueStanding' });

const InspectionSchema = z
  .strictObject({
    /** `reconcile`: all that is stored was recomputed; `audit`: the audit trail was verified. */
    name: z.enum(['reconcile', 'audit']),
    at: InstantSchema,
    findings: z.int().min(0),
  })
  .meta({ id: 'Inspection' });

export const HealthSchema = z
  .strictObject({
    readAt: InstantSchema,
    /** Of the process that answers. */
    version: z.string(),
    build: z.string(),
    /** Of database and namespace, in words; null where it could not be looked up in time. */
    setup: z.strictObject({ missing: words, warnings: words }).nullable(),
    /** Settings that were left out. */
    unset: words,
    /** Null where Temporal did not answer in time. */
    queues: z.array(QueueStandingSchema).max(TASK_KINDS.length).nullable(),
    /** Since when the oldest of each kind waits, of all tenants; null where the database did not answer in time. */
    oldest: z
      .strictObject({ mail: oldest, inboundEvent: oldest, unknownPayment: oldest, stuckOrder: oldest })
      .nullable(),
    /** The last time that each was done; without an entry, never. */
    inspections: z.array(InspectionSchema).max(2).nullable(),
  })
  .meta({ id: 'Health' });
export type Health = z.input<typeof HealthSchema>;
