import { z } from 'zod';
import { MOST_CHANGES } from '../../billing/types';
import type { OrderEvent, OrderEventType } from '../../machines/events';
import { InstantSchema } from '../values/dates';
import { formed, inForm } from '../values/forms';
import { IdSchema } from '../values/ids';
import { ChangeSchema, changesOf } from './change';

/**
 * The events of the catalogue as the API accepts them. When an event was received and who sent it is never taken from
 * a body; a grant id only where a second person approves what somebody else asked for.
 */

/** Events that only the system sends; the API does not know them. */
type SystemEventType = 'SUPERSEDED' | 'EXPIRE' | 'NUDGE';
export type SentEventType = Exclude<OrderEventType, SystemEventType>;

const text = (longest: number) => z.string().trim().min(1).max(longest).check(inForm('withoutNul'));

export const ReasonCodeSchema = formed('reasonCode');
export const ReasonSchema = z.string().trim().min(3).max(1000);
/** Why support does it: kept with the grant and in the audit trail. */
const why = { reasonCode: ReasonCodeSchema, reason: ReasonSchema };
const evidence = { evidence: text(2000) };
/** Names the request that this call approves; the first call has none. */
const approval = { grantId: IdSchema.exactOptional() };

export const EVENT_BODIES = {
  EDIT: z.strictObject({ type: z.literal('EDIT'), changes: changesOf(MOST_CHANGES) }),
  ADD_CHANGE: z.strictObject({ type: z.literal('ADD_CHANGE'), change: ChangeSchema }),
  CHECKOUT: z.strictObject({ type: z.literal('CHECKOUT') }),
  ADD_TO_CART: z.strictObject({ type: z.literal('ADD_TO_CART') }),
  PROVIDE_PAYMENT: z.strictObject({
    type: z.literal('PROVIDE_PAYMENT'),
    paymentToken: formed('token'),
  }),
  // As typed, whatever it is: the tax rules say what is wrong with a number, and read no more of it than they must.
  PROVIDE_VAT: z.strictObject({ type: z.literal('PROVIDE_VAT'), vatNumber: z.string() }),
  REMOVE_VAT: z.strictObject({ type: z.literal('REMOVE_VAT') }),
  PLACE_ORDER: z.strictObject({
    type: z.literal('PLACE_ORDER'),
    quoteHash: formed('quoteHash').exactOptional(),
    consent: text(500).exactOptional(),
  }),
  RENEW_PAYMENT_LINK: z.strictObject({ type: z.literal('RENEW_PAYMENT_LINK') }),
  CANCEL: z.strictObject({ type: z.literal('CANCEL') }),
  ACCEPT_HANDOVER: z.strictObject({
    type: z.literal('ACCEPT_HANDOVER'),
    effective: z.enum(['now', 'period_end']),
    purchaseOrder: text(64).nullable().default(null),
    ...why,
  }),
  DECLINE_HANDOVER: z.strictObject({ type: z.literal('DECLINE_HANDOVER'), ...why }),
  RETRY: z.strictObject({ type: z.literal('RETRY'), ...why }),
  RETRY_NEW_KEY: z.strictObject({ type: z.literal('RETRY_NEW_KEY'), confirmed: z.literal(true), ...why }),
  SKIP: z.strictObject({ type: z.literal('SKIP'), ...why }),
  OVERRIDE: z.strictObject({ type: z.literal('OVERRIDE'), ...evidence, ...why, ...approval }),
  ABORT: z.strictObject({ type: z.literal('ABORT'), ...why }),
  RESOLVE_PAID: z.strictObject({ type: z.literal('RESOLVE_PAID'), ...evidence, ...why, ...approval }),
  RESOLVE_NOT_PAID: z.strictObject({ type: z.literal('RESOLVE_NOT_PAID'), ...evidence, ...why, ...approval }),
  ACCEPT_VAT_EVIDENCE: z.strictObject({ type: z.literal('ACCEPT_VAT_EVIDENCE'), ...evidence, ...why, ...approval }),
  HOLD: z.strictObject({ type: z.literal('HOLD'), ...why }),
  RELEASE: z.strictObject({ type: z.literal('RELEASE'), ...why }),
  EXTEND_QUOTE: z.strictObject({ type: z.literal('EXTEND_QUOTE'), until: InstantSchema, ...why }),
  EXTEND_LINK: z.strictObject({ type: z.literal('EXTEND_LINK'), until: InstantSchema, ...why }),
  KEEP_OPEN: z.strictObject({ type: z.literal('KEEP_OPEN'), until: InstantSchema, ...why }),
  AMEND: z.strictObject({ type: z.literal('AMEND'), changes: changesOf(MOST_CHANGES), ...why }),
  RESEND: z.strictObject({ type: z.literal('RESEND'), ...why }),
} as const satisfies Record<SentEventType, z.ZodObject>;

type Body = (typeof EVENT_BODIES)[SentEventType];

export const EventBodySchema = z
  .discriminatedUnion('type', Object.values(EVENT_BODIES) as [Body, ...Body[]])
  .meta({ id: 'OrderEvent', description: 'One event of the catalogue. Whether it is allowed now is up to the order.' });

export type EventBody = z.output<typeof EventBodySchema>;

type Added = 'at' | 'by' | 'grantId' | 'reasonCode' | 'reason';
type Without<Union, Keys extends string> = Union extends unknown ? Omit<Union, Keys> : never;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** Compiles only while the bodies carry exactly the payloads of the catalogue, and every event of it. */
true satisfies Same<Without<EventBody, Added>, Without<Exclude<OrderEvent, { type: SystemEventType }>, Added>>;
