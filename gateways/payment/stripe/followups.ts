import type Stripe from 'stripe';
import type { CaptureInput, PaymentPointer, PaymentResult, RefundInput, VoidInput } from '../port';
import { findIntent, makeIntent } from './charging';
import { idempotencyKey } from './client';
import { fromStripeError, intentInError, resultOfError } from './errors';
import { resultOfRefund, stateOfIntent } from './intents';
import { fromStripeIntent, fromStripeRefund, type StripeIntent } from './objects';

/** Requests about a payment that exists: capture, void, refund. */

/** Takes all or part of an authorization; Stripe lets the rest go. */
export async function captureIntent(api: Stripe, input: CaptureInput): Promise<PaymentResult> {
  const found = await payable(api, input.payment, input.currency);
  if ('status' in found) return found;
  try {
    const captured = await api.paymentIntents.capture(
      found.intent.id,
      { amount_to_capture: input.amount },
      idempotencyKey(input.reference, 'capture'),
    );
    const intent = fromStripeIntent(captured);
    if (intent?.status !== 'succeeded') return { status: 'unknown', reason: 'unreadable_answer' };
    return { status: 'succeeded', gatewayReference: intent.id };
  } catch (error) {
    const result = stateRefusal(error) ?? resultOfError(error);
    const isTooMuch = result.status === 'declined' && result.code === 'amount_too_large';
    return isTooMuch ? declined('capture_exceeds_authorized') : result;
  }
}

/**
 * Cancels the intent, after which Stripe itself refuses every confirmation. One whose id got lost is made again under
 * its own key, which gives the same intent back, so that a request still on its way meets a cancelled one.
 */
export async function voidIntent(api: Stripe, { reference, payment }: VoidInput): Promise<PaymentResult> {
  const id = await idOf(api, payment);
  if (typeof id !== 'string') return id;
  try {
    const cancelled = await api.paymentIntents.cancel(
      id,
      { cancellation_reason: 'abandoned' },
      idempotencyKey(reference, 'void'),
    );
    const intent = fromStripeIntent(cancelled);
    if (intent?.status !== 'canceled') return { status: 'unknown', reason: 'unreadable_answer' };
    return { status: 'succeeded', gatewayReference: intent.id };
  } catch (error) {
    if (intentInError(error)?.status === 'canceled') return { status: 'succeeded', gatewayReference: id };
    return stateRefusal(error) ?? resultOfError(error);
  }
}

/** Gives captured money back. */
export async function refundIntent(api: Stripe, input: RefundInput): Promise<PaymentResult> {
  const found = await payable(api, input.payment, input.currency);
  if ('status' in found) return found;
  const { intent } = found;
  if (intent.status !== 'succeeded') return declined(`not_refundable_${stateOfIntent(intent, [], []).status}`);
  const { reference, payment, amount, reason } = input;
  try {
    const made = await api.refunds.create(
      { payment_intent: intent.id, amount, metadata: { reference, payment: payment.reference, reason } },
      idempotencyKey(reference, 'refund'),
    );
    const refund = fromStripeRefund(made);
    return refund ? resultOfRefund(refund) : { status: 'unknown', reason: 'unreadable_answer' };
  } catch (error) {
    return isBeyondRest(error) ? declined('refund_exceeds_captured') : resultOfError(error);
  }
}

type Found = { intent: StripeIntent } | PaymentResult;

/** The intent of a payment, if it is the one meant: neither another reference's nor in another currency. */
async function payable(api: Stripe, payment: PaymentPointer, currency: string): Promise<Found> {
  // Only what was remembered can have been confirmed, so a payment without an id has taken no money.
  if (payment.gatewayReference === undefined) return declined('payment_not_found');
  const found = await findIntent(api, payment.gatewayReference);
  if (found.kind === 'ended') return found.result;
  const { intent } = found;
  if (intent.metadata.reference !== payment.reference) return declined('payment_not_found');
  return intent.currency === currency ? { intent } : declined('currency_mismatch');
}

async function idOf(
  api: Stripe,
  { reference, gatewayReference, asked }: PaymentPointer,
): Promise<string | PaymentResult> {
  if (gatewayReference !== undefined) return gatewayReference;
  if (asked === undefined) return { status: 'unknown', reason: 'gateway_reference_not_known' };
  const made = await makeIntent(api, { ...asked, reference }, 'now');
  if (made.kind === 'intent') return made.intent.id;
  // Whether there is one to cancel is then not known.
  return made.result.status === 'declined' ? { status: 'unknown', reason: made.result.code } : made.result;
}

/** `already_succeeded` and the like, when the state of the intent forbids the call. */
function stateRefusal(error: unknown): PaymentResult | undefined {
  if (fromStripeError(error).status !== 'unexpected_state') return undefined;
  const intent = intentInError(error);
  return intent && declined(`already_${stateOfIntent(intent, [], []).status}`);
}

/** Stripe gives no code when a refund asks for more than what is left, only the parameter. */
function isBeyondRest(error: unknown): boolean {
  const { type, param, code } = Object(error);
  return type === 'StripeInvalidRequestError' && param === 'amount' && code === undefined;
}

const declined = (code: string): PaymentResult => ({ status: 'declined', code, retryable: false });
