import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/contract';
import type { VatCreditEnd, VatCreditInput } from './contract';

/** Covers the time until an order lets go of the subscription whose billed lines are put right. */
const { creditVatByHand } = proxyActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  heartbeatTimeout: '5 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '10 minutes' },
});

/** Gives back VAT that was charged on an unverified number, on evidence that two persons of support accept. */
export function vatCredit(input: VatCreditInput): Promise<VatCreditEnd> {
  return creditVatByHand(input);
}
