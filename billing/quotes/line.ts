import type { Fraction } from '../calendar/day-count';
import type { PricedTerms } from '../catalog/catalog';
import type { BilledLine, CartItem, Frequency, Product, Subscription } from '../facts/types';
import { Exact, formatAmount, parsePayable, roundHalfUp } from '../money/amounts';
import { vatFactorOf } from '../money/percent';
import type { Amount, CurrencyCode } from '../money/types';
import type { ProratedLine } from './proration';
import type { QuoteLine } from './types';

const WHOLE: Fraction = { numerator: 1, denominator: 1, unit: 'day' };

/** The facts that the lines of one subscription share. */
export interface LineSubject {
  subscription: Subscription;
  product: Product;
  currency: CurrencyCode;
}

/** A line that takes back a part of what was billed, with the VAT rate of the original charge. */
export function creditLine(
  subject: LineSubject,
  line: ProratedLine,
  before: PricedTerms,
  vatPercent: string,
): QuoteLine {
  const { subscription, currency } = subject;
  const net = line.amount.negated();
  const billedLineId = line.billedLine?.lineId;
  const vat = line.billedLine ? vatGivenBack(line.amount, line.billedLine, currency) : vatOn(line.amount, vatPercent);
  const credit: QuoteLine = {
    lineId: `${subscription.subscriptionId}:credit:${billedLineId ?? 'list'}`,
    kind: 'credit',
    subscriptionId: subscription.subscriptionId,
    textKey: line.capped ? 'quote.line.credit.capped' : 'quote.line.credit',
    facts: factsOf(subject, before, line.seats, subscription.frequency),
    ...periodOf(line),
    basis: formatAmount(line.basis, currency),
    fraction: line.fraction,
    net: formatAmount(net, currency),
    vatPercent,
    vat: formatAmount(vat.negated(), currency),
  };
  if (billedLineId !== undefined) credit.billedLineId = billedLineId;
  if (line.billedLine?.vatTreatment) credit.vatTreatment = line.billedLine.vatTreatment;
  return credit;
}

/** The line of the new terms, with the VAT rate decided for new charges. */
export function chargeLine(
  subject: LineSubject,
  line: ProratedLine,
  after: PricedTerms,
  frequency: Frequency,
  vatPercent: string,
): QuoteLine {
  const { subscription, currency } = subject;
  return {
    lineId: `${subscription.subscriptionId}:charge`,
    kind: 'charge',
    subscriptionId: subscription.subscriptionId,
    textKey: line.tookUpRounding ? 'quote.line.charge.rounded_once' : 'quote.line.charge',
    facts: { ...factsOf(subject, after, line.seats, frequency), unitPrice: after.unitPrice },
    ...periodOf(line),
    basis: formatAmount(line.basis, currency),
    fraction: line.fraction,
    ...netAndVat(line.amount, vatPercent, currency),
  };
}

/** The line of the old terms on the day after their period, up to the change. It is used up by then, so nothing of it is credited later. */
export function untilChangeLine(
  subject: LineSubject,
  line: ProratedLine,
  before: PricedTerms,
  vatPercent: string,
): QuoteLine {
  const { subscription, currency } = subject;
  return {
    lineId: untilChangeIdOf(subscription),
    kind: 'charge',
    subscriptionId: subscription.subscriptionId,
    textKey: 'quote.line.charge.until_change',
    facts: factsOf(subject, before, line.seats, subscription.frequency),
    ...periodOf(line),
    basis: formatAmount(line.basis, currency),
    fraction: line.fraction,
    ...netAndVat(line.amount, vatPercent, currency),
  };
}

/** Names the line of what the old terms cost until the change. */
export const untilChangeIdOf = ({ subscriptionId }: Pick<Subscription, 'subscriptionId'>): string =>
  `${subscriptionId}:charge:until-change`;

/** The line of something else in the cart, bought together with the change. */
export function cartLine(item: CartItem, currency: CurrencyCode, vatPercent: string): QuoteLine {
  const net = parsePayable(item.amount, currency, `cart.${item.itemId}.amount`);
  return {
    lineId: `cart:${item.itemId}`,
    kind: 'cart_item',
    textKey: 'quote.line.cart_item',
    facts: { description: item.description },
    basis: formatAmount(net, currency),
    fraction: WHOLE,
    ...netAndVat(net, vatPercent, currency),
  };
}

function periodOf({ period: { start, end, startsAt } }: ProratedLine): Pick<QuoteLine, 'period' | 'startsAt'> {
  const period = { start, end };
  return startsAt === undefined ? { period } : { period, startsAt };
}

function factsOf(
  { product }: LineSubject,
  priced: PricedTerms,
  seats: number,
  frequency: Frequency,
): QuoteLine['facts'] {
  return { product: product.name, tier: priced.tier.name, seats, frequency };
}

/**
 * VAT of a credit: that of its net amount, and never more than the VAT of what is left of the billed line less the VAT of what
 * is left of it afterwards. So credits in many steps, each with its own rounding, never give back more than was billed.
 */
function vatGivenBack(net: Exact, { amount, credited, vatPercent }: BilledLine, currency: CurrencyCode): Exact {
  const exact = vatOn(net, vatPercent);
  const rounded = roundHalfUp(exact, currency);
  const left = parsePayable(amount, currency).minus(parsePayable(credited, currency));
  // Rounded down it cannot come to more, which saves looking at the rest.
  if (rounded.lessThanOrEqualTo(exact) && net.lessThanOrEqualTo(left)) return rounded;
  const vatOf = (share: Exact): Exact => roundHalfUp(vatOn(Exact.max(0, share), vatPercent), currency);
  return Exact.min(rounded, vatOf(left).minus(vatOf(left.minus(net))));
}

const vatOn = (net: Exact, vatPercent: string): Exact => net.times(vatFactorOf(vatPercent));

/** VAT is rounded half up on each line, so that a line's VAT can be taken back exactly as it was charged. */
export function netAndVat(
  net: Exact,
  vatPercent: string,
  currency: CurrencyCode,
): { net: Amount; vatPercent: string; vat: Amount } {
  const vat = vatOn(net, vatPercent);
  return { net: formatAmount(net, currency), vatPercent, vat: formatAmount(vat, currency) };
}
