import type { VatCreditEnd, VatCreditInput } from './contract';
import { step } from './steps';

const creditVatByHand = step('creditVatByHand');

/** Gives back VAT that was charged on an unverified number, on evidence that two persons of support accept. */
export function vatCredit(input: VatCreditInput): Promise<VatCreditEnd> {
  return creditVatByHand(input);
}
