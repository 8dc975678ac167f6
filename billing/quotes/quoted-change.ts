import { type Billing, billingAfter, currentSpan, renewedPeriod, unmoved } from '../calendar/anchor';
import { dayNumberOf } from '../calendar/calendar';
import type { Moment } from '../calendar/day-count';
import { findPrice, lastPricedTerms, type PricedTerms, priceTerms, requirePricedTerms } from '../catalog/catalog';
import type { Policy } from '../facts/policy-types';
import { endsTrial, liftsEnd, termsAfter, termsOf } from '../facts/terms';
import type { Subscription, Terms } from '../facts/types';
import { requireSameCurrency, sum } from '../money/amounts';
import { BillingError, quoted } from '../money/errors';
import type { Amount, CurrencyCode } from '../money/types';
import { present } from '../present';
import { takesAssignedSeats } from './assessment';
import type { ChangeToQuote } from './input';
import { chargeLine, creditLine, untilChangeLine } from './line';
import { type ProratedLine, type Proration, prorate } from './proration';
import { yearlyRate } from './rate';
import type { QuotedChange, QuoteLine } from './types';

export interface PricedChange {
  change: QuotedChange;
  lines: QuoteLine[];
}

interface PricingContext {
  moment: Moment;
  policy: Policy;
  currency: CurrencyCode;
  /** VAT rate of new charges. */
  vatPercent: string;
}

/**
 * Prices one subscription's change: its credit and charge lines, and where it stands afterwards.
 *
 * @throws BillingError `outside_period`, `price_missing`, `unknown_tier`, `currency_mismatch` or for unreadable facts.
 */
export function priceChange(wanted: ChangeToQuote, context: PricingContext): PricedChange {
  const { subscription, product, change } = wanted;
  requireSameCurrency(context.currency, subscription.currency, 'subscription.currency');
  const terms = termsAfter(subscription, change);
  requireSeats(terms.seats);
  const before = priceBefore(wanted, context);
  const after = liftsEnd(subscription, change)
    ? before
    : requirePricedTerms(product, terms, context.currency, context.moment.date);
  const priced = { wanted, terms, before, after };
  const { billing, proration } = pricedBy(priced, context);
  return {
    lines: linesOf(priced, proration, context),
    change: quotedChange(priced, billing, proration, context),
  };
}

function requireSeats(seats: number): void {
  if (Number.isSafeInteger(seats) && seats > 0) return;
  throw new BillingError('invalid_seats', 'change.seats', `${quoted(String(seats))} is not a number of seats.`);
}

interface PricedWish {
  wanted: ChangeToQuote;
  terms: Terms;
  before: PricedTerms;
  after: PricedTerms;
}

function pricedBy(wish: PricedWish, context: PricingContext): { billing: Billing; proration: Proration } {
  const { subscription, change } = wish.wanted;
  if (isNeitherBilledNorMoved(wish.wanted)) return { billing: unmoved(subscription), proration: { credits: [] } };
  const own = endsTrial(subscription, change) ? { ...context, policy: beginningToPay(context.policy) } : context;
  const billing = billingAfter(subscription, wish.terms.frequency, own);
  return { billing, proration: prorateTerms(wish, billing, own) };
}

/**
 * A running trial that goes on is neither billed nor moved by a change; its first bill asks the new price (Recurly does the
 * same). A subscription whose end is lifted goes on as it is.
 */
function isNeitherBilledNorMoved({ subscription, change }: ChangeToQuote): boolean {
  return liftsEnd(subscription, change) || (subscription.status === 'trial' && !endsTrial(subscription, change));
}

/** Whatever a policy does in the course of a paid period, a trial that ends begins one, and all of it is charged (Polar). */
const beginningToPay = (policy: Policy): Policy => ({
  ...policy,
  anchor: 'reset',
  charge: 'full',
  // A trial has no terms that the day could belong to.
  changeDayOwner: 'new',
});

function prorateTerms(
  { wanted, terms, before, after }: PricedWish,
  billing: Billing,
  { moment, policy, currency }: PricingContext,
): Proration {
  const { seats, billedLines } = wanted.subscription;
  const period = currentSpan(wanted.subscription);
  const old = { seats, period, billedLines, listPrice: before.periodPrice };
  const isOver = moment.date === period.end && !endsTrial(wanted.subscription, wanted.change);
  return prorate({
    old: isOver ? { ...old, renewal: renewalOf(wanted, before, currency) } : old,
    new: { unitPrice: after.unitPrice, seats: terms.seats, billing },
    seatsOnly: isSeatsOnly(wanted.subscription, terms, before, after),
    moment,
    policy,
    currency,
  });
}

/** The period after the current one at the price of its first day, or at the old one where the catalogue has none any more. */
function renewalOf({ subscription, product }: ChangeToQuote, before: PricedTerms, currency: CurrencyCode) {
  const period = renewedPeriod(subscription);
  const priced = priceTerms(product, subscription, currency, subscription.period.end) ?? before;
  return { period, price: priced.periodPrice };
}

function linesOf(
  { wanted, terms, before, after }: PricedWish,
  proration: Proration,
  context: PricingContext,
): QuoteLine[] {
  const { currency, vatPercent } = context;
  const subject = { subscription: wanted.subscription, product: wanted.product, currency };
  const lines = proration.credits.map((line) => creditLine(subject, line, before, vatOf(line, vatPercent)));
  if (proration.untilChange) lines.push(untilChangeLine(subject, proration.untilChange, before, vatPercent));
  if (proration.charge) lines.push(chargeLine(subject, proration.charge, after, terms.frequency, vatPercent));
  return lines;
}

function quotedChange(
  wish: PricedWish,
  billing: Billing,
  proration: Proration,
  { currency, moment }: PricingContext,
): QuotedChange {
  const { subscription, change: wanted } = wish.wanted;
  const { anchorDate, endsOn, pausesOn, resumesOn } = subscription;
  const isTrialEnded = endsTrial(subscription, wanted);
  const change: QuotedChange = {
    subscriptionId: subscription.subscriptionId,
    subscriptionVersion: subscription.version,
    before: termsOf(subscription),
    after: wish.terms,
    names: { product: wish.wanted.product.name, tierBefore: wish.before.tier.name, tierAfter: wish.after.tier.name },
    newPeriod: { start: billing.period.start, end: billing.period.end },
    newAnchorDay: billing.anchorDay,
    nextBillDate: billing.period.end,
    nextBillNet: nextBillOf(wish, billing, currency),
    yearlyRateBefore: isTrialEnded
      ? sum([], currency)
      : yearlyRate(wish.before.periodPrice, subscription.frequency, currency),
    yearlyRateAfter: yearlyRate(wish.after.periodPrice, wish.terms.frequency, currency),
    seatsAdded: Math.max(0, wish.terms.seats - subscription.seats),
  };
  if (anchorDate !== undefined) change.newAnchorDate = billing.anchorKept ? anchorDate : billing.period.start;
  if (billing.period.startsAt !== undefined) change.newPeriodStartsAt = billing.period.startsAt;
  if (proration.seatDifference !== undefined) change.seatDifference = proration.seatDifference;
  if (liftsEnd(subscription, wanted) && endsOn !== undefined) change.endLifted = endsOn;
  if (isTrialEnded) change.trialEnded = true;
  if (pausesOn !== undefined && dayNumberOf(pausesOn) > dayNumberOf(moment.date)) {
    Object.assign(change, present({ pausesOn, resumesOn }));
  }
  const { seats } = wish.terms;
  if (takesAssignedSeats(subscription, seats)) change.seatsToFree = subscription.assignedSeats - seats;
  return change;
}

/** A bill asks the price of its own day, which may be another one than today's; what is not sold any more keeps its price. */
function nextBillOf({ wanted, terms, after }: PricedWish, { period }: Billing, currency: CurrencyCode): Amount {
  if (findPrice(after.tier, terms.frequency, currency, period.end) === after.price) return after.periodPrice;
  return (priceTerms(wanted.product, terms, currency, period.end) ?? after).periodPrice;
}

/** The old terms at the price they were sold at; where the catalogue has none of that day, at today's, or at the last that it had. */
function priceBefore({ subscription, product }: ChangeToQuote, { currency, moment }: PricingContext): PricedTerms {
  return (
    priceTerms(product, subscription, currency, subscription.period.start) ??
    priceTerms(product, subscription, currency, moment.date) ??
    lastPricedTerms(product, subscription, currency) ??
    requirePricedTerms(product, subscription, currency, moment.date)
  );
}

function isSeatsOnly(before: Subscription, after: Terms, old: PricedTerms, wanted: PricedTerms): boolean {
  return before.tierId === after.tierId && before.frequency === after.frequency && old.unitPrice === wanted.unitPrice;
}

function vatOf(credit: ProratedLine, vatPercent: string): string {
  return credit.billedLine?.vatPercent ?? vatPercent;
}
