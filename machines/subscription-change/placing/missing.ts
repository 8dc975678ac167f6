import { isZero } from '../../../billing/money/zero';
import type { OrderContext } from '../context';

export type Missing = 'payment_details_or_vat_number' | 'payment_details';

/**
 * The details to be given before the order can be placed. Two separate tests: a higher rate asks for payment details or a
 * VAT number; money due today asks for a way to pay it.
 */
export function missingToPlace({ price: { quote }, payment, vat }: OrderContext): Missing[] {
  if (quote === null || payment.method !== null) return [];
  const orNumber = quote.rateIncreases && vat.onOrder === null;
  if (!isZero(quote.dueToday)) return [orNumber ? 'payment_details_or_vat_number' : 'payment_details'];
  return orNumber ? ['payment_details_or_vat_number'] : [];
}
