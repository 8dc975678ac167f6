import { dayNumberOf, localDate } from '../calendar/calendar';
import { statusOn } from '../calendar/status';
import { findTier, isLowerTier, lastPricedTerms, priceTerms } from '../catalog/catalog';
import { endsTrial, liftsEnd, sameTerms, termsAfter, termsOf } from '../facts/terms';
import {
  type Account,
  type Cart,
  type Change,
  type CivilDate,
  type Instant,
  MOST_CHANGES,
  MOST_LINES,
  type Product,
  type Refusal,
  type Route,
  type Subscription,
  type Terms,
} from '../facts/types';
import type { CurrencyCode } from '../money/types';
import { present } from '../present';
import type { ChangeToQuote } from './input';

/** Who asks. A service acts for a user: that user must be a billing contact, whatever role the caller claims. */
interface Requester {
  userId: string;
  /** `support_agent` and `support_lead` act in their own right; every other role acts for `userId`. */
  role: string;
}

export interface AssessmentInput extends ChangeToQuote {
  account: Account;
  actor: Requester;
  asOf: Instant;
  /** The day of a change that takes effect later: the catalogue of that day decides. Today where absent. */
  effectiveDate?: CivilDate;
  /** Whether the seller lets customers put changes off, of one that is to be put off; absent where that is agreed, or not asked. */
  deferral?: 'offered' | 'not_offered';
  /** Only its currency is looked at: an order has one. */
  cart?: Pick<Cart, 'currency'>;
  /** Where customers of the seller pay open invoices; the account's own address wins. */
  openInvoicesUrl?: string;
}

export type Assessment = { ok: true; route: Route } | { ok: false; refusal: Refusal };

type Rule = (input: AssessmentInput, after: Terms) => Refusal | undefined;

const SUPPORT_ROLES: ReadonlySet<string> = new Set(['support_agent', 'support_lead']);

// The first refusal is the one told: who may ask, then the state of the account, then the change itself.
const RULES: readonly Rule[] = [
  refuseStranger,
  refuseForeignSubscription,
  refuseStatus,
  refusePastDue,
  refuseOtherPeriod,
  refuseEndWithMore,
  refuseEndThatIsSet,
  refuseStatusOnItsDay,
  refuseMovedSeats,
  refuseUnknownTier,
  refuseNoChange,
  refuseDeferral,
  refuseSeatsOutOfRange,
  refuseSeatsBelowAssigned,
  refuseOtherCurrency,
  refuseMissingPrice,
];

/**
 * Whether a change is accepted, and who serves it. A refusal carries a stable code and the facts that its text needs.
 * `change_in_progress` is not decided here: only the store knows who holds the subscription.
 *
 * @throws BillingError for facts that cannot be read, such as an unknown time zone.
 */
export function assessChange(input: AssessmentInput): Assessment {
  const after = termsAfter(input.subscription, input.change);
  for (const rule of RULES) {
    const refusal = rule(input, after);
    if (refusal) return { ok: false, refusal };
  }
  return { ok: true, route: routeOf(input, after) };
}

/** Refuses changes that are wrong together, whatever each of them is: an order changes a subscription once. */
export function refusalOfAll(changes: readonly Change[]): Refusal | undefined {
  const subscriptions = new Set<string>();
  for (const { subscriptionId } of changes) {
    if (subscriptions.has(subscriptionId)) return refusal('changed_twice', { subscriptionId });
    subscriptions.add(subscriptionId);
  }
  return subscriptions.size > MOST_CHANGES ? refusal('too_many_changes', { most: MOST_CHANGES }) : undefined;
}

/** Refuses an order of more lines than one can have, whether the items of the cart are bought with it or not yet. */
export function refusalOfSize(
  subscriptions: readonly Pick<Subscription, 'billedLines'>[],
  cart?: Pick<Cart, 'items'> | null,
): Refusal | undefined {
  const lines = subscriptions.reduce((sum, { billedLines }) => sum + billedLines.length + 1, cart?.items.length ?? 0);
  return lines > MOST_LINES ? refusal('order_too_large', { lines, most: MOST_LINES }) : undefined;
}

/** A corporate account always goes to its advisor, who sells lower tiers as well; a lower tier goes to support. */
export function routeOf(
  {
    account,
    product,
    subscription,
  }: Pick<AssessmentInput, 'product' | 'subscription'> & {
    account: Pick<Account, 'kind'>;
  },
  after: Terms,
): Route {
  if (account.kind === 'corporate') return 'advisor';
  return isLowerTier(product, subscription.tierId, after.tierId) ? 'customer_support' : 'self_serve';
}

/** From what the customer does alone to what only the advisor does. */
const BY_DIFFICULTY: readonly Route[] = ['self_serve', 'customer_support', 'advisor'];

/** One person serves an order: the one who may serve its hardest change. */
export function hardestRoute(routes: readonly Route[]): Route {
  return BY_DIFFICULTY.findLast((route) => routes.includes(route)) ?? 'self_serve';
}

function refuseStranger({ account, actor }: Pick<AssessmentInput, 'account' | 'actor'>): Refusal | undefined {
  if (SUPPORT_ROLES.has(actor.role) || account.billingContactIds.includes(actor.userId)) return undefined;
  return refusal('not_billing_contact', { userId: actor.userId });
}

/** Another account's subscription is answered like one that does not exist, so that ids cannot be probed. */
function refuseForeignSubscription({ account, subscription, product, change }: AssessmentInput): Refusal | undefined {
  const belongs =
    subscription.tenantId === account.tenantId &&
    subscription.accountId === account.accountId &&
    subscription.subscriptionId === change.subscriptionId &&
    subscription.productId === product.productId;
  return belongs ? undefined : refusal('subscription_not_found', { subscriptionId: change.subscriptionId });
}

/** An expired trial is sold as a new subscription; a running trial may change its terms. */
function refuseStatus({ account, subscription, asOf }: AssessmentInput): Refusal | undefined {
  return refusalOfStatus(subscription, localDate(asOf, account.timeZone, 'asOf'));
}

/** A change that is agreed for later needs a subscription to change on that day. */
function refuseStatusOnItsDay({ subscription, effectiveDate }: AssessmentInput): Refusal | undefined {
  return effectiveDate === undefined ? undefined : refusalOfStatus(subscription, effectiveDate);
}

/**
 * What is paused is not changed: nothing could be prorated (FastSpring refuses the same). Up to a pause that is set it is
 * changed and priced as usual, and the pause stays as it is (Paddle since 2025).
 */
function refusalOfStatus(subscription: Subscription, day: CivilDate): Refusal | undefined {
  const { subscriptionId, endsOn, pausesOn, resumesOn } = subscription;
  const status = statusOn(subscription, day);
  if (status === 'trial_expired') return refusal('trial_expired', { subscriptionId });
  if (status === 'ended') return refusal('subscription_not_active', present({ subscriptionId, status, endsOn }));
  if (status !== 'paused') return undefined;
  // The day on which it was to go on may have passed without word from the system of record.
  const until = resumesOn !== undefined && dayNumberOf(resumesOn) > dayNumberOf(day) ? resumesOn : undefined;
  return refusal('subscription_not_active', present({ subscriptionId, status, pausesOn, resumesOn: until }));
}

/** Lifting an end says that all stays as it is, from now on: nothing beside it may contradict that, nor may it wait. */
function refuseEndWithMore({ account, change, asOf, effectiveDate }: AssessmentInput): Refusal | undefined {
  const { subscriptionId, liftEnd, tierId, seats, frequency, endTrial } = change;
  const isAlone = [tierId, seats, frequency, endTrial].every((wanted) => wanted === undefined);
  const today = localDate(asOf, account.timeZone, 'asOf');
  const waits = effectiveDate !== undefined && dayNumberOf(effectiveDate, 'effectiveDate') > dayNumberOf(today);
  return liftEnd === undefined || (isAlone && !waits) ? undefined : refusal('end_lifted_alone', { subscriptionId });
}

/** Elsewhere a change of plan lifted a cancellation that nobody had lifted: here the customer says so first (Flexprice refuses as well). */
function refuseEndThatIsSet({ subscription, change }: AssessmentInput): Refusal | undefined {
  const { subscriptionId, endsOn } = subscription;
  if (endsOn === undefined || liftsEnd(subscription, change)) return undefined;
  return refusal('end_is_set', { subscriptionId, endsOn });
}

function refusePastDue({ account, ...seller }: AssessmentInput): Refusal | undefined {
  const { accountId, pastDue, openInvoicesUrl = seller.openInvoicesUrl } = account;
  return pastDue ? refusal('past_due', present({ accountId, openInvoicesUrl })) : undefined;
}

/**
 * Only a period that we know can be prorated. Once it is over, the renewal must come from the system of record first:
 * pricing on would credit a period that has been used up.
 */
function refuseOtherPeriod({ account, subscription, asOf }: AssessmentInput): Refusal | undefined {
  const { period, subscriptionId } = subscription;
  const date = localDate(asOf, account.timeZone, 'asOf');
  const facts = { subscriptionId, date, ...period };
  if (dayNumberOf(date) > dayNumberOf(period.end, 'period.end')) return refusal('renewal_missing', facts);
  return dayNumberOf(date) < dayNumberOf(period.start, 'period.start') ? refusal('period_not_begun', facts) : undefined;
}

/** An absolute seat count from a stale page would undo somebody else's change. */
function refuseMovedSeats({ subscription, change }: AssessmentInput): Refusal | undefined {
  const { expectedSeats } = change;
  if (expectedSeats === undefined || expectedSeats === subscription.seats) return undefined;
  return refusal('subscription_moved', { expectedSeats, seats: subscription.seats });
}

function refuseUnknownTier({ product, subscription }: AssessmentInput, after: Terms): Refusal | undefined {
  for (const tierId of [after.tierId, subscription.tierId]) {
    if (!findTier(product, tierId)) return refusal('unknown_tier', { tierId, productId: product.productId });
  }
  return undefined;
}

/** An end that is not set and a trial that is over are as wanted already: that is no reason to refuse what else is wanted. */
function refuseNoChange({ subscription, change }: AssessmentInput, after: Terms): Refusal | undefined {
  const isMore = liftsEnd(subscription, change) || endsTrial(subscription, change);
  return isMore || !sameTerms(subscription, after) ? undefined : refusal('nothing_to_change', { ...after });
}

/** Less may wait for the end of the period, where the seller offers that. A corporate customer asks their advisor for anything. */
function refuseDeferral(
  { account, product, subscription, change, deferral }: AssessmentInput,
  after: Terms,
): Refusal | undefined {
  if (deferral === undefined) return undefined;
  const { subscriptionId } = subscription;
  if (deferral === 'not_offered') return refusal('deferral_not_offered', { subscriptionId });
  // A trial that waits for its end is over by itself then: what begins to be paid begins now, whoever serves the customer.
  if (endsTrial(subscription, change)) return refusal('deferral_only_for_less', { subscriptionId, raised: 'trial' });
  const raised = account.kind === 'corporate' ? undefined : raisedBy(product, subscription, after);
  return raised === undefined ? undefined : refusal('deferral_only_for_less', { subscriptionId, raised });
}

/** The part of the terms that is neither as before nor less: another frequency is another contract, whatever it costs. */
function raisedBy(product: Product, before: Terms, after: Terms): keyof Terms | undefined {
  if (after.tierId !== before.tierId && !isLowerTier(product, before.tierId, after.tierId)) return 'tierId';
  if (after.seats > before.seats) return 'seats';
  return after.frequency === before.frequency ? undefined : 'frequency';
}

/** Seats sold under older bounds may stay while only the frequency changes. */
function refuseSeatsOutOfRange({ product, subscription }: AssessmentInput, after: Terms): Refusal | undefined {
  const tier = findTier(product, after.tierId);
  if (!tier || (after.seats === subscription.seats && after.tierId === subscription.tierId)) return undefined;
  const minSeats = Math.max(1, tier.minSeats);
  const { maxSeats } = tier;
  if (Number.isSafeInteger(after.seats) && after.seats >= minSeats && after.seats <= maxSeats) return undefined;
  return refusal('seats_out_of_range', { seats: after.seats, minSeats, maxSeats });
}

/**
 * Whether a change takes a seat away that somebody sits on. More people than seats, as a system of record may leave them,
 * is no reason to refuse more seats: only a removal is.
 */
export function takesAssignedSeats(
  { seats, assignedSeats }: Pick<Subscription, 'seats' | 'assignedSeats'>,
  seatsAfter: number,
): boolean {
  return seatsAfter < seats && seatsAfter < assignedSeats;
}

/** Until a later day people can still be taken off their seats; on that day it is looked at again. */
function refuseSeatsBelowAssigned(input: AssessmentInput, after: Terms): Refusal | undefined {
  const { subscription, account, asOf, effectiveDate } = input;
  const { assignedSeats } = subscription;
  if (!takesAssignedSeats(subscription, after.seats)) return undefined;
  if (effectiveDate !== undefined && effectiveDate > localDate(asOf, account.timeZone, 'asOf')) return undefined;
  return refusal('seats_below_assigned', {
    seats: after.seats,
    assigned: assignedSeats,
    unassign: assignedSeats - after.seats,
  });
}

function refuseOtherCurrency({ account, subscription, cart }: AssessmentInput): Refusal | undefined {
  return otherCurrency(account, subscription.currency) ?? (cart && otherCurrency(account, cart.currency, 'cart'));
}

function otherCurrency(account: Account, currency: CurrencyCode, of = 'subscription'): Refusal | undefined {
  if (currency === account.currency) return undefined;
  return refusal('currency_mismatch', { currency, accountCurrency: account.currency, of });
}

/** What goes on as it is keeps its price, on sale or not. */
function refuseMissingPrice(input: AssessmentInput, after: Terms): Refusal | undefined {
  const { account, product, subscription, change, asOf, effectiveDate } = input;
  if (liftsEnd(subscription, change) && priceTerms(product, after, account.currency, subscription.period.start)) return;
  const date = effectiveDate ?? localDate(asOf, account.timeZone, 'asOf');
  const isSold = priceTerms(product, after, account.currency, date) !== undefined;
  if (isSold && lastPricedTerms(product, subscription, account.currency)) return undefined;
  if (isSold) return priceMissing(termsOf(subscription), account.currency, date);
  return priceMissing(after, account.currency, date);
}

function priceMissing(after: Terms, currency: CurrencyCode, date: CivilDate): Refusal {
  return refusal('price_missing', {
    tierId: after.tierId,
    frequency: after.frequency,
    currency,
    seats: after.seats,
    date,
  });
}

function refusal(code: Refusal['code'], facts: Refusal['facts']): Refusal {
  return { code, facts };
}
