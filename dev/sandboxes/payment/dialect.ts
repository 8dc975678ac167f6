import { SANDBOX_SIGNATURE_HEADER } from '../../../gateways/payment/sandbox/webhook';
import type { Dialect } from '../payment-engine/engine';
import type { GatewayAnswer, MethodConduct, StateChange } from '../payment-engine/types';

/** The sandbox gateway's own language: JSON in and out, errors as `{error: {code, retryable}}`. */

export const refuse = (status: number, code: string, retryable = false): GatewayAnswer => ({
  status,
  body: { error: { code, retryable } },
});

const TEST_TOKENS = new Map<string, MethodConduct>([
  ['pm_ok', { methodKind: 'card', charge: { kind: 'pays' } }],
  ['pm_declined', { methodKind: 'card', charge: { kind: 'declines', code: 'card_declined' } }],
  ['pm_expired', { methodKind: 'card', charge: { kind: 'declines', code: 'expired_card' } }],
  ['pm_3ds', { methodKind: 'card', charge: { kind: 'asks_customer' } }],
  ['pm_sepa', { methodKind: 'bank_debit', charge: { kind: 'debits' } }],
]);

export const SANDBOX_DIALECT: Dialect = {
  refusals: {
    refuse: (status, code = 'internal_error') => refuse(status, code),
    keyReused: () => refuse(409, 'reference_reused'),
  },
  testTokens: TEST_TOKENS,
  wording: (change) => {
    if (change.about === 'page') return undefined;
    const type = typeOf(change);
    const { id, reference } = change.about === 'setup' ? change.setup : change.payment;
    return type === undefined ? undefined : { type, data: { reference, paymentId: id } };
  },
  signatureHeader: SANDBOX_SIGNATURE_HEADER,
  bodyOf: (event, mode) => JSON.stringify({ ...event, mode }),
  confirmPage: /^\/(?:payments|setups)\/((?:pay|set)_[0-9a-f]{24})\/confirm$/,
  setupPage: /^\/details\/(page_[0-9a-f]{24})$/,
  keepsPagesOpen: false,
};

function typeOf({ about, now }: Exclude<StateChange, { about: 'page' }>): string | undefined {
  if (about !== 'refund') return now === 'created' ? undefined : `${about}.${now}`;
  if (now === 'succeeded') return 'payment.refunded';
  return now === 'declined' ? 'refund.declined' : undefined;
}
