import Stripe from 'stripe';
import { type Declined, type FailedNotSent, GatewayMisuse, TURNED_AWAY, type Unknown } from '../port';
import { NoAnswer } from './client';
import { fromStripeIntent, type StripeIntent } from './objects';

/** The meaning of Stripe's errors; docs.stripe.com/error-codes and docs.stripe.com/declines/codes. */

export interface StripeFailure {
  /** HTTP status. */
  status: number;
  /** `card_error`, `invalid_request_error`, `idempotency_error`, `api_error`. */
  type: string;
  code: string;
  declineCode: string;
  adviceCode: string;
  /** Name of the parameter that is wrong. */
  parameter: string;
}

export type StripeVerdict =
  | Declined
  | FailedNotSent
  | Unknown
  /** Off session the bank wants its customer: not a refusal. */
  | { status: 'needs_customer' }
  /** The object is in another state already; the error carries it. */
  | { status: 'unexpected_state' }
  /** A bug of ours. */
  | { status: 'misuse'; code: string };

/** The same method may succeed later, or after the customer has done something about it. */
const RETRYABLE = new Set([
  'approve_with_id',
  'authentication_required',
  'balance_insufficient',
  'call_issuer',
  'card_velocity_exceeded',
  'insufficient_funds',
  'issuer_not_available',
  'offline_pin_required',
  'online_or_offline_pin_required',
  'payment_intent_authentication_failure',
  'payment_intent_payment_attempt_expired',
  'payment_intent_payment_attempt_failed',
  'payment_method_provider_timeout',
  'processing_error',
  'reenter_transaction',
  'setup_intent_authentication_failure',
  'try_again_later',
  'withdrawal_count_limit_exceeded',
]);

/** Requests that were right and are refused all the same; any other `invalid_request_error` is a bug of ours. */
const REFUSALS = new Map([
  ['amount_too_large', 'amount_too_large'],
  ['amount_too_small', 'amount_too_small'],
  ['balance_insufficient', 'balance_insufficient'],
  ['charge_already_refunded', 'refund_exceeds_captured'],
  ['charge_disputed', 'not_refundable_reversed'],
  ['charge_expired_for_capture', 'authorization_expired'],
  ['payment_intent_authentication_failure', 'payment_intent_authentication_failure'],
  ['payment_intent_incompatible_payment_method', 'payment_method_not_supported'],
  ['payment_intent_mandate_invalid', 'mandate_invalid'],
  ['payment_intent_payment_attempt_expired', 'payment_intent_payment_attempt_expired'],
  ['payment_intent_payment_attempt_failed', 'payment_intent_payment_attempt_failed'],
  ['payment_method_bank_account_blocked', 'bank_account_blocked'],
  ['payment_method_bank_account_closed', 'bank_account_closed'],
  ['payment_method_currency_mismatch', 'payment_method_not_supported'],
  ['payment_method_customer_decline', 'payment_method_customer_decline'],
  ['payment_method_not_available', 'payment_method_not_available'],
  ['payment_method_provider_decline', 'payment_method_provider_decline'],
  ['payment_method_provider_timeout', 'payment_method_provider_timeout'],
  ['payment_method_unexpected_state', 'unknown_payment_method'],
  ['setup_intent_authentication_failure', 'setup_intent_authentication_failure'],
]);

/** Maps one error answer to exactly one class. */
export function verdictOn(failure: StripeFailure): StripeVerdict {
  const { status, code } = failure;
  // Another request under this key is still running: its outcome is open.
  if (code === 'idempotency_key_in_use') return unknown(code);
  if (failure.type === 'idempotency_error') return { status: 'misuse', code: 'reference_reused' };
  const turnedAway = code === 'rate_limit' ? 'too_many_requests' : TURNED_AWAY.get(status);
  if (turnedAway !== undefined) return { status: 'failed_not_sent', reason: turnedAway };
  if (status === 402) return verdictOnCard(failure);
  // Also what the idempotency store replays for the key: a 500 does not say that nothing was done.
  if (status !== 400 && status !== 404) return unknown(`answered_${status}`);
  if (code.endsWith('_unexpected_state') && code !== 'payment_method_unexpected_state') {
    return { status: 'unexpected_state' };
  }
  const isAboutMethod = ['payment_method', 'customer'].includes(failure.parameter);
  if (code === 'resource_missing') return declined(isAboutMethod ? 'unknown_payment_method' : 'payment_not_found');
  const refusal = REFUSALS.get(code);
  return refusal === undefined ? { status: 'misuse', code: code || failure.type } : declined(refusal);
}

/** Why a method was refused: the issuer's reason when it gives one, else Stripe's code. */
export function declineOf(failure: Omit<StripeFailure, 'status' | 'type' | 'parameter'>): Declined {
  const { code, declineCode, adviceCode } = failure;
  const reason = ['', 'generic_decline'].includes(declineCode) ? code || 'declined' : declineCode;
  if (adviceCode === 'do_not_try_again') return { status: 'declined', code: reason, retryable: false };
  return { status: 'declined', code: reason, retryable: adviceCode === 'try_again_later' || RETRYABLE.has(reason) };
}

/** Verdict on whatever a call of the SDK threw. Throws it again when it is no answer of Stripe's: a bug. */
export function fromStripeError(error: unknown): StripeVerdict {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  if (error.detail instanceof NoAnswer) return error.detail.outcome;
  if (error.statusCode === undefined) throw error;
  return verdictOn({
    status: error.statusCode,
    type: error.rawType ?? '',
    code: error.code ?? '',
    declineCode: error.decline_code ?? '',
    adviceCode: error.advice_code ?? '',
    parameter: error.param ?? '',
  });
}

/** Why nothing is known after an error of a call that only reads. */
export function reasonOf(error: unknown): string {
  const verdict = fromStripeError(error);
  return 'reason' in verdict ? verdict.reason : verdict.status;
}

/** The same as a result, for calls where no state and no customer can help. Throws GatewayMisuse for our mistakes. */
export function resultOfError(error: unknown): Declined | FailedNotSent | Unknown {
  const verdict = fromStripeError(error);
  switch (verdict.status) {
    case 'misuse':
      throw new GatewayMisuse(verdict.code);
    case 'needs_customer':
      return declined('authentication_required');
    case 'unexpected_state':
      return unknown('unexpected_state');
    default:
      return verdict;
  }
}

/** For a step that asks for no money: whatever became of it, no money can have moved, so all may be sent again. */
export function resultBeforeMoney(error: unknown): Declined | FailedNotSent | Unknown {
  const result = resultOfError(error);
  // Somebody else is at it under the same key and may go on to ask for the money.
  if (result.status !== 'unknown' || result.reason === 'idempotency_key_in_use') return result;
  return { status: 'failed_not_sent', reason: result.reason };
}

/** The payment intent that an error answer carries, if any. */
export function intentInError(error: unknown): StripeIntent | undefined {
  return error instanceof Stripe.errors.StripeError ? fromStripeIntent(error.payment_intent) : undefined;
}

function verdictOnCard(failure: StripeFailure): StripeVerdict {
  const needsCustomer = [failure.code, failure.declineCode].includes('authentication_required');
  return needsCustomer ? { status: 'needs_customer' } : declineOf(failure);
}

const unknown = (reason: string): Unknown => ({ status: 'unknown', reason });

const declined = (code: string): Declined => ({ status: 'declined', code, retryable: RETRYABLE.has(code) });
