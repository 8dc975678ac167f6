import { z } from 'zod';
import { STRIPE_CURRENCIES } from '../../../gateways/payment/stripe/currencies';
import type { Effect } from '../payment/faults';
import {
  type IntentObject,
  type MethodConduct,
  newStripeId,
  type StripeBook,
  secondsOf,
  tellStripeWebhooks,
} from './book';
import { fine, listOf, missing, refuseAsStripe, type StripeAnswer } from './errors';
import { hold, take } from './money';

/** Payment intents: made, confirmed, captured, cancelled. */

const Amount = z.coerce.number().int().positive();

export const IntentRequest = z.object({
  amount: Amount,
  currency: z.string(),
  customer: z.string(),
  payment_method: z.string(),
  allowed_payment_method_types: z.record(z.string(), z.string()),
  capture_method: z.enum(['automatic', 'manual']),
  metadata: z.record(z.string(), z.string()).default({}),
});
type IntentRequest = z.infer<typeof IntentRequest>;

export const ConfirmRequest = z.object({
  off_session: z.literal('true').optional(),
  payment_method: z.string().optional(),
  return_url: z.url().optional(),
});
type ConfirmRequest = z.infer<typeof ConfirmRequest>;

export const StripeCaptureRequest = z.object({ amount_to_capture: Amount.optional() });
export const CancelRequest = z.object({ cancellation_reason: z.enum(['abandoned', 'duplicate']).optional() });

export function makeStripeIntent(book: StripeBook, request: IntentRequest): StripeAnswer {
  const problem = demandProblem(request) ?? methodProblem(book, request);
  if (problem !== undefined) return problem;
  const { amount, currency, customer, payment_method, capture_method, metadata } = request;
  const id = newStripeId('pi');
  const intent: IntentObject = {
    ...{ id, object: 'payment_intent', created: secondsOf(book), livemode: book.livemode, metadata },
    ...{ amount, amount_capturable: 0, amount_received: 0, currency, capture_method, customer, payment_method },
    ...{ client_secret: `${id}_secret`, cancellation_reason: null, last_payment_error: null, next_action: null },
    ...{ latest_charge: null, payment_method_types: Object.values(request.allowed_payment_method_types) },
    status: 'requires_confirmation',
  };
  book.intents.set(id, intent);
  tellStripeWebhooks(book, 'payment_intent.created', intent);
  return fine(intent);
}

/** @param since unix seconds */
export function listStripeIntents(
  book: StripeBook,
  since: number,
  page: { limit?: string; starting_after?: string },
): StripeAnswer {
  const newestFirst = [...book.intents.values()].filter(({ created }) => created >= since).reverse();
  return listOf(newestFirst, '/v1/payment_intents', page);
}

export function confirmIntent(
  book: StripeBook,
  intent: IntentObject,
  request: ConfirmRequest,
  effect: Effect | undefined,
): StripeAnswer {
  if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status)) {
    return unexpected(intent);
  }
  const method = request.payment_method ?? intent.payment_method;
  if (method === null) return refuseAsStripe(400, { code: 'parameter_missing', param: 'payment_method' });
  intent.payment_method = method;
  const conduct = conductOf(book, intent, effect);
  switch (conduct.kind) {
    case 'declines':
      return decline(book, intent, conduct.code, conduct.declineCode);
    case 'asks_customer':
      return request.off_session ? turnAway(book, intent) : sendToBank(book, intent, request.return_url);
    case 'debits':
      intent.status = 'processing';
      tellStripeWebhooks(book, 'payment_intent.processing', intent);
      return fine(intent);
    default:
      succeed(book, intent);
      return fine(intent);
  }
}

export function captureStripeIntent(
  book: StripeBook,
  intent: IntentObject,
  { amount_to_capture = intent.amount_capturable }: z.infer<typeof StripeCaptureRequest>,
): StripeAnswer {
  if (intent.status !== 'requires_capture') return unexpected(intent);
  if (amount_to_capture > intent.amount_capturable) {
    return refuseAsStripe(400, { code: 'amount_too_large', param: 'amount_to_capture' });
  }
  take(book, intent, amount_to_capture, 'capture');
  tellStripeWebhooks(book, 'payment_intent.succeeded', intent);
  return fine(intent);
}

/** A debit under way cannot be called back. */
export function cancelIntent(
  book: StripeBook,
  intent: IntentObject,
  { cancellation_reason }: z.infer<typeof CancelRequest>,
): StripeAnswer {
  if (['canceled', 'succeeded', 'processing'].includes(intent.status)) return unexpected(intent);
  Object.assign(intent, { status: 'canceled', next_action: null, amount_capturable: 0 });
  intent.cancellation_reason = cancellation_reason ?? null;
  tellStripeWebhooks(book, 'payment_intent.canceled', intent);
  return fine(intent);
}

/** The customer's answer on the bank's page; the HTTP status says whether it counted. */
export function answerPayment(book: StripeBook, id: string, accepted: boolean): number {
  const intent = book.intents.get(id);
  if (intent === undefined) return 404;
  if (intent.status === 'succeeded' || intent.status === 'requires_capture') return 200;
  if (intent.status !== 'requires_action') return 410;
  if (accepted) succeed(book, intent);
  else failIntent(book, intent, { type: 'invalid_request_error', code: 'payment_intent_authentication_failure' });
  return 200;
}

/** A debit that arrived, or a payment that needs nothing more. */
export function succeed(book: StripeBook, intent: IntentObject): void {
  intent.next_action = null;
  intent.last_payment_error = null;
  if (intent.capture_method === 'manual') hold(book, intent);
  else take(book, intent, intent.amount, 'charge');
  tellStripeWebhooks(
    book,
    intent.status === 'succeeded' ? 'payment_intent.succeeded' : 'payment_intent.amount_capturable_updated',
    intent,
  );
}

/** Back to the start: another method may be tried on the same intent. */
export function failIntent(
  book: StripeBook,
  intent: IntentObject,
  error: { type: 'card_error' | 'invalid_request_error'; code: string; decline_code?: string },
): void {
  const last_payment_error = { ...error, code: error.code as never };
  Object.assign(intent, { status: 'requires_payment_method', payment_method: null, next_action: null });
  intent.last_payment_error = last_payment_error;
  tellStripeWebhooks(book, 'payment_intent.payment_failed', intent);
}

const unexpected = (intent: IntentObject): StripeAnswer =>
  refuseAsStripe(400, { code: 'payment_intent_unexpected_state', payment_intent: intent });

function demandProblem({ amount, currency }: IntentRequest): StripeAnswer | undefined {
  const rule = STRIPE_CURRENCIES[currency.toUpperCase()];
  if (rule === undefined || currency !== currency.toLowerCase()) return refuseAsStripe(400, { param: 'currency' });
  if (amount < rule.minimum) return refuseAsStripe(400, { code: 'amount_too_small', param: 'amount' });
  return amount % (rule.multipleOf ?? 1) === 0
    ? undefined
    : refuseAsStripe(400, { code: 'parameter_invalid', param: 'amount' });
}

function methodProblem(book: StripeBook, request: IntentRequest): StripeAnswer | undefined {
  if (!book.customers.has(request.customer)) return missing('customer');
  const method = book.methods.get(request.payment_method);
  if (method?.customer !== request.customer) return missing('payment_method');
  const isAllowed = Object.values(request.allowed_payment_method_types).includes(method.type);
  if (!isAllowed) return refuseAsStripe(400, { param: 'payment_method' });
  const isHeldDebit = method.type === 'sepa_debit' && request.capture_method === 'manual';
  return isHeldDebit ? refuseAsStripe(400, { code: 'payment_intent_incompatible_payment_method' }) : undefined;
}

function conductOf(book: StripeBook, intent: IntentObject, effect: Effect | undefined): MethodConduct {
  if (effect?.fault === 'decline') return { kind: 'declines', code: 'card_declined', declineCode: effect.code };
  if (effect?.fault === 'pending') return { kind: 'debits' };
  if (effect?.fault === 'three_d_secure') book.askedFor.add(intent.id);
  if (book.askedFor.has(intent.id)) return { kind: 'asks_customer' };
  return book.conduct.get(intent.payment_method ?? '') ?? { kind: 'pays' };
}

function decline(book: StripeBook, intent: IntentObject, code: string, declineCode: string | undefined): StripeAnswer {
  const reason = declineCode === undefined ? {} : { decline_code: declineCode };
  failIntent(book, intent, { type: 'card_error', code, ...reason });
  return refuseAsStripe(402, { code, ...reason, payment_intent: intent });
}

/** Off session, a bank that wants its customer makes it an error; on session, a page to be sent to. */
function turnAway(book: StripeBook, intent: IntentObject): StripeAnswer {
  book.askedFor.add(intent.id);
  return decline(book, intent, 'authentication_required', 'authentication_required');
}

function sendToBank(book: StripeBook, intent: IntentObject, returnUrl: string | undefined): StripeAnswer {
  const url = `${book.url()}/authenticate/${intent.id}`;
  intent.status = 'requires_action';
  intent.last_payment_error = null;
  intent.next_action =
    returnUrl === undefined
      ? { type: 'use_stripe_sdk' }
      : { type: 'redirect_to_url', redirect_to_url: { url, return_url: returnUrl } };
  tellStripeWebhooks(book, 'payment_intent.requires_action', intent);
  return fine(intent);
}
