import { Exact, formatAmount, parsePayable } from './amounts';
import { exponentOf } from './currency';
import { BillingError } from './errors';
import type { Amount, CurrencyCode } from './types';

/**
 * Spreads one amount over parts by weight so that the parts always add up to it: each part is rounded down to the
 * currency's exponent, and the units left over go to the parts that lost most, the earlier one first (largest
 * remainder, as OpenMeter spreads discounts). A negative amount is spread like its opposite.
 *
 * @param weights whole numbers from 0 on, such as minor units of amounts, at least one above 0.
 * @throws BillingError `invalid_allocation` for other weights, InvalidAmount for an amount that cannot be paid.
 */
export function allocate(amount: Amount, weights: readonly number[], currency: CurrencyCode): Amount[] {
  const total = totalOf(weights);
  const whole = parsePayable(amount, currency);
  const unit = new Exact(10).pow(-exponentOf(currency));
  const shares = weights.map((weight) => {
    const units = whole.abs().times(weight).div(total).div(unit);
    return { units: units.floor(), remainder: units.minus(units.floor()) };
  });
  const given = shares.reduce((sum, share) => sum.plus(share.units), new Exact(0));
  const left = whole.abs().div(unit).minus(given).toNumber();
  const receivers = new Set(byRemainder(shares.map(({ remainder }) => remainder)).slice(0, left));
  return shares.map(({ units }, index) => {
    const part = units.plus(receivers.has(index) ? 1 : 0).times(unit);
    return formatAmount(whole.isNegative() ? part.negated() : part, currency);
  });
}

/** Indices from the largest remainder to the smallest; equal ones stay in order. */
function byRemainder(remainders: readonly Exact[]): number[] {
  return remainders
    .map((remainder, index) => ({ remainder, index }))
    .sort((left, right) => right.remainder.comparedTo(left.remainder))
    .map(({ index }) => index);
}

function totalOf(weights: readonly number[]): Exact {
  const total = weights.reduce((sum, weight) => sum.plus(weight), new Exact(0));
  if (weights.every((weight) => Number.isSafeInteger(weight) && weight >= 0) && total.greaterThan(0)) return total;
  throw new BillingError('invalid_allocation', 'weights', 'an amount cannot be spread over these weights.');
}
