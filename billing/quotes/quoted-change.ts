import { type Billing, billingAfter } from '../calendar/anchor';
import type { Moment } from '../calendar/day-count';
import { type PricedTerms, priceTerms, requirePricedTerms } from '../catalog/catalog';
import type { Policy } from '../facts/policy-types';
import { termsAfter, termsOf } from '../facts/terms';
import type { Subscription, Terms } from '../facts/types';
import { requireSameCurrency } from '../money/amounts';
import { BillingError, quoted } from '../money/errors';
import type { CurrencyCode } from '../money/types';
import type { ChangeToQuote } from './input';
import { chargeLine, creditLine } from './line';
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
  const after = requirePricedTerms(product, terms, context.currency, context.moment.date);
  const before = priceBefore(wanted, context);
  const priced = { wanted, terms, before, after };
  const billing = isTrial(subscription) ? unmoved(subscription) : billingAfter(subscription, terms.frequency, context);
  const proration = isTrial(subscription) ? { credits: [] } : prorateTerms(priced, billing, context);
  return {
    lines: linesOf(priced, proration, context),
    change: quotedChange(priced, billing, proration, context.currency),
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

/** A running trial is neither billed nor moved by a change; its first bill asks the new price (Recurly does the same). */
function isTrial(subscription: Subscription): boolean {
  return subscription.status === 'trial';
}

function unmoved({ period, anchorDay }: Subscription): Billing {
  return { period, anchorDay, anchorKept: true };
}

function prorateTerms(
  { wanted, terms, before, after }: PricedWish,
  billing: Billing,
  { moment, policy, currency }: PricingContext,
): Proration {
  const { seats, period, billedLines } = wanted.subscription;
  return prorate({
    old: { seats, period, billedLines, listPrice: before.periodPrice },
    new: { unitPrice: after.unitPrice, seats: terms.seats, billing },
    seatsOnly: isSeatsOnly(wanted.subscription, terms, before, after),
    moment,
    policy,
    currency,
  });
}

function linesOf(
  { wanted, terms, before, after }: PricedWish,
  proration: Proration,
  context: PricingContext,
): QuoteLine[] {
  const { currency, vatPercent } = context;
  const subject = { subscription: wanted.subscription, product: wanted.product, currency };
  const lines = proration.credits.map((line) => creditLine(subject, line, before, vatOf(line, vatPercent)));
  if (proration.charge) lines.push(chargeLine(subject, proration.charge, after, terms.frequency, vatPercent));
  return lines;
}

function quotedChange(wish: PricedWish, billing: Billing, proration: Proration, currency: CurrencyCode): QuotedChange {
  const { subscription } = wish.wanted;
  const { anchorDate } = subscription;
  const change: QuotedChange = {
    subscriptionId: subscription.subscriptionId,
    subscriptionVersion: subscription.version,
    before: termsOf(subscription),
    after: wish.terms,
    names: { product: wish.wanted.product.name, tierBefore: wish.before.tier.name, tierAfter: wish.after.tier.name },
    newPeriod: billing.period,
    newAnchorDay: billing.anchorDay,
    nextBillDate: billing.period.end,
    nextBillNet: wish.after.periodPrice,
    yearlyRateBefore: yearlyRate(wish.before.periodPrice, subscription.frequency, currency),
    yearlyRateAfter: yearlyRate(wish.after.periodPrice, wish.terms.frequency, currency),
    seatsAdded: Math.max(0, wish.terms.seats - subscription.seats),
  };
  if (anchorDate !== undefined) change.newAnchorDate = billing.anchorKept ? anchorDate : billing.period.start;
  if (proration.seatDifference !== undefined) change.seatDifference = proration.seatDifference;
  return change;
}

/** The old terms at the price they were sold at; where the catalogue has dropped it, at today's. */
function priceBefore({ subscription, product }: ChangeToQuote, { currency, moment }: PricingContext): PricedTerms {
  return (
    priceTerms(product, subscription, currency, subscription.period.start) ??
    requirePricedTerms(product, subscription, currency, moment.date)
  );
}

function isSeatsOnly(before: Subscription, after: Terms, old: PricedTerms, wanted: PricedTerms): boolean {
  return before.tierId === after.tierId && before.frequency === after.frequency && old.unitPrice === wanted.unitPrice;
}

function vatOf(credit: ProratedLine, vatPercent: string): string {
  return credit.billedLine?.vatPercent ?? vatPercent;
}
