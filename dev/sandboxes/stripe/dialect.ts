import Stripe from 'stripe';
import { STRIPE_SIGNATURE_HEADER } from '../../../gateways/payment/stripe/webhook';
import type { Dialect } from '../payment-engine/engine';
import type { Conduct, MethodConduct, StateChange } from '../payment-engine/types';
import { keyInUse, keyReused, refuseAsStripe } from './answers';
import { sessionObject } from './checkout-sessions';
import { intentObject, refundObject, type Site, setupObject } from './objects';

/** Stripe's language: its test methods (docs.stripe.com/testing) and the events it sends. */

const ASKS_CUSTOMER: Conduct = { kind: 'asks_customer' };
const card = (charge: Conduct, more: Partial<MethodConduct> = {}): MethodConduct => ({
  methodKind: 'card',
  charge,
  ...more,
});
const declining = (code: string, more: Partial<MethodConduct> = {}) => card({ kind: 'declines', code }, more);

const TEST_METHODS = new Map<string, MethodConduct>([
  ['pm_card_visa', card({ kind: 'pays' })],
  ['pm_card_pendingRefund', card({ kind: 'pays' }, { refund: 'pending' })],
  ['pm_card_refundFail', card({ kind: 'pays' }, { refund: 'declined' })],
  ['pm_card_authenticationRequired', card(ASKS_CUSTOMER, { setup: ASKS_CUSTOMER })],
  ['pm_card_authenticationRequiredOnSetup', card({ kind: 'pays' }, { setup: ASKS_CUSTOMER })],
  ['pm_card_chargeDeclined', declining('generic_decline', { setup: { kind: 'declines', code: 'card_declined' } })],
  ['pm_card_chargeCustomerFail', declining('generic_decline')],
  ['pm_card_chargeDeclinedInsufficientFunds', declining('insufficient_funds')],
  ['pm_card_chargeDeclinedExpiredCard', declining('expired_card')],
  ['pm_success_de', { methodKind: 'bank_debit', charge: { kind: 'debits' } }],
]);

/** Events of the engine's changes; what a bank does later is told as a dispute. */
const EVENT_TYPES: Record<`${StateChange['about']}.${string}`, string> = {
  'payment.created': 'payment_intent.created',
  'payment.pending': 'payment_intent.processing',
  'payment.requires_action': 'payment_intent.requires_action',
  'payment.authorized': 'payment_intent.amount_capturable_updated',
  'payment.succeeded': 'payment_intent.succeeded',
  'payment.declined': 'payment_intent.payment_failed',
  'payment.voided': 'payment_intent.canceled',
  'setup.succeeded': 'setup_intent.succeeded',
  'setup.requires_action': 'setup_intent.requires_action',
  'setup.declined': 'setup_intent.setup_failed',
  'page.completed': 'checkout.session.completed',
  'refund.created': 'refund.created',
  'refund.pending': 'refund.updated',
  'refund.succeeded': 'refund.updated',
  'refund.declined': 'refund.failed',
};

export const stripeDialect = (site: Site): Dialect => ({
  refusals: {
    refuse: (status, code) => refuseAsStripe(status, code === undefined ? {} : { code }),
    keyReused,
    keyInUse,
  },
  testTokens: TEST_METHODS,
  wording: (change) => {
    const type = EVENT_TYPES[`${change.about}.${change.now}`];
    return type === undefined ? undefined : { type, data: { object: objectOf(site, change) } };
  },
  signatureHeader: STRIPE_SIGNATURE_HEADER,
  bodyOf: (event, mode) =>
    JSON.stringify({
      ...event,
      object: 'event',
      api_version: Stripe.API_VERSION,
      livemode: mode === 'live',
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
    }),
  confirmPage: /^\/authenticate\/((?:pi|seti)_[0-9a-f]{24})$/,
  setupPage: /^\/c\/pay\/(cs_test_[0-9a-f]{24})$/,
  keepsPagesOpen: true,
});

function objectOf(site: Site, change: StateChange): object {
  switch (change.about) {
    case 'payment':
      return intentObject(site, change.payment);
    case 'setup':
      return setupObject(site, change.setup);
    case 'page':
      return sessionObject(site, change.page);
    case 'refund':
      return refundObject(change.refund, change.payment);
  }
}
