import { z } from 'zod';
import { type GatewayBook, newId } from '../payment-engine/book';
import type { PaymentEngine } from '../payment-engine/engine';
import type { Effect } from '../payment-engine/faults';
import { capture, closePayment, makePayment } from '../payment-engine/payments';
import { refund, refundable } from '../payment-engine/refunds';
import type { GatewayAnswer, GatewayPayment } from '../payment-engine/types';
import { refuse } from './dialect';
import { PaymentAmountSchema, ReferenceSchema } from './payments';

/** Requests about a payment that exists: capture, void, refund. `payment` is OUR reference of it. */

export const CaptureRequestSchema = z.strictObject({
  reference: ReferenceSchema,
  payment: ReferenceSchema,
  amount: PaymentAmountSchema,
  currency: z.string(),
});
export const VoidRequestSchema = z.strictObject({ reference: ReferenceSchema, payment: ReferenceSchema });
export const RefundRequestSchema = CaptureRequestSchema.extend({ reason: z.string().max(500) });

/** Takes all or part of an authorization, once. */
export function requestCapture(
  { book }: PaymentEngine,
  request: z.infer<typeof CaptureRequestSchema>,
  effect: Effect | undefined,
): GatewayAnswer {
  const payment = book.payments.withReference(request.payment);
  if (payment === undefined) return refuse(404, 'payment_not_found');
  if (effect?.fault === 'decline') return refuse(402, effect.code, effect.retryable);
  if (payment.status !== 'authorized') return refuse(409, `already_${payment.status}`);
  if (payment.currency !== request.currency) return refuse(422, 'currency_mismatch');
  if (request.amount > payment.amount) return refuse(422, 'capture_exceeds_authorized');
  capture(book, payment, request);
  return { status: 201, body: { id: newId('cap'), status: 'succeeded' } };
}

/** Closes a reference that was not seen yet as well: its own request may arrive later and is then refused. */
export function requestVoid(
  { book }: PaymentEngine,
  request: z.infer<typeof VoidRequestSchema>,
  effect: Effect | undefined,
): GatewayAnswer {
  if (effect?.fault === 'decline') return refuse(402, effect.code, effect.retryable);
  const payment = book.payments.withReference(request.payment) ?? stub(book, request.payment);
  if (payment.status === 'succeeded' || payment.status === 'reversed') return refuse(409, `already_${payment.status}`);
  if (payment.status !== 'declined' && payment.status !== 'voided') closePayment(book, payment);
  return { status: 200, body: { id: payment.id, status: 'voided' } };
}

/** Gives back up to what was captured and not refunded yet. */
export function requestRefund(
  { book }: PaymentEngine,
  request: z.infer<typeof RefundRequestSchema>,
  effect: Effect | undefined,
): GatewayAnswer {
  const payment = book.payments.withReference(request.payment);
  if (payment === undefined) return refuse(404, 'payment_not_found');
  const earlier = payment.refunds.find(({ reference }) => reference === request.reference);
  if (earlier !== undefined) return refuse(409, 'reference_reused');
  if (payment.status !== 'succeeded') return refuse(409, `not_refundable_${payment.status}`);
  if (payment.currency !== request.currency) return refuse(422, 'currency_mismatch');
  if (request.amount > refundable(payment)) return refuse(422, 'refund_exceeds_captured');
  const { reference, amount } = request;
  if (effect?.fault === 'decline') {
    refund(book, 'ref', payment, { reference, amount }, { status: 'declined', code: effect.code });
    return refuse(402, effect.code, effect.retryable);
  }
  const { id } = refund(book, 'ref', payment, { reference, amount }, { status: 'succeeded' });
  return { status: 201, body: { id, status: 'succeeded' } };
}

const stub = (book: GatewayBook, reference: string): GatewayPayment =>
  makePayment(book, 'pay', {
    reference,
    amount: 0,
    currency: 'XXX',
    customer: '',
    method: '',
    methodKind: 'card',
    capture: 'now',
  });
