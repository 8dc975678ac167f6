import Stripe from 'stripe';
import { NoAnswer } from '../../../../gateways/payment/stripe/client';
import {
  declineOf,
  fromStripeError,
  resultBeforeMoney,
  resultOfError,
  type StripeFailure,
  type StripeVerdict,
  verdictOn,
} from '../../../../gateways/payment/stripe/errors';

const failure = (status: number, more: Partial<StripeFailure> = {}): StripeFailure => ({
  status,
  type: 'invalid_request_error',
  code: '',
  declineCode: '',
  adviceCode: '',
  parameter: '',
  ...more,
});
const card = (code: string, declineCode = '', adviceCode = '') =>
  failure(402, { type: 'card_error', code, declineCode, adviceCode });
const invalid = (code: string, parameter = '') => failure(code === 'resource_missing' ? 404 : 400, { code, parameter });
const declined = (code: string, retryable = false): StripeVerdict => ({ status: 'declined', code, retryable });
const notSent = (reason: string): StripeVerdict => ({ status: 'failed_not_sent', reason });
const unknown = (reason: string): StripeVerdict => ({ status: 'unknown', reason });
const misuse = (code: string): StripeVerdict => ({ status: 'misuse', code });

/** Every code of Stripe's that we tell apart, and what it means to us. */
const TABLE: [StripeFailure, StripeVerdict][] = [
  [card('authentication_required', 'authentication_required'), { status: 'needs_customer' }],
  [card('card_declined', 'authentication_required'), { status: 'needs_customer' }],
  [card('card_declined', 'generic_decline'), declined('card_declined')],
  [card('card_declined', 'do_not_honor'), declined('do_not_honor')],
  [card('card_declined', 'insufficient_funds'), declined('insufficient_funds', true)],
  [card('card_declined', 'insufficient_funds', 'do_not_try_again'), declined('insufficient_funds')],
  [card('card_declined', 'do_not_honor', 'try_again_later'), declined('do_not_honor', true)],
  [card('card_declined', 'try_again_later'), declined('try_again_later', true)],
  [card('card_declined', 'issuer_not_available'), declined('issuer_not_available', true)],
  [card('card_declined', 'card_velocity_exceeded'), declined('card_velocity_exceeded', true)],
  [card('card_declined', 'withdrawal_count_limit_exceeded'), declined('withdrawal_count_limit_exceeded', true)],
  [card('card_declined', 'reenter_transaction'), declined('reenter_transaction', true)],
  [card('card_declined', 'approve_with_id'), declined('approve_with_id', true)],
  [card('card_declined', 'call_issuer'), declined('call_issuer', true)],
  [card('card_declined', 'offline_pin_required'), declined('offline_pin_required', true)],
  [card('card_declined', 'online_or_offline_pin_required'), declined('online_or_offline_pin_required', true)],
  [card('card_declined', 'stolen_card'), declined('stolen_card')],
  [card('expired_card'), declined('expired_card')],
  [card('incorrect_cvc'), declined('incorrect_cvc')],
  [card('processing_error'), declined('processing_error', true)],
  [card(''), declined('declined')],
  [invalid('amount_too_small'), declined('amount_too_small')],
  [invalid('amount_too_large'), declined('amount_too_large')],
  [invalid('balance_insufficient'), declined('balance_insufficient', true)],
  [invalid('charge_already_refunded'), declined('refund_exceeds_captured')],
  [invalid('charge_disputed'), declined('not_refundable_reversed')],
  [invalid('charge_expired_for_capture'), declined('authorization_expired')],
  [invalid('payment_intent_authentication_failure'), declined('payment_intent_authentication_failure', true)],
  [invalid('payment_intent_incompatible_payment_method'), declined('payment_method_not_supported')],
  [invalid('payment_intent_mandate_invalid'), declined('mandate_invalid')],
  [invalid('payment_intent_payment_attempt_expired'), declined('payment_intent_payment_attempt_expired', true)],
  [invalid('payment_intent_payment_attempt_failed'), declined('payment_intent_payment_attempt_failed', true)],
  [invalid('payment_method_bank_account_blocked'), declined('bank_account_blocked')],
  [invalid('payment_method_bank_account_closed'), declined('bank_account_closed')],
  [invalid('payment_method_currency_mismatch'), declined('payment_method_not_supported')],
  [invalid('payment_method_customer_decline'), declined('payment_method_customer_decline')],
  [invalid('payment_method_not_available'), declined('payment_method_not_available')],
  [invalid('payment_method_provider_decline'), declined('payment_method_provider_decline')],
  [invalid('payment_method_provider_timeout'), declined('payment_method_provider_timeout', true)],
  [invalid('payment_method_unexpected_state'), declined('unknown_payment_method')],
  [invalid('setup_intent_authentication_failure'), declined('setup_intent_authentication_failure', true)],
  [invalid('resource_missing', 'payment_method'), declined('unknown_payment_method')],
  [invalid('resource_missing', 'customer'), declined('unknown_payment_method')],
  [invalid('resource_missing', 'intent'), declined('payment_not_found')],
  [invalid('payment_intent_unexpected_state'), { status: 'unexpected_state' }],
  [invalid('setup_intent_unexpected_state'), { status: 'unexpected_state' }],
  [invalid('parameter_unknown'), misuse('parameter_unknown')],
  [invalid('parameter_missing'), misuse('parameter_missing')],
  [invalid(''), misuse('invalid_request_error')],
  [failure(400, { type: 'idempotency_error' }), misuse('reference_reused')],
  [failure(409, { type: 'idempotency_error', code: 'idempotency_key_in_use' }), unknown('idempotency_key_in_use')],
  [failure(409), unknown('answered_409')],
  [failure(401), notSent('unauthorised')],
  [failure(403), notSent('forbidden')],
  [failure(429, { code: 'rate_limit' }), notSent('too_many_requests')],
  [failure(429, { code: 'lock_timeout' }), notSent('too_many_requests')],
  [failure(400, { code: 'rate_limit' }), notSent('too_many_requests')],
  [failure(500, { type: 'api_error' }), unknown('answered_500')],
  [failure(503, { type: 'api_error' }), unknown('answered_503')],
];

describe('an error of Stripe', () => {
  it.each(TABLE)('the error %j means %j', (given, verdict) => {
    expect(verdictOn(given)).toEqual(verdict);
  });

  it('an error of any status is one of the classes, and never a success', () => {
    for (let status = 300; status < 600; status += 1) {
      expect(['declined', 'failed_not_sent', 'unknown', 'misuse']).toContain(verdictOn(failure(status)).status);
    }
  });

  it('an error of Stripe reads like the error that an intent keeps', () => {
    expect(declineOf({ code: 'card_declined', declineCode: 'insufficient_funds', adviceCode: '' })).toEqual(
      declined('insufficient_funds', true),
    );
  });

  it.each([
    [402, 'card_error', 'card_declined', 'StripeCardError', declined('card_declined')],
    [400, 'idempotency_error', '', 'StripeIdempotencyError', misuse('reference_reused')],
    [409, 'invalid_request_error', 'idempotency_key_in_use', 'StripeAPIError', unknown('idempotency_key_in_use')],
    [500, 'api_error', '', 'StripeAPIError', unknown('answered_500')],
    [429, 'invalid_request_error', 'rate_limit', 'StripeRateLimitError', notSent('too_many_requests')],
  ])(
    'an error of status %d and type %s is read from what the SDK makes of it',
    (statusCode, type, code, name, verdict) => {
      const raw = { statusCode, type, code, message: '' } as Parameters<typeof Stripe.errors.generateV1Error>[0];
      const error = Stripe.errors.generateV1Error(raw);

      expect(error.type).toBe(name);
      expect(fromStripeError(error)).toEqual(verdict);
    },
  );

  it('an error without an answer says whether anything was sent', () => {
    const lost = new Stripe.errors.StripeConnectionError({
      message: '',
      type: 'api_error',
      detail: new NoAnswer({ status: 'unknown', reason: 'timeout' }),
    } as never);

    expect(resultOfError(lost)).toEqual(unknown('timeout'));
    expect(resultBeforeMoney(lost)).toEqual(notSent('timeout'));
  });

  it('an error that is none of Stripe’s is thrown on: a bug', () => {
    expect(() => fromStripeError(new TypeError('bug'))).toThrow('bug');
  });
});
