import { z } from 'zod';
import { newId, type PaymentBook, recordMoney, type SandboxPayment, tell } from './book';
import type { Effect } from './faults';
import { type GatewayAnswer, MinorAmount, Reference, refuse } from './payments';

/** What can be asked of a payment that exists: capture, void, refund. `payment` is OUR reference of it. */

export const CaptureRequest = z.strictObject({
  reference: Reference,
  payment: Reference,
  amount: MinorAmount,
  currency: z.string(),
});
export const VoidRequest = z.strictObject({ reference: Reference, payment: Reference });
export const RefundRequest = CaptureRequest.extend({ reason: z.string().max(500) });

/** Takes all or part of an authorization, once. */
export function capture(
  book: PaymentBook,
  request: z.infer<typeof CaptureRequest>,
  effect: Effect | undefined,
): GatewayAnswer {
  const payment = book.payments.get(request.payment);
  if (payment === undefined) return refuse(404, 'payment_not_found');
  if (effect?.fault === 'decline') return refuse(402, effect.code, effect.retryable);
  if (payment.status !== 'authorized') return refuse(409, `already_${payment.status}`);
  if (payment.currency !== request.currency) return refuse(422, 'currency_mismatch');
  if (request.amount > payment.amount) return refuse(422, 'capture_exceeds_authorized');
  payment.status = 'succeeded';
  payment.captured = request.amount;
  move(book, payment, 'capture', request.reference, request.amount);
  tell(book, 'payment.succeeded', payment);
  return { status: 201, body: { id: newId('cap'), status: 'succeeded' } };
}

/**
 * Makes sure that a payment never takes money. A reference not seen yet is closed as well: its own request may arrive
 * later and is then refused.
 */
export function voidAtGateway(
  book: PaymentBook,
  request: z.infer<typeof VoidRequest>,
  effect: Effect | undefined,
): GatewayAnswer {
  if (effect?.fault === 'decline') return refuse(402, effect.code, effect.retryable);
  const payment = book.payments.get(request.payment) ?? stub(book, request.payment);
  if (payment.status === 'succeeded' || payment.status === 'reversed') return refuse(409, `already_${payment.status}`);
  if (payment.status !== 'declined' && payment.status !== 'voided') {
    payment.status = 'voided';
    tell(book, 'payment.voided', payment);
  }
  return { status: 200, body: { id: payment.id, status: 'voided' } };
}

/** Gives back up to what was captured and not refunded yet. */
export function refund(
  book: PaymentBook,
  request: z.infer<typeof RefundRequest>,
  effect: Effect | undefined,
): GatewayAnswer {
  const payment = book.payments.get(request.payment);
  if (payment === undefined) return refuse(404, 'payment_not_found');
  const earlier = payment.refunds.find(({ reference }) => reference === request.reference);
  if (earlier !== undefined) return refuse(409, 'reference_reused');
  if (payment.status !== 'succeeded') return refuse(409, `not_refundable_${payment.status}`);
  if (payment.currency !== request.currency) return refuse(422, 'currency_mismatch');
  if (request.amount > payment.captured - payment.refunded) return refuse(422, 'refund_exceeds_captured');
  const made = { id: newId('ref'), reference: request.reference, amount: request.amount };
  if (effect?.fault === 'decline') {
    payment.refunds.push({ ...made, status: 'declined', code: effect.code });
    tell(book, 'refund.declined', payment);
    return refuse(402, effect.code, effect.retryable);
  }
  payment.refunds.push({ ...made, status: 'succeeded' });
  payment.refunded += request.amount;
  move(book, payment, 'refund', request.reference, -request.amount);
  tell(book, 'payment.refunded', payment);
  return { status: 201, body: { id: made.id, status: 'succeeded' } };
}

function move(
  book: PaymentBook,
  payment: SandboxPayment,
  kind: 'capture' | 'refund',
  reference: string,
  amount: number,
): void {
  recordMoney(book, { kind, paymentId: payment.id, reference, amount, currency: payment.currency });
}

function stub(book: PaymentBook, reference: string): SandboxPayment {
  const payment: SandboxPayment = {
    id: newId('pay'),
    reference,
    status: 'pending',
    amount: 0,
    currency: 'XXX',
    captured: 0,
    refunded: 0,
    method: '',
    methodKind: 'card',
    capture: 'now',
    refunds: [],
  };
  book.payments.set(reference, payment);
  return payment;
}
