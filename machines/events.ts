import { holdsCardNumber } from './card-number';
import { type EventField, hasOnlyFields, hasOnlyKeys, isEventId, type Values } from './event-fields';

/**
 * The event catalogue: every event of an order or a seat follow-up, and what support does beside them, as plain data. The
 * types, the doors, the documents and the tests follow from it; whether an event is allowed *now* is the
 * statechart's answer.
 */

export const ROLES = ['service', 'billing_contact', 'seat_admin', 'support_agent', 'support_lead', 'operator'] as const;
export type Role = (typeof ROLES)[number];
/** Roles that serve every account of their tenant. */
export const STAFF: readonly Role[] = ['support_agent', 'support_lead', 'operator'];

/** Who sends an event. Whether a user is the billing contact is decided by our data, not by this claim. */
export interface Actor {
  userId: string;
  role: Role;
}

/** Whether a value has the shape of somebody who acts; who they really are is decided by our data. */
export function isActor(value: unknown): value is Actor {
  if (typeof value !== 'object' || value === null) return false;
  const { userId, role } = value as Record<string, unknown>;
  return hasOnlyKeys(value, 'userId', 'role') && isEventId(userId) && ROLES.includes(role as Role);
}

export interface EventRule {
  /** Roles that may send the event through the API; none means that only the system sends it, as a nudge. */
  senders: readonly Role[];
  /** Its payload, without the grant. */
  fields: Readonly<Record<string, EventField>>;
  /** Money may move as a consequence. */
  movesMoney: boolean;
  /** The sender says why: a reason code and free text, which stay with the grant and the audit trail. */
  needsReason: boolean;
  /** It carries the id of its grant, under which what it decides is kept. */
  carriesGrant: boolean;
  /** A different person approves the grant. */
  needsSecondPerson: boolean;
  /** Support may send it to many orders at once: nothing of it is decided order by order. */
  bulk: boolean;
}

const SYSTEM = {
  senders: [],
  fields: {},
  movesMoney: false,
  needsReason: false,
  carriesGrant: false,
  needsSecondPerson: false,
  bulk: false,
} as const satisfies EventRule;
const CUSTOMER = { ...SYSTEM, senders: ['billing_contact', 'service', 'support_agent', 'support_lead'] } as const;
const SUPPORT = { ...SYSTEM, senders: ['support_agent', 'support_lead'], needsReason: true } as const;
const LEAD = { ...SUPPORT, senders: ['support_lead'] } as const;
const GRANTED = { carriesGrant: true } as const;
const BY_TWO = { carriesGrant: true, needsSecondPerson: true } as const;

/** All of the wish; left out, `effective` is now. */
const WISH = {
  changes: { kind: 'changes', audited: true },
  effective: { kind: 'timing', optional: true, audited: true },
} as const;
const EVIDENCE = { evidence: { kind: 'evidence', audited: true } } as const;
const UNTIL = { until: { kind: 'instant', audited: true } } as const;

export const ORDER_EVENTS = {
  EDIT: { ...CUSTOMER, fields: WISH },
  ADD_CHANGE: { ...CUSTOMER, fields: { change: { kind: 'change', audited: true } } },
  CHECKOUT: CUSTOMER,
  ADD_TO_CART: CUSTOMER,
  PROVIDE_PAYMENT: { ...CUSTOMER, fields: { paymentToken: { kind: 'paymentToken' } } },
  PROVIDE_VAT: { ...CUSTOMER, fields: { vatNumber: { kind: 'vatNumber' } } },
  REMOVE_VAT: CUSTOMER,
  PLACE_ORDER: {
    ...CUSTOMER,
    movesMoney: true,
    fields: {
      /** The quote that the customer saw. */
      quoteHash: { kind: 'quoteHash', optional: true },
      /** The customer's word, as support got it. */
      consent: { kind: 'consent', optional: true, audited: true },
    },
  },
  RENEW_PAYMENT_LINK: { ...CUSTOMER, movesMoney: true },
  CANCEL: { ...CUSTOMER, movesMoney: true },
  ACCEPT_HANDOVER: {
    ...SUPPORT,
    ...GRANTED,
    fields: {
      effective: { kind: 'timing', audited: true },
      /** The customer's. */
      purchaseOrder: { kind: 'purchaseOrder', audited: true },
    },
  },
  DECLINE_HANDOVER: {
    ...SUPPORT,
    ...GRANTED,
    bulk: true,
    /** What the customer reads about it. */
    fields: { message: { kind: 'message', optional: true, audited: true } },
  },
  RETRY: { ...SUPPORT, movesMoney: true, bulk: true },
  /** Does the step under a new key, as a new decision: `confirmed` says that the old one was looked at. */
  RETRY_NEW_KEY: { ...LEAD, ...GRANTED, movesMoney: true, bulk: true, fields: { confirmed: { kind: 'confirmation' } } },
  SKIP: { ...SUPPORT, ...GRANTED, bulk: true },
  OVERRIDE: { ...LEAD, ...BY_TWO, fields: EVIDENCE },
  ABORT: { ...LEAD, ...GRANTED, movesMoney: true, bulk: true },
  RESOLVE_PAID: { ...LEAD, ...BY_TWO, movesMoney: true, fields: EVIDENCE },
  RESOLVE_NOT_PAID: { ...LEAD, ...BY_TWO, movesMoney: true, fields: EVIDENCE },
  ACCEPT_VAT_EVIDENCE: { ...LEAD, ...BY_TWO, fields: EVIDENCE },
  /** Nothing moves the order on, neither the customer nor a timer, until it is released. */
  HOLD: { ...SUPPORT, bulk: true },
  RELEASE: { ...SUPPORT, bulk: true },
  /** Until when the quote is valid. */
  EXTEND_QUOTE: { ...LEAD, bulk: true, fields: UNTIL },
  /** Until when a payment link is waited for. */
  EXTEND_LINK: { ...SUPPORT, bulk: true, fields: UNTIL },
  /** Until when the order may lie idle. */
  KEEP_OPEN: { ...SUPPORT, bulk: true, fields: UNTIL },
  /** A new quote version made by support. */
  AMEND: { ...SUPPORT, fields: WISH },
  /** Sends the customer the payment link, or word that the order waits, once more. */
  RESEND: { ...SUPPORT, bulk: true },
  /**
   * `subscriptionIds` are what the newer order changes; without them it replaces the whole order. `fields` are what it takes of an
   * agreed change of these subscriptions, if anything: the others are kept, and priced anew.
   */
  SUPERSEDED: {
    ...SYSTEM,
    fields: {
      by: { kind: 'id' },
      subscriptionIds: { kind: 'ids', optional: true },
      fields: { kind: 'termsFields', optional: true },
    },
  },
  EXPIRE: SYSTEM,
  /** Something outside changed: look again. The word of a nudge is never trusted, so it carries no facts. */
  NUDGE: { ...SYSTEM, fields: { about: { kind: 'subject' } } },
} as const satisfies Record<string, EventRule>;

/** Acts of support on an order that send it no event. */
export const DESK_ACTS = {
  ASSIGN: {
    ...SUPPORT,
    fields: {
      assignee: { kind: 'person', audited: true },
      assigneeSeen: { kind: 'personSeen', optional: true },
    },
  },
  /** For colleagues alone. Not audited: its text is kept among the notes of the order and nowhere else. */
  NOTE: { ...SUPPORT, needsReason: false, fields: { text: { kind: 'note' } } },
  CLOSE_ITEM: SUPPORT,
  RESEND_MAIL: SUPPORT,
  /** `evidence` shows that the customer is a taxable person, and says where it is kept. */
  CREDIT_VAT: { ...LEAD, ...BY_TWO, movesMoney: true, fields: EVIDENCE },
  /** `evidence` shows that its workflow is gone for good: who ended it, and why. */
  END_LOST: { ...LEAD, ...BY_TWO, movesMoney: true, fields: EVIDENCE },
  /** The same, and that its payment and what it holds were looked up. */
  START_AGAIN: { ...LEAD, ...BY_TWO, movesMoney: true, fields: EVIDENCE },
} as const satisfies Record<string, EventRule>;

/** Acts on what the seller decides; money of every later order depends on it. */
export const SELLER_ACTS = {
  CHANGE_SETTINGS: { ...SYSTEM, ...BY_TWO, senders: ['operator'], needsReason: true, fields: EVIDENCE },
} as const satisfies Record<string, EventRule>;

export const SEAT_EVENTS = {
  SEATS_ADDED: SYSTEM,
  SEATS_CHANGED: SYSTEM,
  RETRY: SUPPORT,
  SKIP: SUPPORT,
  STOP: LEAD,
  REMIND: SUPPORT,
} as const satisfies Record<string, EventRule>;

type Catalogue = Readonly<Record<string, EventRule>>;
type TypesWith<Events extends Catalogue, Rule> = {
  [Type in keyof Events]: Events[Type] extends Rule ? Type : never;
}[keyof Events];

export type OrderEventType = keyof typeof ORDER_EVENTS;
export type SystemEventType = TypesWith<typeof ORDER_EVENTS, { senders: readonly [] }>;
export type SentEventType = Exclude<OrderEventType, SystemEventType>;
export type BulkEventType = TypesWith<typeof ORDER_EVENTS, { bulk: true }>;
export type DeskAct = keyof typeof DESK_ACTS;
/** The acts of support on an order that two persons agree on, and that send it no event. */
export type ActByTwo = TypesWith<typeof DESK_ACTS, { needsSecondPerson: true }>;
export type SellerAct = keyof typeof SELLER_ACTS;
export type SeatEventType = keyof typeof SEAT_EVENTS;
export type SentSeatEventType = Exclude<SeatEventType, TypesWith<typeof SEAT_EVENTS, { senders: readonly [] }>>;

/** People of ours who may act for a customer. */
const SUPPORT_ROLES: ReadonlySet<Role> = new Set(['support_agent', 'support_lead']);
export const isSupportRole = (role: Role): boolean => SUPPORT_ROLES.has(role);

/** Who sent an event, as the door adds it. */
interface Stamp {
  by?: Actor;
}

type Payload<Rule extends EventRule> = Values<Rule['fields']> &
  (Rule['carriesGrant'] extends true ? { grantId: string } : unknown);

type EventOf<Events extends Catalogue> = {
  [Type in keyof Events]: { type: Type } & Payload<Events[Type]> & Omit<Stamp, keyof Events[Type]['fields']>;
}[keyof Events];

export type OrderEvent = EventOf<typeof ORDER_EVENTS>;
export type SeatEvent = EventOf<typeof SEAT_EVENTS>;

/** Terms of an accepted hand-over: when it takes effect, and the customer's purchase order. */
export type HandoverTerms = Values<(typeof ORDER_EVENTS)['ACCEPT_HANDOVER']['fields']>;

const typesOf = <Type extends string>(events: Record<Type, EventRule>, belongs: (rule: EventRule) => boolean) =>
  (Object.keys(events) as Type[]).filter((type) => belongs(events[type]));

const isSent = ({ senders }: EventRule): boolean => senders.length > 0;

/** Whether nobody but support may send an event. */
export const isSupports = ({ senders }: EventRule): boolean => senders.length > 0 && senders.every(isSupportRole);

/**
 * Whether an event takes effect only by permission of the door: what only support may send, and what support sends in a
 * customer's place. Being able to reach Temporal is none.
 */
export const needsPermission = (rule: EventRule, by: Actor | undefined): boolean =>
  isSupports(rule) || (by !== undefined && isSupportRole(by.role));

export const maySend = (role: Role, { senders }: EventRule): boolean => senders.includes(role);

export const SENT_EVENTS = typesOf(ORDER_EVENTS, isSent) as SentEventType[];
export const SYSTEM_EVENTS = typesOf(ORDER_EVENTS, (rule) => !isSent(rule)) as SystemEventType[];
/** Two persons decide, each time on evidence. */
export const EVENTS_BY_TWO = typesOf(ORDER_EVENTS, ({ needsSecondPerson }) => needsSecondPerson) as TypesWith<
  typeof ORDER_EVENTS,
  { needsSecondPerson: true }
>[];
export const ACTS_BY_TWO = typesOf(DESK_ACTS, ({ needsSecondPerson }) => needsSecondPerson) as ActByTwo[];
export const isActByTwo = (type: string): type is ActByTwo => ACTS_BY_TWO.some((one) => one === type);
export const BULK_EVENTS = typesOf(ORDER_EVENTS, ({ bulk }) => bulk) as BulkEventType[];
export const SENT_SEAT_EVENTS = typesOf(SEAT_EVENTS, isSent) as SentSeatEventType[];
export const SYSTEM_SEAT_EVENTS = typesOf(SEAT_EVENTS, (rule) => !isSent(rule));

/** The part of a payload that is kept in the audit trail, as texts: what is none is JSON. */
export function auditedIn({ fields }: EventRule, payload: object): Record<string, string> {
  const audited = Object.entries(payload).filter(([name, value]) => fields[name]?.audited && value !== null);
  return Object.fromEntries(
    audited.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

/**
 * Whether an event carries the payload its type asks for and nothing else, names a sender who may send it, and has nothing that
 * looks like a card number: what is refused here never gets into a history. Plain predicates and no schema library, because
 * this runs inside the workflow; the doors have already validated what came over HTTP.
 */
export const isOrderEvent = (event: { type: string }): boolean => isEventOf(ORDER_EVENTS, event);

/** The same of an event of a seat follow-up. */
export const isSeatEvent = (event: { type: string }): boolean => isEventOf(SEAT_EVENTS, event);

const GRANT = { grantId: { kind: 'id' } } as const;

function isEventOf(catalogue: Catalogue, event: { type: string }): boolean {
  const rule = Object.hasOwn(catalogue, event.type) ? catalogue[event.type] : undefined;
  if (rule === undefined) return false;
  const fields: EventRule['fields'] = rule.carriesGrant ? { ...rule.fields, ...GRANT } : rule.fields;
  const { type: _, ...payload } = event as Record<string, unknown>;
  if (fields.by === undefined) {
    const { by } = payload;
    if (by !== undefined && !(isActor(by) && maySend(by.role, rule))) return false;
    delete payload.by;
  }
  return hasOnlyFields(payload, fields) && !holdsCardNumber(event);
}
