import type { Demand, MethodKind, PaymentFacts, PaymentResult, PaymentState, RefundState, Unknown } from '../port';
import { declineOf } from './errors';
import { METHOD_TYPES, type StripeDispute, type StripeIntent, type StripeRefund } from './objects';

/** The meaning of Stripe's payment intents. */

/** Below the day for which Stripe keeps idempotency keys, so that whatever follows a link still finds them. */
const LINK_SECONDS = 23 * 60 * 60;

/** Disputes that took no money: early warnings, and those that gave it back. */
const WITHOUT_LOSS = new Set(['warning_needs_response', 'warning_under_review', 'warning_closed', 'prevented', 'won']);

/** Outcome of confirming an intent. What is shown must be what was asked, or nobody knows what happened. */
export function resultOfIntent(intent: StripeIntent, asked: Demand & { reference: string }): PaymentResult {
  if (!isOf(intent, asked)) return unknown('answer_of_another_payment');
  const gatewayReference = intent.id;
  switch (intent.status) {
    case 'succeeded':
    case 'requires_capture':
      return { status: 'succeeded', gatewayReference, methodKind: kindOf(intent) };
    case 'processing':
      return { status: 'pending', gatewayReference, methodKind: kindOf(intent) };
    case 'canceled':
      return { status: 'declined', code: 'voided', retryable: false };
    case 'requires_payment_method':
      return isUnused(intent) ? unknown('not_confirmed') : declineOf(errorOf(intent));
    case 'requires_action':
      return actionOf(intent);
    case 'requires_confirmation':
      return unknown('not_confirmed');
  }
}

/** Whether an intent is the one made for this reference, amount and currency. */
export const isOf = (intent: StripeIntent, asked: Demand & { reference: string }): boolean =>
  intent.metadata.reference === asked.reference && intent.amount === asked.amount && intent.currency === asked.currency;

/** Refused off session because the bank wants its customer. */
export const wantsCustomer = (intent: StripeIntent): boolean =>
  intent.status === 'requires_payment_method' && errorOf(intent).code === 'authentication_required';

/** Present state of a payment, with its refunds and disputes. */
export function stateOfIntent(intent: StripeIntent, refunds: StripeRefund[], disputes: StripeDispute[]): PaymentState {
  const facts = factsOf(intent, refunds);
  const { reference } = facts;
  const losses = disputes.filter(({ status }) => !WITHOUT_LOSS.has(status));
  const [latest] = losses;
  switch (intent.status) {
    case 'succeeded':
      return latest === undefined
        ? { ...facts, status: 'succeeded' }
        : { ...facts, status: 'reversed', code: latest.reason, lost: lostIn(losses, facts) };
    case 'requires_capture':
      return { ...facts, status: 'authorized' };
    case 'processing':
      return { ...facts, status: 'pending' };
    case 'canceled':
      return { ...facts, status: 'voided' };
    case 'requires_action': {
      const action = actionOf(intent);
      return action.status === 'requires_action' ? { ...facts, ...action } : { ...action, reference };
    }
    case 'requires_payment_method':
      return isUnused(intent) ? { status: 'not_found', reference } : { ...facts, ...declineOf(errorOf(intent)) };
    // Made, never confirmed: it takes no money unless a call of ours that is still on its way confirms it.
    case 'requires_confirmation':
      return { status: 'not_found', reference };
  }
}

/** A bank takes no more than was paid, whatever its disputes add up to. */
const lostIn = (losses: StripeDispute[], { captured }: PaymentFacts): number =>
  Math.min(
    losses.reduce((sum, { amount }) => sum + amount, 0),
    captured,
  );

/** Result of a refund; a bank may take days, and may still send it back. */
export function resultOfRefund(refund: StripeRefund): PaymentResult {
  const gatewayReference = refund.id;
  const { status, code } = refundStateOf(refund);
  if (status === 'declined') return { status, code: code ?? 'refund_failed', retryable: false };
  return { status, gatewayReference };
}

/** Link and expiry of a step that the customer must take. */
export function actionOf({
  id: gatewayReference,
  created,
  next_action,
}: Pick<StripeIntent, 'id' | 'created' | 'next_action'>) {
  const url = next_action?.redirect_to_url?.url;
  if (url === undefined) return unknown('unexpected_action');
  const expiresAt = new Date((created + LINK_SECONDS) * 1000).toISOString();
  return { status: 'requires_action', gatewayReference, url, expiresAt } as const;
}

const isUnused = (intent: StripeIntent): boolean => !intent.last_payment_error;

/** Our intents are made for one kind of method. */
const kindOf = (intent: StripeIntent): MethodKind => METHOD_TYPES.get(intent.payment_method_types[0] ?? '') ?? 'card';

const errorOf = ({ last_payment_error }: StripeIntent) =>
  last_payment_error ?? { code: '', declineCode: '', adviceCode: '' };

function factsOf(intent: StripeIntent, refunds: StripeRefund[]): PaymentFacts {
  const states = refunds.map(refundStateOf);
  const given = states.filter(({ status }) => status === 'succeeded').reduce((sum, { amount }) => sum + amount, 0);
  const captured = intent.status === 'succeeded' ? intent.amount_received : 0;
  return {
    reference: intent.metadata.reference ?? '',
    gatewayReference: intent.id,
    amount: intent.amount,
    currency: intent.currency,
    methodKind: kindOf(intent),
    captured,
    refunded: Math.min(given, captured),
    refunds: states,
  };
}

function refundStateOf({ id, amount, status, failure_reason, metadata }: StripeRefund): RefundState {
  // Made by hand in Stripe's dashboard, a refund has no reference of ours.
  const state = { reference: metadata.reference ?? id, gatewayReference: id, amount };
  if (status === 'succeeded') return { ...state, status };
  if (status === 'failed' || status === 'canceled') {
    return { ...state, status: 'declined', code: failure_reason ?? `refund_${status}` };
  }
  return { ...state, status: 'pending' };
}

const unknown = (reason: string): Unknown => ({ status: 'unknown', reason });
