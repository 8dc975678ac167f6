import type { PaymentPointer } from '../gateways/payment/port';
import type { Visit } from '../machines/subscription-change/steps';
import type { Payment, PaymentIntent } from '../store/payments';
import { attemptSignal, UNTIL_ANSWERED } from './attempt';
import type { Tools } from './dependencies';
import { passing } from './failures';
import { fromGateway } from './payment-outcome';
import { pointerTo } from './payment-pointer';
import { chargeReference, refundReference } from './references';

/** A declined refund is final under its reference, so the next try has one of its own. */
const MOST_TRIES = 50;

/**
 * Gives a charge back in full, once. The intent is written before the call.
 *
 * @throws ApplicationFailure `RefundDeclined` or `RefundUnconfirmed`; trying again is safe
 */
export async function refundCharge(tools: Tools, visit: Visit): Promise<void> {
  const { store, paymentGateway, clock } = tools;
  const { tenantId } = visit;
  const charge = await store.payments.find(tenantId, chargeReference(visit));
  if (!charge) throw new Error('A payment that is to be given back does not exist.');
  const { refund, isNew } = await openRefund(tools, visit, charge);
  if (refund.status === 'paid') return;
  // The bank has taken the money back already, so there is nothing left to give.
  if (charge.status === 'reversed') return;
  const payment = pointerTo(charge);
  if (!isNew && (await isKnownAsRefunded(tools, refund.reference, payment))) {
    await keep(tools, refund, { status: 'succeeded', gatewayReference: refund.reference });
    return;
  }
  const { amount, currency } = charge;
  const call = { reference: refund.reference, payment, amount, currency, reason: 'order_not_made' };
  const result = await paymentGateway.refund(call, UNTIL_ANSWERED);
  await keep(tools, refund, result);
  // Taken by the gateway: a bank may need days, but it will not be forgotten.
  if (result.status === 'succeeded' || result.status === 'pending') return;
  if (result.status === 'declined' && (await wasReversed(tools, charge))) return;
  tools.log.warn(
    { tenantId, changeId: visit.changeId, at: clock(), status: result.status },
    'A refund did not succeed.',
  );
  if (result.status === 'declined') throw passing('RefundDeclined', `The gateway declined the refund: ${result.code}.`);
  throw passing('RefundUnconfirmed', 'The gateway did not confirm the refund.');
}

/** The refund under way, or the first one that nothing is known of yet. */
async function openRefund(
  { store, clock }: Tools,
  visit: Visit,
  charge: Payment,
): Promise<{ refund: Payment; isNew: boolean }> {
  const { tenantId, accountId, changeId } = visit;
  for (let count = 1; count <= MOST_TRIES; count += 1) {
    const reference = count === 1 ? refundReference(visit) : `${refundReference(visit)}:${count}`;
    const { amount, currency, reference: method } = charge;
    const intent: PaymentIntent = {
      tenantId,
      accountId,
      changeId,
      kind: 'refund',
      reference,
      amount,
      currency,
      method,
    };
    const isNew = await store.payments.intend(intent, clock());
    const refund = await store.payments.find(tenantId, reference);
    if (!refund) throw new Error('A refund intent was lost.');
    if (refund.status !== 'declined') return { refund, isNew };
  }
  throw passing('RefundDeclined', 'The gateway has declined the refund too often.');
}

async function isKnownAsRefunded(
  { paymentGateway }: Tools,
  reference: string,
  payment: PaymentPointer,
): Promise<boolean> {
  const state = await paymentGateway.lookup(payment, attemptSignal());
  const refunds = 'refunds' in state ? state.refunds : [];
  // A pending one is under way: asking again after the gateway forgot the key would be a second refund.
  return refunds.some((refund) => refund.reference === reference && refund.status !== 'declined');
}

/** A dispute or a bank return may be why there is nothing to refund. */
async function wasReversed({ store, paymentGateway, clock }: Tools, charge: Payment): Promise<boolean> {
  const state = await paymentGateway.lookup(pointerTo(charge), attemptSignal());
  if (state.status !== 'reversed') return false;
  await store.payments.reverse(charge.tenantId, charge.reference, state.code, clock());
  return true;
}

async function keep(
  { store, clock }: Tools,
  { tenantId, reference }: Payment,
  result: Parameters<typeof fromGateway>[0],
): Promise<void> {
  await store.payments.keep(tenantId, reference, fromGateway(result, clock()));
}
