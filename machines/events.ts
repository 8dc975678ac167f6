import type { Change } from '../billing/types';
import { looksLikeCardNumber } from './card-number';
import { millisecondsOf } from './instant';

/**
 * The event catalogue: every event an order or a seat follow-up understands, as plain data. The API, the console, the
 * documents and the tests read who may send what from here; whether an event is allowed *now* is the statechart's answer.
 */

export const ROLES = ['service', 'billing_contact', 'seat_admin', 'support_agent', 'support_lead', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** Who sends an event. Whether a user is the billing contact is decided by our data, not by this claim. */
export interface Actor {
  userId: string;
  role: Role;
}

interface EventRule {
  /** Roles that may send the event through the API; none means that only the system sends it, as a nudge. */
  senders: readonly Role[];
  /** Money may move as a consequence. */
  movesMoney: boolean;
  /** The sender says why: a reason code and free text. */
  needsReason: boolean;
  /** An activity checks a stored grant before the event takes effect: reaching Temporal is not a permission. */
  needsGrant: boolean;
  /** A different person approves the grant. */
  needsSecondPerson: boolean;
}

const CUSTOMER = ['billing_contact', 'service', 'support_agent', 'support_lead'] as const;
const SUPPORT = ['support_agent', 'support_lead'] as const;
const LEAD = ['support_lead'] as const;

const customer = (movesMoney = false): EventRule => ({
  senders: CUSTOMER,
  movesMoney,
  needsReason: false,
  needsGrant: false,
  needsSecondPerson: false,
});
const support = (senders: readonly Role[], extra: Partial<EventRule> = {}): EventRule => ({
  senders,
  movesMoney: false,
  needsReason: true,
  needsGrant: true,
  needsSecondPerson: false,
  ...extra,
});
const system = (): EventRule => ({
  senders: [],
  movesMoney: false,
  needsReason: false,
  needsGrant: false,
  needsSecondPerson: false,
});

export const ORDER_EVENTS = {
  EDIT: customer(),
  ADD_CHANGE: customer(),
  CHECKOUT: customer(),
  ADD_TO_CART: customer(),
  PROVIDE_PAYMENT: customer(),
  PROVIDE_VAT: customer(),
  REMOVE_VAT: customer(),
  PLACE_ORDER: customer(true),
  RENEW_PAYMENT_LINK: customer(true),
  CANCEL: customer(true),
  ACCEPT_HANDOVER: support(SUPPORT),
  DECLINE_HANDOVER: support(SUPPORT),
  RETRY: support(SUPPORT, { needsGrant: false, movesMoney: true }),
  RETRY_NEW_KEY: support(LEAD, { movesMoney: true }),
  SKIP: support(SUPPORT),
  OVERRIDE: support(LEAD, { needsSecondPerson: true }),
  ABORT: support(LEAD, { movesMoney: true }),
  RESOLVE_PAID: support(LEAD, { movesMoney: true, needsSecondPerson: true }),
  RESOLVE_NOT_PAID: support(LEAD, { movesMoney: true, needsSecondPerson: true }),
  ACCEPT_VAT_EVIDENCE: support(LEAD, { needsSecondPerson: true }),
  HOLD: support(SUPPORT, { needsGrant: false }),
  RELEASE: support(SUPPORT, { needsGrant: false }),
  EXTEND_QUOTE: support(LEAD, { needsGrant: false }),
  EXTEND_LINK: support(SUPPORT, { needsGrant: false }),
  KEEP_OPEN: support(SUPPORT, { needsGrant: false }),
  AMEND: support(SUPPORT, { needsGrant: false }),
  RESEND: support(SUPPORT, { needsGrant: false }),
  SUPERSEDED: system(),
  EXPIRE: system(),
  NUDGE: system(),
} as const satisfies Record<string, EventRule>;

/** What support does with an order without sending it anything. */
export const DESK_ACTS = {
  ASSIGN: support(SUPPORT, { needsGrant: false }),
  CLOSE_ITEM: support(SUPPORT, { needsGrant: false }),
  CREDIT_VAT: support(LEAD, { movesMoney: true, needsSecondPerson: true }),
} as const satisfies Record<string, EventRule>;

export type OrderEventType = keyof typeof ORDER_EVENTS;
export type DeskAct = keyof typeof DESK_ACTS;

/** How an accepted hand-over takes effect, and the customer's purchase order. */
export interface HandoverTerms {
  effective: 'now' | 'period_end';
  purchaseOrder: string | null;
}

interface Payloads {
  EDIT: { changes: Change[] };
  ADD_CHANGE: { change: Change };
  CHECKOUT: object;
  ADD_TO_CART: object;
  PROVIDE_PAYMENT: { paymentToken: string };
  PROVIDE_VAT: { vatNumber: string };
  REMOVE_VAT: object;
  /** `quoteHash` is what the customer saw; `consent` how support got the customer's word. */
  PLACE_ORDER: { quoteHash?: string; consent?: string };
  RENEW_PAYMENT_LINK: object;
  CANCEL: object;
  ACCEPT_HANDOVER: { grantId: string } & HandoverTerms;
  DECLINE_HANDOVER: { grantId: string };
  RETRY: object;
  /** Does the step under a new key, as a new decision: `confirmed` says that the old one was looked at. */
  RETRY_NEW_KEY: { grantId: string; confirmed: true };
  SKIP: { grantId: string };
  OVERRIDE: { grantId: string; evidence: string };
  ABORT: { grantId: string };
  RESOLVE_PAID: { grantId: string; evidence: string };
  RESOLVE_NOT_PAID: { grantId: string; evidence: string };
  ACCEPT_VAT_EVIDENCE: { grantId: string; evidence: string };
  /** Nothing moves the order on, neither the customer nor a timer, until it is released. */
  HOLD: object;
  RELEASE: object;
  /** Deadlines, each until an instant: the quote's validity, how long a payment link is waited for, idling. */
  EXTEND_QUOTE: { until: string };
  EXTEND_LINK: { until: string };
  KEEP_OPEN: { until: string };
  /** A new quote version made by support. */
  AMEND: { changes: Change[] };
  /** Sends the customer the payment link, or word that the order waits, once more. */
  RESEND: object;
  /** `subscriptionIds` are what the newer order changes; without them it replaces the whole order. */
  SUPERSEDED: { by: string; subscriptionIds?: string[] };
  EXPIRE: object;
  /** Something outside changed: look again. The word of a nudge is never trusted, so it carries no facts. */
  NUDGE: { about: 'payment' | 'fulfilment' | 'vat' };
}

/** What the host and the door add to an event: when it was received and who sent it. */
interface Stamp {
  at?: string;
  by?: Actor;
}

export type OrderEvent = {
  [Type in OrderEventType]: { type: Type } & Payloads[Type] & Omit<Stamp, keyof Payloads[Type]>;
}[OrderEventType];

/** As `schemas/values/ids.ts` says it: an id with a colon in it could name the workflow of another order. */
export const isEventId = (value: unknown): boolean =>
  typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(value);

/** Whether a value has the shape of somebody who acts; who they really are is decided by our data. */
export function isActor(value: unknown): value is Actor {
  if (typeof value !== 'object' || value === null) return false;
  const { userId, role } = value as Record<string, unknown>;
  return isEventId(userId) && ROLES.includes(role as Role);
}

type FieldKind =
  | ('text' | 'optionalText' | 'optionalTexts' | 'textOrNull')
  | ('change' | 'changes' | 'timing' | 'subject' | 'yes' | 'instant');

const FIELDS: Record<OrderEventType, Record<string, FieldKind>> = {
  EDIT: { changes: 'changes' },
  ADD_CHANGE: { change: 'change' },
  CHECKOUT: {},
  ADD_TO_CART: {},
  PROVIDE_PAYMENT: { paymentToken: 'text' },
  PROVIDE_VAT: { vatNumber: 'text' },
  REMOVE_VAT: {},
  PLACE_ORDER: { quoteHash: 'optionalText', consent: 'optionalText' },
  RENEW_PAYMENT_LINK: {},
  CANCEL: {},
  ACCEPT_HANDOVER: { grantId: 'text', effective: 'timing', purchaseOrder: 'textOrNull' },
  DECLINE_HANDOVER: { grantId: 'text' },
  RETRY: {},
  RETRY_NEW_KEY: { grantId: 'text', confirmed: 'yes' },
  SKIP: { grantId: 'text' },
  OVERRIDE: { grantId: 'text', evidence: 'text' },
  ABORT: { grantId: 'text' },
  RESOLVE_PAID: { grantId: 'text', evidence: 'text' },
  RESOLVE_NOT_PAID: { grantId: 'text', evidence: 'text' },
  ACCEPT_VAT_EVIDENCE: { grantId: 'text', evidence: 'text' },
  HOLD: {},
  RELEASE: {},
  EXTEND_QUOTE: { until: 'instant' },
  EXTEND_LINK: { until: 'instant' },
  KEEP_OPEN: { until: 'instant' },
  AMEND: { changes: 'changes' },
  RESEND: {},
  SUPERSEDED: { by: 'text', subscriptionIds: 'optionalTexts' },
  EXPIRE: {},
  NUDGE: { about: 'subject' },
};

const IS_KIND: Record<FieldKind, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string' && value !== '' && value.length <= 2_000,
  optionalText: (value) => value === undefined || IS_KIND.text(value),
  optionalTexts: (value) => value === undefined || (Array.isArray(value) && value.every(IS_KIND.text)),
  textOrNull: (value) => value === null || IS_KIND.text(value),
  change: isChange,
  changes: (value) => Array.isArray(value) && value.length > 0 && value.length <= 50 && value.every(isChange),
  yes: (value) => value === true,
  instant: (value) => typeof value === 'string' && value.length <= 40 && Number.isFinite(millisecondsOf(value)),
  timing: (value) => value === 'now' || value === 'period_end',
  subject: (value) => value === 'payment' || value === 'fulfilment' || value === 'vat',
};

/** Whether a value has the shape of a change; whether the change can be made is assessed. */
export function isChange(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { subscriptionId, tierId, seats, frequency } = value as Record<string, unknown>;
  const texts = [tierId, frequency].every(
    (one) => one === undefined || (IS_KIND.text(one) && String(one).length <= 200),
  );
  return isEventId(subscriptionId) && texts && (seats === undefined || Number.isInteger(seats));
}

/**
 * Whether an event carries the payload its type asks for, and nothing in it looks like a card number: what is refused
 * here never gets into a history. Plain predicates and no schema library, because this runs inside the workflow; the
 * doors have already validated what came over HTTP.
 */
export function isOrderEvent(event: { type: string }): boolean {
  const fields = FIELDS[event.type as OrderEventType];
  if (fields === undefined) return false;
  const payload = event as Record<string, unknown>;
  if (!Object.entries(fields).every(([name, kind]) => IS_KIND[kind](payload[name]))) return false;
  if (fields.by === undefined && payload.by !== undefined && !isActor(payload.by)) return false;
  return !looksLikeCardNumber(JSON.stringify(event));
}

export const SEAT_EVENTS = {
  SEATS_ADDED: system(),
  SEATS_CHANGED: system(),
  RETRY: support(SUPPORT, { needsGrant: false }),
  SKIP: support(SUPPORT, { needsGrant: false }),
  STOP: support(LEAD, { needsGrant: false }),
  REMIND: support(SUPPORT, { needsGrant: false }),
} as const satisfies Record<string, EventRule>;

export type SeatEventType = keyof typeof SEAT_EVENTS;

export type SeatEvent = { type: SeatEventType } & Stamp;
