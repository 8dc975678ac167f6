import { newId, secondsOf, sendEvent } from '../payment-engine/book';
import { restore, reverse } from '../payment-engine/payments';
import { refundable } from '../payment-engine/refunds';
import type { GatewayPayment } from '../payment-engine/types';
import { chargeId, type DisputeObject } from './objects';
import type { StripeShop } from './shop';

export const disputesOf = ({ disputes }: StripeShop, intent: string): DisputeObject[] =>
  [...disputes.values()].filter(({ payment_intent }) => payment_intent === intent);

/** The bank takes the money back, or threatens to; `status` as in Stripe's disputes, `part` in minor units. */
export function dispute(
  shop: StripeShop,
  payment: GatewayPayment,
  { reason, status, part }: { reason: string; status: string; part?: number | undefined },
): void {
  const { book, webhooks } = shop.engine;
  if (payment.captured === 0) throw new Error('nothing was taken that could be disputed');
  const [earlier] = disputesOf(shop, payment.id);
  const made: DisputeObject = earlier ?? {
    id: newId('du'),
    object: 'dispute',
    created: secondsOf(book),
    livemode: shop.site.livemode,
    metadata: {},
    amount: part ?? refundable(payment),
    currency: payment.currency.toLowerCase(),
    payment_intent: payment.id,
    charge: chargeId(payment),
    reason,
    status,
  };
  made.status = status;
  shop.disputes.set(made.id, made);
  const isTaken = status === 'lost' || status === 'needs_response';
  if (isTaken && !earlier) reverse(book, payment, reason, made.amount);
  if (status === 'won' && payment.status === 'reversed') restore(book, payment, made.amount);
  const type = earlier === undefined ? 'charge.dispute.created' : 'charge.dispute.closed';
  sendEvent(book, { type, data: { object: { ...made } } }, webhooks.enqueue);
}
