import { z } from 'zod';
import { Instant } from './dates';
import { formed } from './forms';

/** Events from outside, as operators and support see them. What a sender wrote is not shown: it may hold anything. */

/** As `InboundStatus` of the store. */
const Status = z.enum(['received', 'done', 'ignored', 'parked', 'dead']);

const Source = formed('source');
const EventId = z.string().min(1).max(255);

export const InboundEventPath = z.strictObject({ source: Source, eventId: EventId });

export const InboundListQuery = z.strictObject({
  status: Status.default('dead'),
  limit: formed('limit').transform(Number).pipe(z.int().min(1).max(100)).default(25),
});

export const InboundEventView = z
  .strictObject({
    source: Source,
    eventId: EventId,
    type: z.string(),
    reference: z.string().nullable(),
    gatewayReference: z.string().nullable(),
    status: Status,
    /** How often whom it is about could not be found. */
    attempts: z.int(),
    nextAttemptAt: Instant.nullable(),
    receivedAt: Instant,
  })
  .meta({ id: 'InboundEvent' });

const Count = z.int().min(0);

export const InboundList = z
  .strictObject({
    items: z.array(InboundEventView),
    /** Events of yours, and of nobody, that wait for something. */
    waiting: z.strictObject({ received: Count, parked: Count, dead: Count }),
    /** Deliveries of yours, and of nobody, to this process since it started. */
    deliveries: z.strictObject({
      accepted: Count,
      repeated: Count,
      altered: Count,
      refused: Count,
      unknown_type: Count,
    }),
  })
  .meta({ id: 'InboundEventList' });
