import { negate } from '../billing/money';
import type { PaymentState } from '../gateways/payment/port';
import type { SupportItemKind } from '../machines/support-items';
import type { Payment } from '../store/payments';
import { PAYMENT_REVIEW_WORKFLOW, type PaymentReviewInput, paymentReviewStart } from '../workflows/contract';
import { attemptSignal } from './attempt';
import type { Activities, PaymentReviewed } from './contract';
import type { Tools } from './dependencies';
import { passing } from './failures';
import { post } from './holds';
import { fromLookup } from './payment-outcome';
import { pointerTo } from './payment-pointer';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** No webhook may come, so a payment on its way is looked at by ourselves; SEPA takes days, and banks know no nights. */
const LOOK_AGAIN = { pending: DAY / 2, orderUnderWay: MINUTE } as const;

type Reviewing = Pick<Activities, 'reviewPayment' | 'giveUpReview'>;

/** Payments that outlive their orders: money on its way when the order was made, returns by a bank, disputes. */
export function reviewingPayments(tools: Tools): Reviewing {
  return {
    reviewPayment: (input) => reviewPayment(tools, input),
    giveUpReview: (input) => openItem(tools, input, 'payment_review_failed', {}),
  };
}

/** Has a payment looked at until it is certain. Asked for twice, it is looked at once. */
export async function startReview({ temporalClient }: Tools, input: PaymentReviewInput): Promise<void> {
  const { tenantId, reference } = input;
  await temporalClient.workflow.signalWithStart(PAYMENT_REVIEW_WORKFLOW, paymentReviewStart({ tenantId, reference }));
}

/**
 * Looks a payment up and writes down what became of it. Everything in it may be done twice.
 *
 * @throws ApplicationFailure `PaymentGatewayUnavailable` while the gateway says nothing
 */
async function reviewPayment(tools: Tools, input: PaymentReviewInput): Promise<PaymentReviewed> {
  const { store, paymentGateway, clock } = tools;
  const { tenantId, reference } = input;
  const payment = await store.payments.find(tenantId, reference);
  if (payment === null || payment.kind !== 'charge') return { status: 'settled' };
  const state = await paymentGateway.lookup(pointerTo(payment), attemptSignal());
  if (state.status === 'unknown') throw passing('PaymentGatewayUnavailable', 'The payment gateway gave no answer.');
  await reviewRefunds(tools, payment, state);
  if (isGone(payment, state)) return noteReversal(tools, payment, codeOf(state));
  if (payment.status === 'reversed') {
    // Won back, e.g. a dispute that ended well. What that means for the account is for a person to say.
    if (state.status === 'succeeded') await openItem(tools, payment, 'payment_restored', {});
    return { status: 'settled' };
  }
  const kept = await store.payments.keep(tenantId, reference, fromLookup(state, clock()));
  return kept.status === 'pending' ? { status: 'open', lookAgainIn: LOOK_AGAIN.pending } : { status: 'settled' };
}

/** Whether money that an order counted on was taken back, or never came although the order was made. */
function isGone(payment: Payment, state: PaymentState): boolean {
  if (state.status === 'reversed') return ['paid', 'reversed'].includes(payment.status) || isPlaced(payment);
  return isPlaced(payment) && (state.status === 'declined' || state.status === 'voided');
}

const isPlaced = ({ placedOnPending }: Payment): boolean => placedOnPending === true;

async function noteReversal(tools: Tools, payment: Payment, code: string): Promise<PaymentReviewed> {
  const { store, clock } = tools;
  const { tenantId, accountId, changeId, reference } = payment;
  await store.payments.reverse(tenantId, reference, code, clock());
  await openItem(tools, payment, 'payment_reversed', { code });
  await store.audit.append({
    ...{ tenantId, entryId: `reversed:${reference}`, at: clock(), actorId: 'payment_gateway', role: 'system' },
    ...{ action: 'PAYMENT_REVERSED', changeId, facts: { reference, code } },
  });
  const entered = await store.ledger.find(tenantId, `${changeId}:payment`);
  if (entered !== null) {
    const { currency } = entered;
    const back = { reference: `${changeId}:payment_reversal`, kind: 'payment_reversal' as const, currency };
    const visit = { tenantId, accountId, changeId, visit: 0 };
    await post(store, visit, [{ ...back, amount: negate(entered.amount, currency) }], currency, clock());
    return { status: 'reversed' };
  }
  const order = await store.orders.find(tenantId, changeId);
  // Paid, and not made yet: the ledger hears of the payment first and of its loss after.
  const isUnderWay = order !== null && !order.done;
  return isUnderWay ? { status: 'open', lookAgainIn: LOOK_AGAIN.orderUnderWay } : { status: 'reversed' };
}

/** A refund that a bank took on and then sent back is money that the customer still waits for. */
async function reviewRefunds(tools: Tools, payment: Payment, state: PaymentState): Promise<void> {
  const { store, clock } = tools;
  for (const refund of 'refunds' in state ? state.refunds : []) {
    const known = await store.payments.find(payment.tenantId, refund.reference);
    if (known === null || known.kind !== 'refund' || known.status !== 'pending') continue;
    const { gatewayReference, status, code = null } = refund;
    const kept = { gatewayReference, code, link: null, linkExpiresAt: null, at: clock() };
    if (status === 'succeeded') await store.payments.keep(known.tenantId, known.reference, { ...kept, status: 'paid' });
    if (status !== 'declined') continue;
    await store.payments.keep(known.tenantId, known.reference, { ...kept, status });
    await openItem(tools, payment, 'refund_failed', { refund: refund.reference, code: code ?? 'declined' });
  }
}

async function openItem(
  { store, clock }: Tools,
  { tenantId, reference }: PaymentReviewInput,
  kind: SupportItemKind,
  facts: Record<string, string | number>,
): Promise<void> {
  const payment = await store.payments.find(tenantId, reference);
  if (payment === null) return;
  const { changeId, accountId, amount, currency } = payment;
  const order = await store.orders.find(tenantId, changeId);
  await store.supportItems.open({
    ...{ tenantId, key: `${reference}:${kind}`, kind, openedAt: clock() },
    subscriptionId: order?.details.changes[0]?.subscriptionId ?? 'unknown',
    facts: { changeId, accountId, reference, minorUnits: amount, currency, ...facts },
  });
}

const codeOf = (state: PaymentState): string => ('code' in state ? state.code : state.status);
