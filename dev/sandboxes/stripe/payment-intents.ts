import { z } from 'zod';
import { STRIPE_CURRENCIES } from '../../../gateways/payment/stripe/currencies';
import type { Effect } from '../payment-engine/faults';
import { capture, chargeConduct, closePayment, decidePayment, decline, makePayment } from '../payment-engine/payments';
import type { GatewayAnswer, GatewayPayment } from '../payment-engine/types';
import { fine, type ListPage, listOf, missing, refuseAsStripe } from './answers';
import { intentObject, methodType, paymentErrorOf } from './objects';
import type { StripeShop } from './shop';

/** Payment intents: made, confirmed, captured, cancelled. */

const AmountSchema = z.coerce.number().int().positive();
export const MetadataSchema = z.record(z.string(), z.string()).default({});

export const IntentRequestSchema = z.object({
  amount: AmountSchema,
  currency: z.string(),
  customer: z.string(),
  payment_method: z.string(),
  allowed_payment_method_types: z.record(z.string(), z.string()),
  capture_method: z.enum(['automatic', 'manual']),
  metadata: MetadataSchema,
});
type IntentRequest = z.infer<typeof IntentRequestSchema>;

export const ConfirmRequestSchema = z.object({
  off_session: z.literal('true').optional(),
  payment_method: z.string().optional(),
  return_url: z.url().optional(),
});
type ConfirmRequest = z.infer<typeof ConfirmRequestSchema>;

export const IntentCaptureSchema = z.object({ amount_to_capture: AmountSchema.optional() });

export function createIntent(shop: StripeShop, request: IntentRequest): GatewayAnswer {
  const { book } = shop.engine;
  const method = book.methods.get(request.payment_method);
  const problem = demandProblem(request) ?? customerProblem(shop, request);
  if (problem !== undefined) return problem;
  if (method?.customer !== request.customer) return missing('payment_method');
  if (!Object.values(request.allowed_payment_method_types).includes(methodType(method))) {
    return refuseAsStripe(400, { param: 'payment_method' });
  }
  if (method.methodKind === 'bank_debit' && request.capture_method === 'manual') {
    return refuseAsStripe(400, { code: 'payment_intent_incompatible_payment_method' });
  }
  const { amount, currency, customer, payment_method, capture_method, metadata } = request;
  const payment = makePayment(book, 'pi', {
    reference: metadata.reference ?? '',
    amount,
    currency: currency.toUpperCase(),
    customer,
    method: payment_method,
    methodKind: method.methodKind,
    capture: capture_method === 'automatic' ? 'now' : 'later',
    metadata,
  });
  return fine(intentObject(shop.site, payment));
}

/** @param since unix seconds */
export function intentPage(shop: StripeShop, since: number, page: ListPage): GatewayAnswer {
  const found = shop.engine.book.payments.all().filter(({ created }) => created >= since);
  const newestFirst = found.reverse().map((payment) => intentObject(shop.site, payment));
  return listOf(newestFirst, '/v1/payment_intents', page);
}

/** Off session, a bank that wants its customer makes it an error; on session, a page to be sent to. */
export function confirmIntent(
  shop: StripeShop,
  payment: GatewayPayment,
  request: ConfirmRequest,
  effect: Effect | undefined,
): GatewayAnswer {
  const { book } = shop.engine;
  if (!['created', 'declined', 'requires_action'].includes(payment.status)) return unexpected(shop, payment);
  const method = request.payment_method ?? (payment.status === 'declined' ? undefined : payment.method);
  if (method === undefined) return refuseAsStripe(400, { code: 'parameter_missing', param: 'payment_method' });
  payment.method = method;
  if (request.return_url !== undefined) payment.returnUrl = request.return_url;
  const conduct = chargeConduct(payment, book.methods.get(method)?.charge ?? { kind: 'pays' }, effect);
  if (conduct.kind === 'asks_customer' && request.off_session) {
    payment.needsCustomer = true;
    decline(book, payment, 'authentication_required', true);
  } else {
    decidePayment(book, payment, conduct);
  }
  const intent = intentObject(shop.site, payment);
  if (payment.status !== 'declined') return fine(intent);
  const { type: _, ...error } = paymentErrorOf(payment);
  return refuseAsStripe(402, { ...error, payment_intent: intent });
}

export function captureHeldIntent(
  shop: StripeShop,
  payment: GatewayPayment,
  { amount_to_capture: amount = payment.amount }: z.infer<typeof IntentCaptureSchema>,
): GatewayAnswer {
  if (payment.status !== 'authorized') return unexpected(shop, payment);
  if (amount > payment.amount) return refuseAsStripe(400, { code: 'amount_too_large', param: 'amount_to_capture' });
  capture(shop.engine.book, payment, { amount });
  return fine(intentObject(shop.site, payment));
}

/** A debit under way cannot be called back. */
export function cancelIntent(shop: StripeShop, payment: GatewayPayment): GatewayAnswer {
  if (['voided', 'succeeded', 'reversed', 'pending'].includes(payment.status)) return unexpected(shop, payment);
  closePayment(shop.engine.book, payment);
  return fine(intentObject(shop.site, payment));
}

const unexpected = ({ site }: StripeShop, payment: GatewayPayment): GatewayAnswer =>
  refuseAsStripe(400, { code: 'payment_intent_unexpected_state', payment_intent: intentObject(site, payment) });

const customerProblem = ({ customers }: StripeShop, { customer }: IntentRequest): GatewayAnswer | undefined =>
  customers.has(customer) ? undefined : missing('customer');

function demandProblem({ amount, currency }: IntentRequest): GatewayAnswer | undefined {
  const rule = STRIPE_CURRENCIES[currency.toUpperCase()];
  if (rule === undefined || currency !== currency.toLowerCase()) return refuseAsStripe(400, { param: 'currency' });
  if (amount < rule.minimum) return refuseAsStripe(400, { code: 'amount_too_small', param: 'amount' });
  return amount % (rule.multipleOf ?? 1) === 0
    ? undefined
    : refuseAsStripe(400, { code: 'parameter_invalid', param: 'amount' });
}
