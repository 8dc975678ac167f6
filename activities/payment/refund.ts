import type { PaymentResult, PaymentState, RefundState } from '../../gateways/payment/port';
import type { Visit } from '../../machines/subscription-change/steps';
import { BY_HAND, type PaymentIntent, type StoredPayment } from '../../store/money/payments';
import { attemptSignal, UNTIL_ANSWERED } from '../shared/attempt';
import type { Tools } from '../shared/dependencies';
import { lasting, passing } from '../shared/failures';
import { byHandReference, chargeReference, refundReference } from '../shared/references';
import { fromGateway } from './outcome';
import { pointerTo } from './pointer';
import { startReview } from './review';

/** A declined refund is final under its reference, so the next try has one of its own. */
const MOST_TRIES = 50;

/**
 * Gives a charge back in full, once. The intent is written before the call. Money that somebody has given back by hand
 * at the gateway is not given back again.
 *
 * @throws ApplicationFailure `RefundDeclined` (an answer: a person has to look) or `RefundUnconfirmed` (trying again is safe)
 */
export async function refundCharge(tools: Tools, visit: Visit): Promise<void> {
  const { store, paymentGateway, clock } = tools;
  const { tenantId } = visit;
  const charge = await store.payments.find(tenantId, chargeReference(visit));
  if (!charge) throw new Error('A payment that is to be given back does not exist.');
  const { refund, isNew } = await openRefund(tools, visit, charge);
  if (refund.status === 'paid') return;
  await tools.pauseAt('compensate:intended');
  // A late attempt: two persons have said meanwhile that the customer has it another way.
  if (await store.payments.find(tenantId, byHandReference(charge.reference))) return neverAsk(tools, refund, isNew);
  // The bank has taken the money back already, so there is nothing left to give.
  if (charge.status === 'reversed') return;
  const known = isNew ? undefined : await knownRefund(tools, charge, refund.reference);
  if (known) return settle(tools, charge, refund, known);
  const { amount, currency } = refund;
  const call = { reference: refund.reference, payment: pointerTo(charge), amount, currency, reason: 'order_not_made' };
  const result = await paymentGateway.refund(call, UNTIL_ANSWERED);
  if (result.status === 'succeeded' || result.status === 'pending') return settle(tools, charge, refund, result);
  await keep(tools, refund, result);
  if (result.status === 'declined' && (await isGoneAlready(tools, charge))) return;
  tools.log.warn(
    { tenantId, changeId: visit.changeId, at: clock(), status: result.status },
    'A refund did not succeed.',
  );
  if (result.status === 'declined') throw lasting('RefundDeclined', `The gateway declined the refund: ${result.code}.`);
  throw passing('RefundUnconfirmed', 'The gateway did not confirm the refund.');
}

/** Closes a refund that was not asked for. One that an earlier attempt may have asked for stays open, and is looked at. */
async function neverAsk(
  { store, clock }: Tools,
  { tenantId, reference }: StoredPayment,
  isNew: boolean,
): Promise<void> {
  const unsent = { gatewayReference: null, link: null, linkExpiresAt: null, at: clock() };
  if (isNew) await store.payments.keep(tenantId, reference, { ...unsent, status: 'declined', code: BY_HAND.paid });
}

/** The refund under way, or the first one that nothing is known of yet. */
async function openRefund(
  tools: Tools,
  visit: Visit,
  charge: StoredPayment,
): Promise<{ refund: StoredPayment; isNew: boolean }> {
  const { store, clock } = tools;
  const { tenantId, accountId, changeId } = visit;
  for (let count = 1; count <= MOST_TRIES; count += 1) {
    const reference = count === 1 ? refundReference(visit) : `${refundReference(visit)}:${count}`;
    const standing = await store.payments.find(tenantId, reference);
    if (standing?.status === 'declined') continue;
    if (standing) return { refund: standing, isNew: false };
    const { currency, reference: method } = charge;
    // One that was declined may have asked for more than is left by now.
    const amount = count === 1 ? charge.amount : await leftOf(tools, charge);
    const bound = { tenantId, accountId, changeId, kind: 'refund', reference, amount, currency, method } as const;
    const isNew = await store.payments.intend(bound satisfies PaymentIntent, clock());
    const refund = await store.payments.find(tenantId, reference);
    if (!refund) throw new Error('A refund intent was lost.');
    if (refund.status !== 'declined') return { refund, isNew };
  }
  throw lasting('RefundDeclined', 'The gateway has declined the refund too often.');
}

/**
 * The refund as the gateway has it. Where nobody knows, it is not asked for again: the gateway may have forgotten its key.
 */
async function knownRefund(tools: Tools, charge: StoredPayment, reference: string): Promise<RefundState | undefined> {
  return refundsToMake(await stateOf(tools, charge)).find((refund) => refund.reference === reference);
}

/** A pending one is taken on by the gateway: a bank may need days, so somebody looks whether it arrives. */
async function settle(
  tools: Tools,
  { tenantId, reference }: StoredPayment,
  refund: StoredPayment,
  { status, gatewayReference }: Pick<RefundState, 'status' | 'gatewayReference'>,
): Promise<void> {
  await keep(tools, refund, { status: status === 'pending' ? 'pending' : 'succeeded', gatewayReference });
  if (status === 'pending') await startReview(tools, { tenantId, reference });
}

/** Why there may be nothing to refund: a dispute or a bank return, or somebody who gave it back at the gateway. */
async function isGoneAlready(tools: Tools, charge: StoredPayment): Promise<boolean> {
  const state = await stateOf(tools, charge);
  if (state.status === 'reversed') {
    const { code, lost } = state;
    await tools.store.payments.reverse(charge.tenantId, charge.reference, { code, lost, at: tools.clock() });
    return true;
  }
  return 'captured' in state && state.captured > 0 && givenIn(state) >= state.captured;
}

async function leftOf(tools: Tools, charge: StoredPayment): Promise<number> {
  const left = charge.amount - givenIn(await stateOf(tools, charge));
  return left > 0 ? left : charge.amount;
}

const givenIn = (state: PaymentState): number => refundsToMake(state).reduce((sum, { amount }) => sum + amount, 0);

/** Those that the gateway has made, or has taken on. */
const refundsToMake = (state: PaymentState): RefundState[] =>
  'refunds' in state ? state.refunds.filter(({ status }) => status !== 'declined') : [];

async function stateOf({ paymentGateway }: Tools, charge: StoredPayment): Promise<PaymentState> {
  const state = await paymentGateway.lookup(pointerTo(charge), attemptSignal());
  if (state.status === 'unknown') throw passing('RefundUnconfirmed', 'The gateway does not say what it gave back.');
  return state;
}

async function keep(
  { store, clock }: Tools,
  { tenantId, reference }: StoredPayment,
  result: PaymentResult,
): Promise<void> {
  await store.payments.keep(tenantId, reference, fromGateway(result, clock()));
}
