import type { Change, Refusal, Route } from '../../billing/facts/types';
import type { Quote, QuoteDifference } from '../../billing/quotes/types';
import { looksLikeCardNumber } from '../card-number';
import { isChange, isEventId } from '../event-fields';
import { type Actor, isActor, type OrderEvent, type OrderEventType } from '../events';
import type { Stuck } from '../failure';
import type { OrderStep } from '../failure-codes';
import type {
  Agreement,
  ApplyOutput,
  CheckGrantInput,
  CountedOn,
  DroppedChange,
  Home,
  PaymentOutcome,
  VatHold,
  VatOnOrder,
  VatPolicy,
  Visit,
} from './steps';

/** What an order is started with. Ids are chosen by the caller, so the same request always names the same order. */
export interface OrderInput {
  tenantId: string;
  changeId: string;
  accountId: string;
  /** Who decided last: it is they who must be allowed to buy for the account. */
  actor: Actor;
  changes: Change[];
  /** Names the request that starts the order, so that another request under the same change id is told apart. */
  requestHash?: string;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '' && value.length <= 200;

/**
 * Whether a value has the shape of an order's input and holds no card number. Plain predicates, because this runs inside
 * the workflow.
 */
export function isOrderInput(value: unknown): value is OrderInput {
  if (typeof value !== 'object' || value === null) return false;
  const { tenantId, changeId, accountId, actor, changes, requestHash } = value as Record<string, unknown>;
  if (![tenantId, changeId, accountId].every(isEventId)) return false;
  if (requestHash !== undefined && !isText(requestHash)) return false;
  if (!isActor(actor)) return false;
  if (!Array.isArray(changes) || changes.length === 0 || changes.length > 50 || !changes.every(isChange)) return false;
  return !looksLikeCardNumber(JSON.stringify(value));
}

/**
 * The steps whose visits are counted: a new decision enters a step with a new visit, a retry or a crash does not.
 * `place` is one attempt to place the order: reserving, charging, applying and undoing share its visit.
 */
export type Step = 'assess' | 'quote' | 'capturePayment' | 'checkVat' | 'place';

/** How an order ends when it is not completed. */
export type Ending = 'cancelled' | 'declined' | 'superseded' | 'expired';

/** Why the customer is asked once more instead of the order being placed. */
export interface AskAgain {
  reason:
    | 'quote_expired'
    | 'balance_changed'
    | 'subscription_moved'
    | 'change_dropped'
    | 'cart_moved'
    | 'account_changed'
    | 'payment_declined'
    | 'payment_link_expired'
    | 'payment_details_refused'
    | 'vat_number_refused';
  previousDue: string | null;
  code: string | null;
}

/** The customer's word, as support had it when placing for them. */
export interface Consent {
  userId: string;
  text: string;
  at: string;
}
/** Where an order waits that can be put aside, for a hold or a reminder, and comes back to. */
export const PLACES = ['reviewing', 'inCart', 'verifying', 'handedOver', 'vatPending', 'scheduled'] as const;
export type Place = (typeof PLACES)[number];

/** What an edit puts aside and has put back when it is refused, and when it was asked for. */
export type BeforeEdit = { place: Place; at: string | null } & Pick<
  OrderContext,
  'actor' | 'dropped' | 'vatHold' | 'askAgain' | 'quoteLeadsTo' | 'placedAt' | 'consent' | 'includesCart'
>;

/** Everything an order knows, as plain JSON: no Decimal, no Date; absent is null. */
export interface OrderContext extends OrderInput {
  visits: Record<Step, number>;
  /** Changes being assessed; they become `changes` when accepted. */
  draft: Change[];
  /** Subscriptions that a newer order took while this one was at work. */
  taken: { subscriptionIds: string[]; by: string } | null;
  /** What the subscriptions were when the changes were accepted, in words that compare; null in orders of earlier versions. */
  terms: string | null;
  /** Changes that went stale while others of the order did not; an edit forgets them. */
  dropped: DroppedChange[];
  /** The changes were accepted before and are being assessed once more. */
  looksAgain: boolean;
  /** While an edit is assessed: what the order was before. */
  beforeEdit: BeforeEdit | null;
  /** The edit was refused, and the order goes back to where it was. */
  returnsTo: Place | null;
  route: Route;
  quote: Quote | null;
  costsMore: boolean;
  /** What the quote changed of the one before it. */
  difference: QuoteDifference | null;
  agreement: Agreement | null;
  cartHoldsItems: boolean;
  includesCart: boolean;
  paymentMethod: string | null;
  /** Payment details were given in this order; else those on file count, as they are when the order is assessed. */
  gavePayment: boolean;
  /** A one-time token on its way to the gateway; never card data. */
  paymentToken: string | null;
  vat: VatOnOrder | null;
  /** This order has decided about a number, or to go without; else the one on file counts. */
  decidedVat: boolean;
  vatNumberAsked: string | null;
  /** The number on file that is to be confirmed once more before the order is priced. */
  vatToConfirm: string | null;
  vatAttempts: number;
  /** Why the number asked for waits; null when it does not, or nobody said. */
  vatHold: VatHold | null;
  /** The support item about it: opened once, closed when the number does not wait any more. */
  vatItem: string | null;
  vatPolicy: VatPolicy;
  /** Null until the order was accepted, and in orders of earlier versions. */
  home: Home | null;
  supersedes: string[];
  /** Where a new quote leads: back to the summary, to checkout, or straight on to placing. */
  quoteLeadsTo: 'reviewing' | 'verifying' | 'reserving';
  placedAt: string | null;
  consent: Consent | null;
  askAgain: AskAgain | null;
  refusal: Refusal | null;
  payment: PaymentOutcome | null;
  lookUps: number;
  resends: number;
  nudged: boolean;
  applied: Extract<ApplyOutput, { status: 'applied' }> | null;
  fulfilmentCheckAgainIn: number;
  ending: Ending | null;
  /** A support event that waits for its grant to be checked. */
  request: Extract<OrderEvent, { grantId: string }> | null;
  stuck: Stuck<OrderStep> | null;
  /** The grant on which two persons said that the customer has the money back, or that none was taken. */
  givenBackUnder: string | null;
  /** The place that an order on hold, or one whose customer is being reminded, comes back to. */
  cameFrom: Place | null;
  heldSince: string | null;
  /** When an order on hold went on; what waits for a date counts from here. */
  resumedAt: string | null;
  /** The attempt to place the order that is being let go is followed by another one. */
  placesAgain: boolean;
  /** Deadlines that support has moved; null where they are as they were made. */
  quoteExtendedUntil: string | null;
  linkExtendedUntil: string | null;
  keptOpenUntil: string | null;
  reminders: number;
}

export function newOrder(input: OrderInput): OrderContext {
  return {
    ...input,
    draft: input.changes,
    taken: null,
    terms: null,
    dropped: [],
    looksAgain: false,
    beforeEdit: null,
    returnsTo: null,
    visits: { assess: 1, quote: 1, capturePayment: 0, checkVat: 0, place: 0 },
    route: 'self_serve',
    quote: null,
    costsMore: false,
    difference: null,
    agreement: null,
    cartHoldsItems: false,
    includesCart: false,
    paymentMethod: null,
    gavePayment: false,
    paymentToken: null,
    vat: null,
    decidedVat: false,
    vatNumberAsked: null,
    vatToConfirm: null,
    vatAttempts: 0,
    vatHold: null,
    vatItem: null,
    vatPolicy: 'hold',
    home: null,
    supersedes: [],
    quoteLeadsTo: 'reviewing',
    placedAt: null,
    consent: null,
    askAgain: null,
    refusal: null,
    payment: null,
    lookUps: 0,
    resends: 0,
    nudged: false,
    applied: null,
    fulfilmentCheckAgainIn: 0,
    ending: null,
    request: null,
    stuck: null,
    givenBackUnder: null,
    cameFrom: null,
    heldSince: null,
    resumedAt: null,
    placesAgain: false,
    quoteExtendedUntil: null,
    linkExtendedUntil: null,
    keptOpenUntil: null,
    reminders: 0,
  };
}

/** Names one visit of a step: the idempotency key of everything done in it. */
export function visit(context: OrderContext, step: Step): Visit {
  const { changeId, tenantId, accountId } = context;
  return { changeId, tenantId, accountId, visit: context.visits[step] };
}

/**
 * What a permission is about: the VAT number that is looked at, or the attempt to place the order. What was seen of one
 * says nothing of another one that came in the meantime.
 */
export const subjectOf = (
  event: OrderEventType,
  { vatNumberAsked, placing }: { vatNumberAsked: string | null; placing: number },
): string => (event === 'ACCEPT_VAT_EVIDENCE' ? `vat:${vatNumberAsked ?? ''}` : `place:${placing}`);

/** The permission that a support event names. A grant is good for one event, and when it was sent tells events apart. */
export function grantToCheck(context: OrderContext): CheckGrantInput {
  const { request } = context;
  if (request === null) throw new Error('There is no support event whose grant could be checked.');
  const { grantId, type: eventType, at: sentAt = '' } = request;
  const evidence = 'evidence' in request ? { evidence: request.evidence } : {};
  const subject = subjectOf(eventType, { vatNumberAsked: context.vatNumberAsked, placing: context.visits.place });
  return { ...visit(context, 'place'), grantId, eventType, sentAt, subject, ...evidence };
}

/** The quote of an order that was quoted. Anything else is a bug of the statechart, so it throws a plain Error. */
export function quoteOf(context: OrderContext): Quote {
  if (context.quote === null) throw new Error('This step needs a quote, and the order has none.');
  return context.quote;
}

/** The quote as it may be placed: support may have extended how long it is good for. */
export function quoteToPlace(context: OrderContext): Quote {
  const quote = quoteOf(context);
  return context.quoteExtendedUntil === null ? quote : { ...quote, expiresAt: context.quoteExtendedUntil };
}

/** What the order took from the account when it was assessed; what was given in the order itself stays. */
export const countsOn = ({ gavePayment, paymentMethod, decidedVat, vat }: OrderContext): CountedOn => ({
  paymentOnFile: gavePayment ? null : paymentMethod,
  vat,
  vatIsOnFile: vat !== null && !decidedVat,
});

/** The changes in words that compare. */
export function fingerprint(changes: Change[]): string {
  return changes
    .map(({ subscriptionId, tierId, seats, frequency }) =>
      [subscriptionId, `tier=${tierId ?? ''}`, `seats=${seats ?? ''}`, `frequency=${frequency ?? ''}`].join(','),
    )
    .sort()
    .join(';');
}

/** Whether an order keeps a change when it loses the subscriptions named. */
export function keepsSome({ changes }: OrderContext, lost: readonly string[]): boolean {
  const kept = changes.filter(({ subscriptionId }) => !lost.includes(subscriptionId));
  return kept.length > 0 && kept.length < changes.length;
}

/** What an agreement covers: these changes of what the customer has, and no other. */
export function coverage(changes: Change[], terms: string | null): string {
  return terms === null ? fingerprint(changes) : `${fingerprint(changes)} of ${terms}`;
}

export function isCovered({ agreement, draft, terms }: OrderContext): boolean {
  return agreement?.covers === coverage(draft, terms);
}

/** Amounts are decimal strings, so "is it nothing" is a question about text. */
export function isNothing(amount: string): boolean {
  return /^-?0+(\.0+)?$/.test(amount);
}

/** Where an order goes on once its VAT number is settled: one that was not shown yet is shown first. */
export const checkoutOrSummary = ({ quote }: OrderContext): 'verifying' | 'reviewing' =>
  quote === null ? 'reviewing' : 'verifying';

export type Missing = 'payment_details_or_vat_number' | 'payment_details';

/**
 * What must be given before the order can be placed. Two separate tests: a higher rate asks for payment details or a
 * VAT number; money due today asks for a way to pay it.
 */
export function missingToPlace(context: OrderContext): Missing[] {
  const { quote, paymentMethod, vat } = context;
  if (quote === null) return [];
  if (paymentMethod !== null) return [];
  if (!isNothing(quote.dueToday))
    return [vat === null && quote.rateIncreases ? 'payment_details_or_vat_number' : 'payment_details'];
  return quote.rateIncreases && vat === null ? ['payment_details_or_vat_number'] : [];
}
