import type Stripe from 'stripe';
import type { StripeIntent } from '../../../gateways/payment/stripe/objects';
import type { GatewayBook } from '../payment-engine/book';
import type {
  GatewayMethod,
  GatewayPayment,
  GatewayRefund,
  GatewaySetup,
  GatewayStatus,
} from '../payment-engine/types';

/** The engine's payments as Stripe's objects, cut from the SDK's own types, so that no field is invented. */

export interface Site {
  livemode: boolean;
  /** Own address, for the pages of banks. */
  url(): string;
}

export type CustomerObject = Pick<Stripe.Customer, 'id' | 'object' | 'created' | 'livemode' | 'metadata'>;

export interface MethodObject extends Pick<Stripe.PaymentMethod, 'id' | 'object' | 'created' | 'livemode'> {
  type: 'card' | 'sepa_debit';
  customer: string | null;
}

export type IntentObject = Pick<
  Stripe.PaymentIntent,
  | 'id'
  | 'object'
  | 'amount'
  | 'amount_capturable'
  | 'amount_received'
  | 'cancellation_reason'
  | 'capture_method'
  | 'client_secret'
  | 'created'
  | 'currency'
  | 'last_payment_error'
  | 'livemode'
  | 'metadata'
  | 'next_action'
  | 'payment_method_types'
> & {
  customer: string;
  payment_method: string | null;
  latest_charge: string | null;
  status: StripeIntent['status'];
};

export type SetupObject = Pick<
  Stripe.SetupIntent,
  'id' | 'object' | 'created' | 'livemode' | 'metadata' | 'next_action' | 'last_setup_error' | 'status'
> & { customer: string; payment_method: string };

export type ChargeObject = Pick<
  Stripe.Charge,
  'id' | 'object' | 'amount' | 'amount_captured' | 'amount_refunded' | 'captured' | 'created' | 'currency' | 'disputed'
> & { payment_intent: string; metadata: Stripe.Metadata };

export type RefundObject = Pick<
  Stripe.Refund,
  'id' | 'object' | 'amount' | 'created' | 'currency' | 'metadata' | 'status'
> & { payment_intent: string; charge: string; failure_reason: string | null };

export type DisputeObject = Pick<
  Stripe.Dispute,
  'id' | 'object' | 'amount' | 'created' | 'currency' | 'livemode' | 'metadata' | 'reason' | 'status'
> & { payment_intent: string; charge: string };

const INTENT_STATUSES: Record<GatewayStatus, StripeIntent['status']> = {
  created: 'requires_confirmation',
  pending: 'processing',
  requires_action: 'requires_action',
  authorized: 'requires_capture',
  succeeded: 'succeeded',
  reversed: 'succeeded',
  declined: 'requires_payment_method',
  voided: 'canceled',
};

export function intentObject(site: Site, payment: GatewayPayment): IntentObject {
  const { id, created, status, amount, currency, customer, captured, metadata } = payment;
  return {
    id,
    object: 'payment_intent',
    created,
    livemode: site.livemode,
    metadata,
    status: INTENT_STATUSES[status],
    amount,
    amount_capturable: status === 'authorized' ? amount : 0,
    amount_received: captured,
    cancellation_reason: status === 'voided' ? 'abandoned' : null,
    capture_method: payment.capture === 'now' ? 'automatic' : 'manual',
    client_secret: `${id}_secret`,
    currency: currency.toLowerCase(),
    customer,
    payment_method: status === 'declined' ? null : payment.method,
    payment_method_types: [methodType(payment)],
    last_payment_error: status === 'declined' ? paymentErrorOf(payment) : null,
    next_action: nextAction(site, payment),
    latest_charge: ['authorized', 'succeeded', 'reversed'].includes(status) ? chargeId(payment) : null,
  };
}

type PaymentError = NonNullable<Stripe.PaymentIntent['last_payment_error']>;

/** The reason of a decline as Stripe nests it: some codes stand alone, most are the bank's behind a code of Stripe's. */
export function paymentErrorOf({ code = 'generic_decline', methodKind }: GatewayPayment): PaymentError {
  if (code === 'authentication_failed') {
    return { type: 'invalid_request_error', code: 'payment_intent_authentication_failure' };
  }
  if (code === 'expired_card') return { type: 'card_error', code };
  if (code === 'authentication_required') return { type: 'card_error', code, decline_code: code };
  const wrapped = methodKind === 'bank_debit' ? 'payment_method_provider_decline' : 'card_declined';
  return { type: 'card_error', code: wrapped, decline_code: code };
}

export function chargeObject(payment: GatewayPayment, disputed: boolean): ChargeObject {
  return {
    id: chargeId(payment),
    object: 'charge',
    created: payment.created,
    payment_intent: payment.id,
    metadata: payment.metadata,
    amount: payment.amount,
    currency: payment.currency.toLowerCase(),
    amount_captured: payment.captured,
    amount_refunded: payment.refunded,
    captured: payment.captured > 0,
    disputed,
  };
}

export const chargeId = ({ id }: GatewayPayment): string => id.replace('pi_', 'ch_');

export function refundObject(refund: GatewayRefund, payment: GatewayPayment): RefundObject {
  const { id, created, amount, metadata, status, code } = refund;
  return {
    id,
    object: 'refund',
    created,
    amount,
    currency: payment.currency.toLowerCase(),
    metadata,
    status: status === 'declined' ? 'failed' : status,
    failure_reason: code ?? null,
    payment_intent: payment.id,
    charge: chargeId(payment),
  };
}

export function setupObject(site: Site, setup: GatewaySetup): SetupObject {
  const { id, created, metadata, customer, method, status, code } = setup;
  return {
    id,
    object: 'setup_intent',
    created,
    livemode: site.livemode,
    metadata,
    customer,
    payment_method: method,
    status: status === 'declined' ? 'requires_payment_method' : status,
    last_setup_error:
      code === 'authentication_failed'
        ? { type: 'invalid_request_error', code: 'setup_intent_authentication_failure' }
        : null,
    next_action: nextAction(site, setup),
  };
}

/** A setup intent with its method in full. */
export function expandedSetup(site: Site, book: GatewayBook, setup: GatewaySetup) {
  const method = book.methods.get(setup.method);
  return { ...setupObject(site, setup), payment_method: method === undefined ? null : methodObject(site, method) };
}

export function methodObject({ livemode }: Site, method: GatewayMethod): MethodObject {
  const { token, created, customer } = method;
  return { id: token, object: 'payment_method', created, livemode, type: methodType(method), customer };
}

export const methodType = ({ methodKind }: Pick<GatewayMethod, 'methodKind'>): MethodObject['type'] =>
  methodKind === 'card' ? 'card' : 'sepa_debit';

/** Without a page to come back to, the customer is left to the SDK in the browser. */
function nextAction(site: Site, { id, status, returnUrl }: GatewayPayment | GatewaySetup) {
  if (status !== 'requires_action') return null;
  if (returnUrl === undefined) return { type: 'use_stripe_sdk' };
  const url = `${site.url()}/authenticate/${id}`;
  return { type: 'redirect_to_url', redirect_to_url: { url, return_url: returnUrl } };
}
