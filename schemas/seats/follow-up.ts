import { z } from 'zod';
import { SEAT_EVENTS, type SeatEventType } from '../../machines/events';
import { ReasonCodeSchema, ReasonSchema } from '../orders/events';
import { StuckSchema } from '../orders/order';
import { InstantSchema } from '../values/dates';
import { IdSchema } from '../values/ids';

/** The follow-up of new seats as support sees it, and what support may send it. */

const SENT = (Object.keys(SEAT_EVENTS) as SeatEventType[]).filter((type) => SEAT_EVENTS[type].senders.length > 0);
const TypeSchema = z.enum(SENT).meta({ id: 'SeatEventName' });

export const SeatEventBodySchema = z
  .strictObject({ type: TypeSchema, reasonCode: ReasonCodeSchema, reason: ReasonSchema })
  .meta({ id: 'SeatEvent' });
export type SeatEventBody = z.output<typeof SeatEventBodySchema>;

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
    /** What it would take now from somebody of the caller's role. */
    allowedEvents: z.array(TypeSchema),
  })
  .meta({ id: 'SeatFollowUp' });
export type SeatFollowUpView = z.input<typeof SeatFollowUpViewSchema>;
