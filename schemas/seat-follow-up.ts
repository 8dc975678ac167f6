import { z } from 'zod';
import { SEAT_EVENTS, type SeatEventType } from '../machines/events';
import { Instant } from './dates';
import { Reason, ReasonCode } from './events';
import { Id } from './ids';
import { Stuck } from './order';

/** The follow-up of new seats as support sees it, and what support may send it. */

const SENT = (Object.keys(SEAT_EVENTS) as SeatEventType[]).filter((type) => SEAT_EVENTS[type].senders.length > 0);
const Type = z.enum(SENT).meta({ id: 'SeatEventName' });

export const SeatEventBody = z
  .strictObject({ type: Type, reasonCode: ReasonCode, reason: Reason })
  .meta({ id: 'SeatEvent' });
export type SeatEventBody = z.output<typeof SeatEventBody>;

export const SeatFollowUpView = z
  .strictObject({
    subscriptionId: Id,
    /** Path of the state, e.g. "following.waiting". */
    state: z.string(),
    done: z.boolean(),
    bought: z.int(),
    assigned: z.int(),
    remindersSent: z.int(),
    nextReminderAt: Instant.nullable(),
    stuck: Stuck.nullable(),
    /** Also the ETag. */
    sequence: z.int(),
    /** What it would take now from somebody of the caller's role. */
    allowedEvents: z.array(Type),
  })
  .meta({ id: 'SeatFollowUp' });
export type SeatFollowUpView = z.input<typeof SeatFollowUpView>;
