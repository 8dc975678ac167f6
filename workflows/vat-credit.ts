import { refuseBadBeginning } from './beginning';
import { type VatCreditEnd, type VatCreditInput, vatCreditWorkflowId } from './contract';
import { isVatCreditInput } from './inputs';
import { step } from './steps';

const creditVatByHand = step('creditVatByHand');

/** Gives back VAT that was charged on an unverified number, on evidence that two persons of support accept. */
export async function vatCredit(input: VatCreditInput, ...more: unknown[]): Promise<VatCreditEnd> {
  refuseBadBeginning([input, ...more], {
    isInput: isVatCreditInput,
    idOf: ({ order, grantId }) => vatCreditWorkflowId(order.tenantId, grantId),
  });
  return creditVatByHand(input);
}
