import { z } from 'zod';
import { LIST_BYTES, withMaxBytes } from '../api/answer-bounds';
import { LimitSchema, MOST_ITEMS } from '../api/requests';
import { InstantSchema } from '../values/dates';
import { formed } from '../values/forms';

/** Events from outside, as operators and support see them. Their content is not shown: it may hold anything. */

/** As `InboundStatus` of the store. */
const StatusSchema = z.enum(['received', 'done', 'ignored', 'parked', 'dead']);

const SourceSchema = formed('source');
const EventIdSchema = z.string().min(1).max(255);

export const InboundEventPathSchema = z.strictObject({ source: SourceSchema, eventId: EventIdSchema });

export const InboundListQuerySchema = z.strictObject({
  status: StatusSchema.default('dead'),
  limit: LimitSchema,
});

export const InboundEventViewSchema = z
  .strictObject({
    source: SourceSchema,
    eventId: EventIdSchema,
    type: z.string(),
    reference: z.string().nullable(),
    gatewayReference: z.string().nullable(),
    status: StatusSchema,
    /** Number of look-ups of its order or payment that found nothing. */
    attempts: z.int(),
    nextAttemptAt: InstantSchema.nullable(),
    receivedAt: InstantSchema,
  })
  .meta({ id: 'InboundEvent' });

const CountSchema = z.int().min(0);

export const InboundListSchema = z
  .strictObject({
    items: z.array(InboundEventViewSchema).max(MOST_ITEMS),
    /** Events of yours, and of nobody, that wait for something. */
    waiting: z.strictObject({ received: CountSchema, parked: CountSchema, dead: CountSchema }),
    /** Deliveries of yours, and of nobody, to this process since it started. */
    deliveries: z.strictObject({
      accepted: CountSchema,
      repeated: CountSchema,
      altered: CountSchema,
      refused: CountSchema,
      unknown_type: CountSchema,
    }),
  })
  .meta({ id: 'InboundEventList', ...withMaxBytes(LIST_BYTES) });
