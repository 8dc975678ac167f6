import { z } from 'zod';
import { DESK_ACTS } from '../../machines/events';
import { LIST_BYTES, withMaxBytes } from '../api/answer-bounds';
import { bodyOf, WHY } from '../orders/events';
import { InstantSchema } from '../values/dates';
import { IdSchema } from '../values/ids';

/** Desk acts of support: assigning an order, and requests that wait for a second person. */

export const RequestPathSchema = z.strictObject({ grantId: IdSchema });

export const AssigningSchema = bodyOf(DESK_ACTS.ASSIGN).meta({
  id: 'Assigning',
  description: 'Who at support looks after the order from now on; null for nobody.',
});

export const AssignedSchema = z
  .strictObject({ changeId: IdSchema, assignee: IdSchema.nullable() })
  .meta({ id: 'Assigned' });

export const RejectingSchema = z.strictObject(WHY).meta({ id: 'Rejecting' });

const OpenRequestSchema = z
  .strictObject({
    grantId: IdSchema,
    changeId: IdSchema,
    event: z.string(),
    reasonCode: z.string(),
    reason: z.string(),
    /** The approval rests on it. */
    evidence: z.string().nullable(),
    requestedBy: z.string(),
    requestedAt: InstantSchema,
    expiresAt: InstantSchema,
  })
  .meta({ id: 'OpenRequest' });

export const OpenRequestsSchema = z
  .strictObject({ items: z.array(OpenRequestSchema).max(200) })
  .meta({ id: 'OpenRequests', ...withMaxBytes(LIST_BYTES) });
export const RequestClosedSchema = z
  .strictObject({ grantId: IdSchema, status: z.literal('rejected') })
  .meta({ id: 'RequestClosed' });
