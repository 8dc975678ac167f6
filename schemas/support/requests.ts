import { z } from 'zod';
import { DESK_ACTS } from '../../machines/events';
import { LIST_BYTES, ORDER_BYTES, withMaxBytes } from '../api/answer-bounds';
import { EventPreviewSchema } from '../orders/event-preview';
import { bodyMaybeWhyOf, WHY } from '../orders/events';
import { ChangeFilterQuerySchema } from '../orders/filters';
import { OrderListItemSchema } from '../orders/order';
import { TimelineMoveSchema } from '../orders/timeline';
import { InstantSchema } from '../values/dates';
import { IdSchema } from '../values/ids';

/** Desk acts of support: who looks after an order, and requests that wait for a second person. */

export const RequestPathSchema = z.strictObject({ grantId: IdSchema });

export const AssigningSchema = bodyMaybeWhyOf(DESK_ACTS.ASSIGN).meta({
  id: 'Assigning',
  description:
    'Who at support looks after the order from now on; null for nobody. Somebody who takes for themself what nobody else has ' +
    'need not say why.',
});

export const AssignedSchema = z
  .strictObject({ changeId: IdSchema, assignee: IdSchema.nullable() })
  .meta({ id: 'Assigned' });

export const RejectingSchema = z.strictObject(WHY).meta({ id: 'Rejecting' });

export const TakingNextSchema = z
  .strictObject({
    query: ChangeFilterQuerySchema.exactOptional().meta({
      description:
        'As in `GET /v1/changes`, of what nobody has. Left out: all that waits for support, stuck orders too.',
    }),
  })
  .meta({ id: 'TakingNext', example: { query: { waits: 'stuck' } } });

export const TakenNextSchema = z
  .strictObject({ order: OrderListItemSchema.nullable() })
  .meta({ id: 'TakenNext', description: 'The order that was the longest in its state; null where none waits.' });

/** The moves of an order that a request tells of, the latest. */
export const MOST_MOVES_SINCE = 20;

const ClosedSchema = z
  .strictObject({
    as: z.enum(['approved', 'rejected', 'expired', 'used']),
    /** Who rejected or approved it; null for nobody. */
    by: z.string().nullable(),
    at: InstantSchema.nullable(),
    /** Of a rejection. */
    reason: z.string().nullable(),
  })
  .meta({ id: 'ClosedAs' });

const ActEndSchema = z
  .strictObject({
    /** `unknown`: nobody has written it down, long after it was approved. */
    as: z.enum(['done', 'refused', 'unknown']),
    /** What was done, or why it was not. */
    text: z.string(),
    at: InstantSchema,
  })
  .meta({ id: 'ActEnd', description: 'What came of an act that two persons have agreed on.' });

export const OpenRequestSchema = z
  .strictObject({
    grantId: IdSchema,
    changeId: IdSchema,
    event: z.string(),
    /** The event in words. */
    label: z.string(),
    reasonCode: z.string(),
    reason: z.string(),
    /** The approval rests on it. */
    evidence: z.string().nullable(),
    requestedBy: z.string(),
    requestedAt: InstantSchema,
    expiresAt: InstantSchema,
    /** Null where it is about no order. */
    order: OrderListItemSchema.nullable(),
    /**
     * What approving would do at this moment; null in a list, where it would be refused, where no worker answers, and for what is
     * about no order.
     */
    preview: EventPreviewSchema.nullable(),
    /** Why it would be refused at this moment. */
    objection: z.string().nullable(),
    /** Moves of the order since it was asked for, oldest first; empty in a list. */
    movedSince: z.array(TimelineMoveSchema).max(MOST_MOVES_SINCE),
    /** Also of an act that is no event, which the caller has approved and which has not begun: sent again, it is done once. */
    mayApprove: z.boolean(),
    /** Why the caller may not approve it. */
    whyNot: z.string().nullable(),
    /** What became of it; null while it is open. */
    closed: ClosedSchema.nullable(),
    /** Of an act that is no event, once it was approved and ended; null until then, in a list, and for an event, of which its order tells. */
    ended: ActEndSchema.nullable(),
  })
  .meta({ id: 'OpenRequest', ...withMaxBytes(ORDER_BYTES) });
export type RequestView = z.input<typeof OpenRequestSchema>;

export const OpenRequestsSchema = z
  .strictObject({ items: z.array(OpenRequestSchema).max(200) })
  .meta({ id: 'OpenRequests', ...withMaxBytes(2 * LIST_BYTES) });
export const RequestClosedSchema = z
  .strictObject({ grantId: IdSchema, status: z.literal('rejected') })
  .meta({ id: 'RequestClosed' });
