import type { BookGivenBackInput, CompensateInput, CompensateOutput } from '../../machines/subscription-change/steps';
import { bookRefundByHand } from '../payment/given-back';
import { refundCharge } from '../payment/refund';
import { openPaymentItem } from '../payment/review';
import { voidPayment } from '../payment/settle';
import type { Tools } from '../shared/dependencies';
import { passing } from '../shared/failures';
import { changesInOrder, endPlacing } from '../shared/placing';
import { chargeReference } from '../shared/references';
import { openItem, refundByHand } from '../shared/support-items';
import { applyOrder } from './apply';

type GivenBack = Omit<Extract<CompensateOutput, { status: 'compensated' }>, 'status'>;

/**
 * Undoes an order that was paid and will not be made. The visit is ended first, so that a commit under way cannot land
 * any more; if it had landed, nothing is undone and the order goes on.
 *
 * @throws ApplicationFailure `RefundDeclined` (a person has to look), `RefundUnconfirmed` or `PaymentUnconfirmed` (may be
 * tried again)
 */
export const compensate = (tools: Tools, input: CompensateInput): Promise<CompensateOutput> =>
  undo(tools, input, () => giveBack(tools, input));

async function undo(
  tools: Tools,
  input: CompensateInput,
  giveBackMoney: () => Promise<GivenBack>,
): Promise<CompensateOutput> {
  const { store, pauseAt } = tools;
  const { tenantId, changeId, visit, quote, payment } = input;
  const [first, ...others] = changesInOrder(quote).map(({ subscriptionId }) => subscriptionId);
  if (first === undefined) throw new Error('An order without changes cannot be undone.');
  const place = { tenantId, subscriptionId: first, changeId, visit };
  if ((await store.subscriptions.endPlacing(place)) === 'committed_before') {
    const applied = await applyOrder(tools, { ...input, purchaseOrder: null, vatNumber: null });
    if (applied.status === 'applied') return { status: 'already_applied', applied };
    throw new Error('An order that was committed could not be found committed.');
  }
  await pauseAt('compensate:ended');
  await endPlacing(tools, input, [first, ...others], quote.currency);
  if (payment === null) return { status: 'compensated' };
  return { status: 'compensated', ...(await giveBackMoney()) };
}

/**
 * Undoes an order whose customer has the money already, as two persons say; the gateway is asked for nothing. One that is
 * made after all is for a person to settle.
 */
export async function bookGivenBack(tools: Tools, input: BookGivenBackInput): Promise<CompensateOutput> {
  const { tenantId, grantId } = input;
  const undone = await undo(tools, input, () => bookRefundByHand(tools, input));
  if (undone.status === 'already_applied') {
    await openPaymentItem(
      tools,
      { tenantId, reference: chargeReference(input) },
      'refunded_elsewhere',
      { grantId },
      grantId,
    );
  }
  return undone;
}

/**
 * Gives back what a charge has taken, or makes sure that it takes nothing. Throws as {@link compensate}.
 */
export async function giveBack(tools: Tools, input: CompensateInput): Promise<GivenBack> {
  const resolvedByHand = input.payment?.status === 'paid' && input.payment.code === 'resolved_by_support';
  const { status } = await voidPayment(tools, input);
  if (status === 'paid') {
    await refundCharge(tools, input);
    return { payment: 'refunded' };
  }
  if (status !== 'voided' && status !== 'declined') {
    throw passing('PaymentUnconfirmed', 'Nobody knows yet whether the payment was taken.');
  }
  // A person saw the money where the gateway sees none, so it came another way and goes back another way.
  if (resolvedByHand) await openItem(tools, input.tenantId, refundByHand(input.changeId, input.quote));
  return { payment: 'voided' };
}
