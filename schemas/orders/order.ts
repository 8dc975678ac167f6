import { z } from 'zod';
import { TIMINGS } from '../../billing/facts/types';
import { ROLES } from '../../machines/events';
import { ASK_AGAIN_REASONS } from '../../machines/refusals';
import { WAITS } from '../../machines/waits';
import { ORDER_BYTES, withMaxBytes } from '../api/answer-bounds';
import { listPage } from '../api/requests';
import { ChangeSchema } from '../values/changes';
import { InstantSchema } from '../values/dates';
import { IdSchema } from '../values/ids';
import { MoneySchema } from '../values/money';
import { ActSchema, EventNameSchema, NotNowSchema } from './acts';
import { QuoteDifferenceViewSchema, QuoteViewSchema, RouteNameSchema } from './quote';
import { MissingSchema } from './quote-preview';

/** Orders as the API shows them: what it answers is checked against these schemas by the compiler and in tests. */

export const ChangePathSchema = z.strictObject({ changeId: IdSchema });

const RefusalSchema = z
  .strictObject({
    code: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number()])),
    text: z.string(),
    next: z.string().nullable(),
    /** The same in the words of somebody who uses a page. */
    forPeople: z.string(),
  })
  .meta({ id: 'Refusal' });

const AskAgainSchema = z
  .strictObject({
    reason: z.enum(ASK_AGAIN_REASONS),
    text: z.string(),
    previousDue: MoneySchema.nullable(),
    code: z.string().nullable(),
  })
  .meta({ id: 'AskAgain', description: 'Why the customer is asked once more.' });

const ConsentSchema = z
  .strictObject({ userId: z.string(), text: z.string(), at: z.string() })
  .meta({ id: 'Consent', description: 'The word of the customer, as support had it when placing the order for them.' });

const PaymentSchema = z
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

export const StuckSchema = z
  .strictObject({
    step: z.string(),
    /** One of docs/support-runbook.md. */
    code: z.string(),
    /** The code in words. */
    text: z.string(),
    /** Number of times that the step has got stuck in this order. */
    attempts: z.int(),
    since: z.string(),
    /** Message of the failure; for staff only. */
    message: z.string().exactOptional(),
    /** Where the runbook tells what to check and what to send; for staff only. */
    runbook: z.string().exactOptional(),
  })
  .meta({ id: 'Stuck' });

/** Facts of an order that stand in its line of a list as well. */
const STANDING = {
  waits: z.enum(WAITS).nullable(),
  /** Null once it is over. */
  inStateSince: InstantSchema.nullable(),
  /** When it moves on by itself. */
  nextTimerAt: InstantSchema.nullable(),
  /** Who at support has taken it; told to staff only. */
  assignee: IdSchema.nullable(),
};

const StepOfOrderSchema = z
  .strictObject({
    step: z.enum([
      ...(['assess', 'quote', 'agree', 'reserve', 'pay', 'apply', 'confirm'] as const),
      ...(['give_back', 'release'] as const),
    ]),
    /** `yours`: its customer acts next; `unknown`: nobody knows yet whether it was done; `stopped`: support acts next. */
    standing: z.enum(['done', 'now', 'yours', 'not_yet', 'unknown', 'stopped']),
    /** What the step does. */
    text: z.string(),
  })
  .meta({ id: 'StepOfOrder' });

const HandOverSchema = z
  .strictObject({
    team: z.enum(['customer_support', 'advisor']),
    /** Null once it is decided. */
    since: InstantSchema.nullable(),
    /** Until when an answer may be expected, by the seller's `answerHours`; null once it is decided. */
    answerBy: InstantSchema.nullable(),
    /** Of one that was declined: what the customer was told. */
    message: z.string().nullable(),
  })
  .meta({ id: 'HandOver', description: 'Who of ours decides an order, since when, and by when they answer.' });

export const OrderDocumentSchema = z
  .strictObject({
    changeId: IdSchema,
    accountId: IdSchema,
    /** Path of the state, e.g. "settlingPayment.waiting". */
    state: z.string(),
    /** Why it waits and who acts next, in one sentence. */
    headline: z.string().describe('Spoken to a billing contact who reads it; of the customer to everybody else.'),
    /** Two sentences for the customer in their language, about the order and its money; for staff only. */
    reply: z.string().nullable(),
    ...STANDING,
    /** How many notes support has written on it; told to staff only. */
    notes: z.int().min(0).nullable(),
    startedAt: InstantSchema,
    /** Who started it, or edited or placed it last; somebody of ours is named to staff only. */
    decidedBy: z.strictObject({ role: z.enum(ROLES), userId: z.string().nullable() }).nullable(),
    /** What the catalogue calls its products and tiers; empty until it is quoted. */
    names: z.array(
      z.strictObject({
        subscriptionId: IdSchema,
        product: z.string(),
        tierBefore: z.string(),
        tierAfter: z.string(),
      }),
    ),
    /** The statechart that it is run by. */
    machine: z.strictObject({ id: z.string(), version: z.int() }).nullable(),
    /** Null for an order that nobody of ours has to decide. */
    handOver: HandOverSchema.nullable(),
    /** Of preparing, making or undoing it, whichever it is about now; empty where it waits for a person, or has ended without effect. */
    steps: z.array(StepOfOrderSchema),
    settled: z.boolean(),
    done: z.boolean(),
    /** Also the ETag. */
    sequence: z.int(),
    updatedAt: InstantSchema,
    /** Events that the order takes now from somebody of the caller's role. */
    allowedEvents: z.array(EventNameSchema),
    /** The same as the buttons of a page; for leads also acts that are no events and that two persons agree on. */
    acts: z.array(ActSchema),
    /** What the caller's role may do elsewhere, and not to the order where it stands. */
    notNow: z.array(NotNowSchema),
    route: RouteNameSchema,
    changes: z.array(ChangeSchema),
    /** When it takes effect as its customer asks; where there is an agreement, what was agreed counts. */
    effective: z.enum(TIMINGS),
    /** Changes that went stale and were left out, with the reason; the others go on. */
    dropped: z.array(z.strictObject({ change: ChangeSchema, refusal: RefusalSchema })),
    quote: QuoteViewSchema.nullable(),
    /** Null for the first quote of an order. */
    difference: QuoteDifferenceViewSchema.nullable(),
    cart: z.strictObject({ holdsItems: z.boolean(), included: z.boolean() }),
    missing: z.array(MissingSchema),
    hasPaymentMethod: z.boolean(),
    vat: z.strictObject({ number: z.string().nullable(), status: z.enum(['valid', 'unverifiable']) }).nullable(),
    /** Why a VAT number that was given waits; null where none does. */
    vatWait: z
      .strictObject({
        /** Prefix of the number whose register was asked. */
        prefix: z.string().nullable(),
        /** Stable: why no answer was had, or the doubt about a confirmed number. */
        code: z.string(),
        /** Number of times that the register was asked. */
        attempts: z.int(),
        /** Whether we ask again by ourselves; else a person decides. */
        asksAgain: z.boolean(),
      })
      .nullable(),
    askAgain: AskAgainSchema.nullable(),
    refusal: RefusalSchema.nullable(),
    agreement: z.strictObject({ effective: z.enum(TIMINGS), purchaseOrder: z.string().nullable() }).nullable(),
    consent: ConsentSchema.nullable(),
    payment: PaymentSchema.nullable(),
    stuck: StuckSchema.nullable(),
    ending: z.enum(['cancelled', 'declined', 'refused', 'superseded', 'expired']).nullable(),
    /** Since when support holds it. */
    heldSince: InstantSchema.nullable(),
    /** Deadlines that support has moved. */
    extended: z.strictObject({
      quote: InstantSchema.nullable(),
      link: InstantSchema.nullable(),
      idle: InstantSchema.nullable(),
    }),
  })
  .meta({ id: 'Order', ...withMaxBytes(ORDER_BYTES) });

export type OrderDocument = z.input<typeof OrderDocumentSchema>;

/** What was sent was accepted, and where the order stands after it is not known yet. */
export const OrderStartingSchema = z
  .strictObject({ changeId: IdSchema, state: z.enum(['starting', 'under_way']), settled: z.literal(false) })
  .meta({ id: 'OrderStarting' });

export const WaitingForSecondPersonSchema = z
  .strictObject({ grantId: IdSchema, status: z.literal('waiting_for_second_person') })
  .meta({ id: 'WaitingForSecondPerson' });

export const OrderListItemSchema = z
  .strictObject({
    changeId: IdSchema,
    accountId: IdSchema,
    subscriptionIds: z.array(IdSchema),
    state: z.string(),
    headline: z.string(),
    ...STANDING,
    stuck: StuckSchema.nullable(),
    route: RouteNameSchema,
    /** Of the company; null where it has none on file, and in the lists of its own people. */
    accountName: z.string().nullable(),
    /** What the catalogue calls its products; empty until it is quoted. */
    products: z.array(z.string()),
    done: z.boolean(),
    dueToday: MoneySchema.nullable(),
    country: z.string().nullable(),
    gateway: z.string().nullable(),
    sequence: z.int(),
    updatedAt: InstantSchema,
  })
  .meta({ id: 'OrderListItem' });

export type OrderListItem = z.input<typeof OrderListItemSchema>;

export const OrderListSchema = listPage('OrderList', OrderListItemSchema);
