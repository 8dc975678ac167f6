import { z } from 'zod';
import { present } from '../../../billing/present';
import { SANDBOX_CURRENCIES } from '../../../gateways/payment/sandbox/currencies';
import type { GatewayBook } from '../payment-engine/book';
import { findMethod, type PaymentEngine } from '../payment-engine/engine';
import type { Effect } from '../payment-engine/faults';
import { chargeConduct, decidePayment, makePayment } from '../payment-engine/payments';
import type { GatewayAnswer, GatewayPayment } from '../payment-engine/types';
import { refuse } from './dialect';

/** Payments at the sandbox gateway: one a reference, decided when it is made. */

export const ReferenceSchema = z.string().min(1).max(255);
export const PaymentAmountSchema = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);

export const PaymentRequestSchema = z.strictObject({
  reference: ReferenceSchema,
  amount: PaymentAmountSchema,
  currency: z.string(),
  customer: z.string().min(1),
  method: z.string().min(1),
  capture: z.enum(['now', 'later']),
  returnUrl: z.url({ protocol: /^https?$/ }).optional(),
});
type PaymentRequest = z.infer<typeof PaymentRequestSchema>;

const LINK_SECONDS = 900;

/** Repeats the answer for a reference that was seen before. */
export function requestPayment(
  engine: PaymentEngine,
  request: PaymentRequest,
  effect: Effect | undefined,
): GatewayAnswer {
  const { book } = engine;
  const earlier = book.payments.withReference(request.reference);
  if (earlier !== undefined) return repeated(earlier, request);
  const rule = Object.hasOwn(SANDBOX_CURRENCIES, request.currency) ? SANDBOX_CURRENCIES[request.currency] : undefined;
  if (rule === undefined) return refuse(422, 'currency_not_supported');
  if (request.amount < rule.minimum) return refuse(422, 'amount_too_small');
  const method = findMethod(engine, request.method, request.customer);
  if (method === undefined) return refuse(422, 'unknown_payment_method');
  const payment = makePayment(book, 'pay', { ...present(request), methodKind: method.methodKind });
  const conduct = chargeConduct(payment, method.charge, effect);
  decidePayment(book, payment, conduct, linkEnd(book, conduct));
  return answerFor(payment, 201);
}

/** ISO time at which a customer's link ends. */
export function linkEnd(book: GatewayBook, conduct: { kind: string; seconds?: number }): string {
  return new Date(book.now() + (conduct.seconds ?? LINK_SECONDS) * 1000).toISOString();
}

function repeated(earlier: GatewayPayment, request: PaymentRequest): GatewayAnswer {
  const same = (['amount', 'currency', 'method', 'capture'] as const).every(
    (field) => earlier[field] === request[field],
  );
  // A void that came before its payment leaves a voided stub that fits no request.
  if (earlier.status === 'voided') return refuse(409, 'voided');
  return same ? answerFor(earlier, 200) : refuse(409, 'reference_reused');
}

function answerFor(payment: GatewayPayment, status: number): GatewayAnswer {
  if (payment.status !== 'declined') return { status, body: payment };
  return refuse(402, payment.code ?? 'declined', payment.retryable);
}
