import { z } from 'zod';
import { type SEAT_EVENTS, SENT_SEAT_EVENTS, type SentSeatEventType } from '../../machines/events';
import { type BodyOf, WHY } from '../orders/events';
import { StuckSchema } from '../orders/order';
import { InstantSchema } from '../values/dates';
import { IdSchema } from '../values/ids';

/** The follow-up of new seats as support sees it, and the events that support may send it. */

const TypeSchema = z.enum(SENT_SEAT_EVENTS).meta({ id: 'SeatEventName' });

export type SeatEventBody = { type: SentSeatEventType } & BodyOf<(typeof SEAT_EVENTS)[SentSeatEventType]>;

/** One body for all of them: it compiles while none has fields of its own. */
export const SeatEventBodySchema: z.ZodType<SeatEventBody> = z
  .strictObject({ type: TypeSchema, ...WHY })
  .meta({ id: 'SeatEvent' });

export const SeatFollowUpViewSchema = z
  .strictObject({
    subscriptionId: IdSchema,
    /** Path of the state, e.g. "following.waiting". */
    state: z.string(),
    done: z.boolean(),
    bought: z.int(),
    assigned: z.int(),
    remindersSent: z.int(),
    nextReminderAt: InstantSchema.nullable(),
    stuck: StuckSchema.nullable(),
    /** Also the ETag. */
    sequence: z.int(),
    /** Events that it takes now from somebody of the caller's role. */
    allowedEvents: z.array(TypeSchema),
  })
  .meta({ id: 'SeatFollowUp' });
export type SeatFollowUpView = z.input<typeof SeatFollowUpViewSchema>;
