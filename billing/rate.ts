import { MONTHS_OF } from './calendar';
import { compare, Exact, formatAmount, parsePayable } from './money';
import type { Amount, CurrencyCode, Frequency, QuotedChange } from './types';

/**
 * The two tests that a change is put to. They are asked apart, because either can hold without the other: under anchor
 * reset, going from 8 to 7 seats lowers the rate and still owes money today (GoTo asks for payment details by the rate).
 */
export interface ChangeTests {
  /** The recurring net price of a year grows: payment details or a VAT number must be on file or be given. */
  rateIncreases: boolean;
  /** Something is to be paid when the order is placed: there must be a way to pay it. */
  moneyIsDue: boolean;
}

/** Recurring net price of a year, so that a monthly, a quarterly and a yearly price compare. */
export function yearlyRate(periodPrice: Amount, frequency: Frequency, currency: CurrencyCode): Amount {
  return formatAmount(parsePayable(periodPrice, currency).times(12 / MONTHS_OF[frequency]), currency);
}

/** Whether the changes of an order together cost more a year, net of VAT; equal is no increase. */
export function rateIncreases(changes: readonly QuotedChange[], currency: CurrencyCode): boolean {
  let increase = new Exact(0);
  for (const { yearlyRateBefore, yearlyRateAfter } of changes) {
    increase = increase.plus(parsePayable(yearlyRateAfter, currency)).minus(parsePayable(yearlyRateBefore, currency));
  }
  return increase.greaterThan(0);
}

/** Both tests of a quote, side by side. */
export function testsOf(quote: { rateIncreases: boolean; dueToday: Amount }): ChangeTests {
  return { rateIncreases: quote.rateIncreases, moneyIsDue: compare(quote.dueToday, '0') > 0 };
}
