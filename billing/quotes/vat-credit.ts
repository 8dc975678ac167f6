import { Exact, formatAmount, parseAmount, parsePayable, roundHalfUp } from '../money/amounts';
import type { Amount, CurrencyCode } from '../money/types';
import { billedLineIdOf } from './subscription-after';
import type { Quote, QuoteLine } from './types';

/** VAT to be given back on an order that was charged with more than it owed. */
export interface VatCredit {
  /** The sum of the lines; "0.00" where nothing is left to give back. */
  amount: Amount;
  /** By line of the order's quote; positive is what the customer gets back. */
  lines: { lineId: string; vat: Amount }[];
}

/**
 * The VAT that an order's new charges carried too much, once their rate turns out to be another. Credits of the order keep
 * the VAT of their own original charge. Where a later order has taken a part of a charge back, with the VAT that it
 * carried, that part has been given back already.
 *
 * @param later quotes of the orders applied to the same subscriptions since
 * @param percent the rate that should have been charged, e.g. "0" under reverse charge
 */
export function creditForVat(quote: Quote, later: readonly Quote[], percent: string): VatCredit {
  const { currency } = quote;
  const charged = parseAmount(quote.vatTreatment.percent, 'vatTreatment.percent');
  const owed = parseAmount(percent, 'percent');
  const lines = quote.lines.filter(isNewCharge).flatMap((line) => {
    const taken = later.flatMap(({ lines: others }) => others.filter((other) => takesBack(other, line, quote)));
    const tooMuch = [line, ...taken].map((one) => tooMuchOn(one, charged, owed, currency));
    const left = tooMuch.reduce((sum, one) => sum.plus(one), new Exact(0));
    return left.isZero() ? [] : [{ lineId: line.lineId, vat: formatAmount(Exact.max(0, left), currency) }];
  });
  const total = lines.reduce((sum, { vat }) => sum.plus(parsePayable(vat, currency, 'vat')), new Exact(0));
  return { amount: formatAmount(total, currency), lines };
}

const isNewCharge = ({ kind }: QuoteLine): boolean => kind !== 'credit';

const takesBack = (other: QuoteLine, line: QuoteLine, quote: Quote): boolean =>
  other.kind === 'credit' && other.billedLineId === billedLineIdOf(line, quote);

/** Negative for a line that gives back. One that carries another rate was made after the lines were put right. */
function tooMuchOn(line: QuoteLine, charged: Exact, owed: Exact, currency: CurrencyCode): Exact {
  if (!parseAmount(line.vatPercent, 'vatPercent').equals(charged)) return new Exact(0);
  const should = roundHalfUp(parsePayable(line.net, currency, 'net').times(owed).div(100), currency);
  return parsePayable(line.vat, currency, 'vat').minus(should);
}
