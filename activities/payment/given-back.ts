import { present } from '../../billing/present';
import type { BookGivenBackInput, CompensateOutput } from '../../machines/subscription-change/steps';
import { BY_HAND, isByHand, isGiven, isOpen, refundsOf, type StoredPayment } from '../../store/money/payments';
import type { Tools } from '../shared/dependencies';
import { byHandReference, chargeReference } from '../shared/references';
import { startReview } from './review';

/**
 * Books what two persons say: the customer has the money of a charge back another way, or it was never taken. The gateway
 * is asked for nothing. Calls that it is not sure of itself are looked at from here on, so that money which comes late, or
 * a refund that comes after all, is seen by a person. Doing it again changes nothing.
 */
export async function bookRefundByHand(
  tools: Tools,
  input: BookGivenBackInput,
): Promise<Omit<Extract<CompensateOutput, { status: 'compensated' }>, 'status'>> {
  const { store, clock, pauseAt } = tools;
  const { tenantId, accountId, changeId, grantId } = input;
  const callsOf = () => store.payments.listOfChange(tenantId, changeId);
  const calls = await callsOf();
  const charge = calls.find(({ reference }) => reference === chargeReference(input));
  if (!charge) throw new Error('A payment that was given back does not exist.');
  if (!mayBeTaken(charge) && !wasSeenElsewhere(input)) return { payment: 'voided' };
  const refunds = refundsOf(charge, calls);
  const byGateway = refunds.filter((refund) => !isByHand(refund));
  const amount = leftOf(charge, byGateway);
  const { currency, reference: method } = charge;
  const bound = { tenantId, accountId, changeId, kind: 'refund', amount, currency, method, grantId } as const;
  const code = charge.status === 'paid' ? BY_HAND.paid : BY_HAND.unseen;
  if (amount > 0) await store.payments.book({ ...bound, reference: byHandReference(method) }, code, clock());
  await pauseAt('bookGivenBack:booked');
  // Once it is booked, whoever looks knows of it, and what a late attempt has asked for meanwhile is among the calls.
  const open = [charge, ...refundsOf(charge, await callsOf())].filter(isOpen);
  for (const { reference } of open) await store.payments.noteDecided(tenantId, reference, clock());
  if (open.length > 0) await startReview(tools, { tenantId, reference: charge.reference });
  const isByGateway = amount <= 0 && refunds.length === byGateway.length;
  return present({ payment: 'refunded', code: isByGateway ? undefined : BY_HAND.paid });
}

/** Not where it is certain that the gateway took nothing, or that a bank has taken all of it back. */
const mayBeTaken = ({ status, amount, lost = amount }: StoredPayment): boolean =>
  status === 'paid' || (status === 'reversed' && lost < amount) || isOpen({ status });

/** Two persons have seen the money before, where the gateway may see none. */
const wasSeenElsewhere = ({ payment }: BookGivenBackInput): boolean =>
  payment?.status === 'paid' && payment.code === 'resolved_by_support';

/** The part of a charge left to give by hand: without what the gateway gives back or a bank took back. */
function leftOf({ amount, status, lost = amount }: StoredPayment, refunds: readonly StoredPayment[]): number {
  const gone = status === 'reversed' ? lost : 0;
  return refunds.filter(isGiven).reduce((left, refund) => left - refund.amount, amount - gone);
}
