import type { Fraction } from '../calendar/day-count';
import type { PricedTerms } from '../catalog/catalog';
import type { CartItem, Frequency, Product, Subscription } from '../facts/types';
import { type Exact, formatAmount, parsePayable } from '../money/amounts';
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
  const credit: QuoteLine = {
    lineId: `${subscription.subscriptionId}:credit:${billedLineId ?? 'list'}`,
    kind: 'credit',
    subscriptionId: subscription.subscriptionId,
    textKey: line.capped ? 'quote.line.credit.capped' : 'quote.line.credit',
    facts: factsOf(subject, before, line.seats, subscription.frequency),
    ...periodOf(line),
    basis: formatAmount(line.basis, currency),
    fraction: line.fraction,
    ...netAndVat(net, vatPercent, currency),
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

/** VAT is rounded half up on each line, so that a line's VAT can be taken back exactly as it was charged. */
function netAndVat(
  net: Exact,
  vatPercent: string,
  currency: CurrencyCode,
): { net: Amount; vatPercent: string; vat: Amount } {
  const vat = net.times(vatFactorOf(vatPercent));
  return { net: formatAmount(net, currency), vatPercent, vat: formatAmount(vat, currency) };
}
