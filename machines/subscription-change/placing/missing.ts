import { type Missing, missingToPlace } from '../../../billing/quotes/missing';
import type { OrderContext } from '../context';

/** The details to be given before this order can be placed. */
export const missingOf = ({ price: { quote }, payment, vat }: OrderContext): Missing[] =>
  quote === null
    ? []
    : missingToPlace(quote, { paymentDetails: payment.method !== null, vatNumber: vat.onOrder !== null });
