import { MONTHS_OF } from '../calendar/calendar';
import type { Frequency } from '../facts/types';
import { Exact, formatAmount, parsePayable } from '../money/amounts';
import type { Amount, CurrencyCode } from '../money/types';
import type { QuotedChange } from './types';

/** Recurring net price of a year, so that a monthly, a quarterly and a yearly price compare. */
export function yearlyRate(periodPrice: Amount, frequency: Frequency, currency: CurrencyCode): Amount {
  return formatAmount(parsePayable(periodPrice, currency).times(12 / MONTHS_OF[frequency]), currency);
}

/**
 * Whether the changes of an order together cost more a year, net of VAT; equal is no increase. Then payment details or a
 * VAT number are asked for (as GoTo does). Whether money is due today is another test, `dueToday` above 0, and either can
 * hold without the other: under anchor reset, going from 8 to 7 seats lowers the rate and still owes money today.
 *
 * A trial that ends raises the rate from nothing, since the customer begins to pay, also where the balance covers the first
 * period. While a trial goes on, the terms that it will be billed by are compared. Lifting an end leaves the rate as it is.
 */
export function rateIncreases(changes: readonly QuotedChange[], currency: CurrencyCode): boolean {
  let increase = new Exact(0);
  for (const { yearlyRateBefore, yearlyRateAfter } of changes) {
    increase = increase.plus(parsePayable(yearlyRateAfter, currency)).minus(parsePayable(yearlyRateBefore, currency));
  }
  return increase.greaterThan(0);
}
