import { z } from 'zod';
import { WAITS } from '../machines/waits';
import { Change } from './change';
import { Instant } from './dates';
import { EVENT_BODIES, type SentEventType } from './events';
import { Id } from './ids';
import { Money } from './money';
import { QuoteDifferenceView, QuoteView, RouteName } from './quote';

/** Orders as the API shows them: what it answers is checked against these schemas by the compiler and in tests. */

export const EventName = z.enum(Object.keys(EVENT_BODIES) as SentEventType[]).meta({ id: 'OrderEventName' });

const Refusal = z
  .strictObject({
    code: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number()])),
    text: z.string(),
    next: z.string().nullable(),
  })
  .meta({ id: 'Refusal' });

const AskAgain = z
  .strictObject({
    reason: z.enum([
      'quote_expired',
      'balance_changed',
      'subscription_moved',
      'change_dropped',
      'cart_moved',
      'account_changed',
      'payment_declined',
      'payment_link_expired',
      'payment_details_refused',
      'vat_number_refused',
    ]),
    text: z.string(),
    previousDue: Money.nullable(),
    code: z.string().nullable(),
  })
  .meta({ id: 'AskAgain', description: 'Why the customer is asked once more.' });

const Consent = z
  .strictObject({ userId: z.string(), text: z.string(), at: z.string() })
  .meta({ id: 'Consent', description: 'The word of the customer, as support had it when placing the order for them.' });

const Payment = z
  .strictObject({
    status: z.enum([
      ...(['paid', 'requires_action', 'pending', 'declined', 'voided', 'expired', 'not_sent', 'unknown'] as const),
      'refunded',
    ]),
    code: z.string().nullable(),
    /** Where the customer confirms the payment. */
    link: z.string().nullable(),
    linkExpiresAt: z.string().nullable(),
  })
  .meta({ id: 'Payment' });

export const Stuck = z
  .strictObject({
    step: z.string(),
    /** One of docs/support-runbook.md; an order that is stuck since an earlier version may hold another one. */
    code: z.string(),
    /** The code in words. */
    text: z.string(),
    /** How often the step has got stuck in this order. */
    attempts: z.int(),
    since: z.string(),
    /** What the step itself said; for staff only. */
    message: z.string().exactOptional(),
    /** Where the runbook tells what to check and what to send; for staff only. */
    runbook: z.string().exactOptional(),
  })
  .meta({ id: 'Stuck' });

export const OrderDocument = z
  .strictObject({
    changeId: Id,
    accountId: Id,
    /** Path of the state, e.g. "settlingPayment.waiting". */
    state: z.string(),
    /** Why it waits and who acts next, in one sentence. */
    headline: z.string(),
    settled: z.boolean(),
    done: z.boolean(),
    /** Also the ETag. */
    sequence: z.int(),
    updatedAt: Instant,
    /** What the order would take now from somebody of the caller's role. */
    allowedEvents: z.array(EventName),
    route: RouteName,
    changes: z.array(Change),
    /** Changes that went stale and were left out, with the reason; the others go on. */
    dropped: z.array(z.strictObject({ change: Change, refusal: Refusal })),
    quote: QuoteView.nullable(),
    /** Null for the first quote of an order. */
    difference: QuoteDifferenceView.nullable(),
    cart: z.strictObject({ holdsItems: z.boolean(), included: z.boolean() }),
    missing: z.array(z.enum(['payment_details_or_vat_number', 'payment_details'])),
    hasPaymentMethod: z.boolean(),
    vat: z.strictObject({ number: z.string(), status: z.enum(['valid', 'unverifiable']) }).nullable(),
    /** Why a VAT number that was given waits; null where none does. */
    vatWait: z
      .strictObject({
        /** Prefix of the number whose register was asked; null for orders that began before it was kept. */
        prefix: z.string().nullable(),
        /** Stable: the register's code, or the doubt about a confirmed number. */
        code: z.string(),
        /** How often the register was asked. */
        attempts: z.int(),
        /** Whether we ask again by ourselves; else a person decides. */
        asksAgain: z.boolean(),
      })
      .nullable(),
    askAgain: AskAgain.nullable(),
    refusal: Refusal.nullable(),
    agreement: z
      .strictObject({ effective: z.enum(['now', 'period_end']), purchaseOrder: z.string().nullable() })
      .nullable(),
    consent: Consent.nullable(),
    payment: Payment.nullable(),
    stuck: Stuck.nullable(),
    ending: z.enum(['cancelled', 'declined', 'superseded', 'expired']).nullable(),
    /** Since when support holds it. */
    heldSince: Instant.nullable(),
    /** Deadlines that support has moved. */
    extended: z.strictObject({ quote: Instant.nullable(), link: Instant.nullable(), idle: Instant.nullable() }),
  })
  .meta({ id: 'Order' });

export type OrderDocument = z.input<typeof OrderDocument>;

/** An order that was accepted and of which nothing is known yet. */
export const OrderStarting = z
  .strictObject({ changeId: Id, state: z.literal('starting'), settled: z.literal(false) })
  .meta({ id: 'OrderStarting' });

export const WaitingForSecondPerson = z
  .strictObject({ grantId: Id, status: z.literal('waiting_for_second_person') })
  .meta({ id: 'WaitingForSecondPerson' });

const Next = z.string().nullable();

export const OrderListItem = z
  .strictObject({
    changeId: Id,
    accountId: Id,
    subscriptionIds: z.array(Id),
    state: z.string(),
    headline: z.string(),
    waits: z.enum(WAITS).nullable(),
    stuck: Stuck.nullable(),
    route: RouteName,
    done: z.boolean(),
    dueToday: Money.nullable(),
    country: z.string().nullable(),
    gateway: z.string().nullable(),
    /** Null once it is over. */
    inStateSince: Instant.nullable(),
    /** When it moves on by itself. */
    nextTimerAt: Instant.nullable(),
    /** Who at support has taken it; told to staff only. */
    assignee: Id.nullable(),
    sequence: z.int(),
    updatedAt: Instant,
  })
  .meta({ id: 'OrderListItem' });

export type OrderListItem = z.input<typeof OrderListItem>;

export const OrderList = z.strictObject({ items: z.array(OrderListItem), next: Next }).meta({ id: 'OrderList' });

const TimelineItem = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('move'),
      at: Instant,
      event: z.string(),
      from: z.string(),
      to: z.string(),
      text: z.string(),
    }),
    z.strictObject({
      kind: z.literal('deed'),
      at: Instant,
      action: z.string(),
      actorId: z.string(),
      role: z.string(),
      facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    }),
  ])
  .meta({ id: 'TimelineItem' });

export type TimelineItem = z.input<typeof TimelineItem>;

export const Timeline = z.strictObject({ changeId: Id, items: z.array(TimelineItem) }).meta({ id: 'Timeline' });
