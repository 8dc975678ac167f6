import { DAY, MINUTE } from '../../billing/calendar/durations';
import { type LedgerPosting, reversalPostings } from '../../billing/ledger/ledger';
import { present } from '../../billing/present';
import { fromGatewayUnits } from '../../gateways/payment/minor-units';
import type { PaymentState } from '../../gateways/payment/port';
import type { SupportItemKind } from '../../machines/support-items';
import { BY_HAND, isGiven, isLatestCharge, isOpen, refundsOf, type StoredPayment } from '../../store/money/payments';
import { PAYMENT_REVIEW_WORKFLOW, type PaymentReviewInput, paymentReviewStart } from '../../workflows/contract';
import type { PaymentReviewed } from '../contract';
import { attemptSignal } from '../shared/attempt';
import type { Tools } from '../shared/dependencies';
import { passing } from '../shared/failures';
import { postToLedger } from '../shared/holds';
import { byHandReference } from '../shared/references';
import { numbered, openItem, paymentItem } from '../shared/support-items';
import { fromGateway } from './outcome';
import { pointerTo } from './pointer';

/** No webhook may come, so a payment on its way is looked at by ourselves; SEPA takes days, and banks know no nights. */
const LOOK_AGAIN = { pending: DAY / 2, orderUnderWay: MINUTE } as const;

/** Has a payment looked at until it is certain. Asked for twice, it is looked at once. */
export async function startReview({ temporalClient }: Tools, input: PaymentReviewInput): Promise<void> {
  const { tenantId, reference } = input;
  await temporalClient.workflow.signalWithStart(PAYMENT_REVIEW_WORKFLOW, paymentReviewStart({ tenantId, reference }));
}

/**
 * Looks up a payment that outlives its order, and writes down what became of it: money on its way when the order was made,
 * returns by a bank, disputes. Everything in it may be done twice.
 *
 * @throws ApplicationFailure `PaymentGatewayUnavailable` while the gateway says nothing
 */
export async function reviewPayment(tools: Tools, input: PaymentReviewInput): Promise<PaymentReviewed> {
  const { store, paymentGateway, clock } = tools;
  const { tenantId, reference } = input;
  const payment = await store.payments.find(tenantId, reference);
  if (payment === null || payment.kind !== 'charge') return { status: 'settled' };
  const state = await paymentGateway.lookup(pointerTo(payment), attemptSignal());
  if (state.status === 'unknown') throw passing('PaymentGatewayUnavailable', 'The payment gateway gave no answer.');
  const byHand = await store.payments.find(tenantId, byHandReference(reference));
  const isRefundOpen = await reviewRefunds(tools, payment, state, byHand);
  const loss = lossOf(payment, state);
  if (loss !== null) return noteReversal(tools, payment, loss);
  if (payment.status === 'reversed') {
    if (state.status === 'succeeded') await noteRestored(tools, payment);
    return { status: 'settled' };
  }
  const kept = await store.payments.keep(tenantId, reference, fromGateway(state, clock()));
  if (kept.status === 'paid' && (await isUnwanted(tools, kept, byHand))) {
    await openPaymentItem(tools, kept, 'payment_not_wanted', saidIn(byHand));
  }
  const goesOn = kept.status === 'pending' || (byHand !== null && isOpen(kept)) || isRefundOpen;
  return goesOn ? { status: 'open', lookAgainIn: LOOK_AGAIN.pending } : { status: 'settled' };
}

/** The money that an order counted on and that was taken back, or never came although the order was made. */
function lossOf(payment: StoredPayment, state: PaymentState): { code: string; lost: number } | null {
  const { status, amount } = payment;
  const isPlaced = payment.placedOnPending === true;
  if (state.status === 'reversed') {
    return ['paid', 'reversed'].includes(status) || isPlaced ? { code: state.code, lost: state.lost } : null;
  }
  const neverCame = isPlaced && (state.status === 'declined' || state.status === 'voided');
  return neverCame ? { code: 'code' in state ? state.code : state.status, lost: amount } : null;
}

async function noteReversal(
  tools: Tools,
  payment: StoredPayment,
  { code, lost }: { code: string; lost: number },
): Promise<PaymentReviewed> {
  const { store, clock } = tools;
  const { tenantId, reference, changeId } = payment;
  const { reversals = 1 } = await store.payments.reverse(tenantId, reference, { code, lost, at: clock() });
  await openPaymentItem(tools, payment, 'payment_reversed', { code, lost }, reversals);
  await note(tools, payment, `reversed:${reference}${numbered(reversals)}`, 'PAYMENT_REVERSED', { code });
  if (await enterLoss(tools, payment, lost)) return { status: 'reversed' };
  const order = await store.orders.find(tenantId, changeId);
  // Paid, and not made yet: the ledger hears of the payment first and of its loss after.
  const isUnderWay = order !== null && order.status === 'active';
  return isUnderWay ? { status: 'open', lookAgainIn: LOOK_AGAIN.orderUnderWay } : { status: 'reversed' };
}

/** Won back, e.g. a dispute that ended well: the debt is off the balance, and a person says what else it means. */
async function noteRestored(tools: Tools, payment: StoredPayment): Promise<void> {
  const { store, clock } = tools;
  const { tenantId, reference, reversals = 1 } = payment;
  await openPaymentItem(tools, payment, 'payment_restored', {}, reversals);
  await note(tools, payment, `restored:${reference}${numbered(reversals)}`, 'PAYMENT_RESTORED', {});
  await enterLoss(tools, payment, 0);
  await store.payments.restore(tenantId, reference, clock());
}

/**
 * Brings the ledger in line with what is lost of a payment.
 *
 * @returns false where the order has not entered this payment, so nothing of it can be taken back there
 */
async function enterLoss(tools: Tools, payment: StoredPayment, lost: number): Promise<boolean> {
  const { store, paymentGateway, clock } = tools;
  const { tenantId, accountId, changeId, amount } = payment;
  const entered = await store.ledger.find(tenantId, `${changeId}:payment`);
  // An earlier charge is none that the order has entered.
  if (entered === null || !isLatestCharge(payment, await store.payments.listOfChange(tenantId, changeId))) return false;
  const { currency } = entered;
  const gone =
    lost === amount ? entered.amount : fromGatewayUnits({ amount: lost, currency }, paymentGateway.currencies);
  const entries = (await store.ledger.ofChange(tenantId, changeId)) as unknown as LedgerPosting[];
  const visit = { tenantId, accountId, changeId, visit: 0 };
  await postToLedger(store, visit, reversalPostings(changeId, entries, gone, currency), currency, clock());
  return true;
}

/**
 * Whether money has come that its order does not count on: it was taken to be not paid, and the order has gone on with
 * another charge, or has ended. A refund from before anybody had seen the money says nothing of money that comes.
 */
async function isUnwanted({ store }: Tools, payment: StoredPayment, byHand: StoredPayment | null): Promise<boolean> {
  const { tenantId, changeId } = payment;
  if (byHand?.code === BY_HAND.unseen) return true;
  const calls = await store.payments.listOfChange(tenantId, changeId);
  if (refundsOf(payment, calls).length > 0) return false;
  if (!isLatestCharge(payment, calls)) return true;
  const order = await store.orders.find(tenantId, changeId);
  return order?.status === 'done' && (await store.ledger.find(tenantId, `${changeId}:payment`)) === null;
}

/**
 * A refund that a bank took on and then sent back is money that the customer still waits for; one that we know nothing
 * of was made by hand at the gateway. One that nobody was sure of and that comes after all, although the money was given
 * back by hand meanwhile, is money that the customer has twice.
 *
 * @returns whether one of ours is still on its way, or may be while the customer has the money already
 */
async function reviewRefunds(
  tools: Tools,
  payment: StoredPayment,
  state: PaymentState,
  byHand: StoredPayment | null,
): Promise<boolean> {
  const { store, clock } = tools;
  let isOnItsWay = false;
  for (const refund of 'refunds' in state ? state.refunds : []) {
    const { gatewayReference, status, amount, code = null } = refund;
    const known = await store.payments.find(payment.tenantId, refund.reference);
    if (known === null && status !== 'declined') {
      const given = { refund: refund.reference, given: amount };
      await openPaymentItem(tools, payment, 'refunded_elsewhere', given, gatewayReference);
    }
    if (known?.kind !== 'refund' || known.status === 'paid' || known.status === 'declined') continue;
    isOnItsWay ||= status === 'pending';
    if (status === 'declined' && known.status === 'pending') {
      await openPaymentItem(tools, payment, 'refund_failed', { refund: refund.reference, code: code ?? 'declined' });
    }
    const kept = { gatewayReference, code, link: null, linkExpiresAt: null, at: clock() };
    const found = status === 'succeeded' ? 'paid' : status;
    await store.payments.keep(known.tenantId, known.reference, { ...kept, status: found });
  }
  if (byHand === null) return isOnItsWay;
  const refunds = refundsOf(payment, await store.payments.listOfChange(payment.tenantId, payment.changeId));
  const given = refunds.filter(isGiven).reduce((sum, { amount }) => sum + amount, 0);
  if (given > payment.amount) await openPaymentItem(tools, payment, 'given_back_twice', { given, ...saidIn(byHand) });
  return refunds.some(isOpen);
}

/** On whose word money was given back by hand. */
const saidIn = (byHand: StoredPayment | null): Record<string, string> => present({ grantId: byHand?.grantId });

/** Leaves a payment that nobody could learn more of to a person. */
export async function giveUpReview(tools: Tools, input: PaymentReviewInput): Promise<void> {
  await openPaymentItem(tools, input, 'payment_review_failed', {});
  await tools.store.payments.noteDecided(input.tenantId, input.reference, tools.clock());
}

/** @param occasion counts from 1, or a name: the same thing happening again is another item */
export async function openPaymentItem(
  tools: Tools,
  { tenantId, reference }: PaymentReviewInput,
  kind: SupportItemKind,
  facts: Record<string, string | number>,
  occasion: number | string = 1,
): Promise<void> {
  const payment = await tools.store.payments.find(tenantId, reference);
  if (payment === null) return;
  const order = await tools.store.orders.find(tenantId, payment.changeId);
  const subscriptionId = order?.details.changes[0]?.subscriptionId ?? 'unknown';
  await openItem(tools, tenantId, paymentItem(kind, payment, subscriptionId, facts, occasion));
}

/** Put on record once, however often it is seen. */
async function note(
  { store, clock }: Tools,
  { tenantId, changeId, reference }: StoredPayment,
  entryId: string,
  action: string,
  facts: Record<string, string>,
): Promise<void> {
  await store.audit.append({
    tenantId,
    entryId,
    at: clock(),
    actorId: 'payment_gateway',
    role: 'system',
    action,
    changeId,
    facts: { reference, ...facts },
  });
}
