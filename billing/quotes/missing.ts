import { isZero } from '../money/zero';
import type { Quote } from './types';

export type Missing = 'payment_details_or_vat_number' | 'payment_details';

/** Why details are asked for: these are two separate tests, and both may hold. */
export type AskedBecause = 'rate_increases' | 'money_due';

/** What a customer has given already, in the order or before. */
interface Given {
  paymentDetails: boolean;
  vatNumber: boolean;
}

/**
 * The details to be given before the order can be placed: a higher rate asks for payment details or a VAT number; money due
 * today asks for a way to pay it.
 */
export function missingToPlace(quote: Pick<Quote, 'rateIncreases' | 'dueToday'>, given: Given): Missing[] {
  if (given.paymentDetails) return [];
  if (quote.rateIncreases && !given.vatNumber) return ['payment_details_or_vat_number'];
  return isZero(quote.dueToday) ? [] : ['payment_details'];
}

/** The tests that ask for something missing. */
export function askedBecause(missing: Missing, quote: Pick<Quote, 'dueToday'>): AskedBecause[] {
  if (missing === 'payment_details') return ['money_due'];
  return isZero(quote.dueToday) ? ['rate_increases'] : ['rate_increases', 'money_due'];
}
