import { z } from 'zod';
import type { GatewayBook } from '../payment-engine/book';
import type { Effect } from '../payment-engine/faults';
import { refund, refundable } from '../payment-engine/refunds';
import type { GatewayAnswer, GatewayPayment, GatewayRefund } from '../payment-engine/types';
import { fine, type ListPage, listOf, missing, refuseAsStripe } from './answers';
import { disputesOf } from './disputes';
import { refundObject } from './objects';
import { MetadataSchema } from './payment-intents';
import type { StripeShop } from './shop';

export const RefundFormSchema = z.object({
  payment_intent: z.string(),
  amount: z.coerce.number().int().positive(),
  metadata: MetadataSchema,
});

export function createRefund(
  shop: StripeShop,
  { payment_intent, amount, metadata }: z.infer<typeof RefundFormSchema>,
  effect: Effect | undefined,
): GatewayAnswer {
  const { book } = shop.engine;
  const payment = book.payments.withId(payment_intent);
  if (payment === undefined) return missing('payment_intent');
  if (disputesOf(shop, payment.id).length > 0) return refuseAsStripe(400, { code: 'charge_disputed' });
  if (payment.status !== 'succeeded') return refuseAsStripe(400, { param: 'payment_intent' });
  const rest = refundable(payment);
  if (rest === 0) return refuseAsStripe(400, { code: 'charge_already_refunded' });
  // Stripe says what is wrong in words only.
  if (amount > rest) return refuseAsStripe(400, { param: 'amount' });
  const asked = { reference: metadata.reference ?? '', amount, metadata };
  const made = refund(book, 're', payment, asked, outcomeOf(book, payment, effect));
  return fine(refundObject(made, payment));
}

export function listRefunds({ engine }: StripeShop, intent: string, page: ListPage): GatewayAnswer {
  const payment = engine.book.payments.withId(intent);
  const newestFirst = payment?.refunds.map((made) => refundObject(made, payment)).reverse() ?? [];
  return listOf(newestFirst, '/v1/refunds', page);
}

function outcomeOf(
  book: GatewayBook,
  { method }: GatewayPayment,
  effect: Effect | undefined,
): { status: GatewayRefund['status']; code?: string } {
  if (effect?.fault === 'decline') return { status: 'declined', code: effect.code };
  if (effect?.fault === 'pending') return { status: 'pending' };
  const usual = book.methods.get(method)?.refund;
  if (usual === 'declined') return { status: 'declined', code: 'unknown' };
  return { status: usual ?? 'succeeded' };
}
