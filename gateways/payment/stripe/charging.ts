import type Stripe from 'stripe';
import type { ChargeRequest, Demand, PaymentResult } from '../port';
import { idempotencyKey } from './client';
import { fromStripeError, intentInError, resultBeforeMoney, resultOfError } from './errors';
import { isOf, resultOfIntent, wantsCustomer } from './intents';
import { fromStripeIntent, fromStripeMethod, METHOD_TYPES, type StripeIntent } from './objects';

/**
 * Asking for money in three steps: the intent is made unconfirmed, its id is stored by the caller, then it is confirmed.
 * Nothing before the last step can move money, so whatever happens there may be sent again.
 */

export type Capture = 'now' | 'later';

export interface Charging {
  api: Stripe;
  /** Where the bank's page sends the customer back to, unless a charge names a page of its own. */
  returnUrl: string;
}

type Asked = Demand & Pick<ChargeRequest, 'reference' | 'customer' | 'method' | 'returnUrl'>;
type Step = { kind: 'intent'; intent: StripeIntent } | { kind: 'ended'; result: PaymentResult };

/** Takes money now or holds it for a capture. Rejects with what `remember` throws; the intent is then not confirmed. */
export async function pay(charging: Charging, input: ChargeRequest, capture: Capture): Promise<PaymentResult> {
  const { api } = charging;
  const { gatewayReference } = input;
  const begun =
    gatewayReference === undefined ? await makeIntent(api, input, capture) : await findIntent(api, gatewayReference);
  if (begun.kind === 'ended') return begun.result;
  const { intent } = begun;
  if (!isOf(intent, input)) return { status: 'unknown', reason: 'answer_of_another_payment' };
  await input.remember?.(intent.id);
  if (intent.status === 'requires_confirmation') return confirm(charging, intent.id, input);
  return wantsCustomer(intent) ? inviteCustomer(charging, intent.id, input) : resultOfIntent(intent, input);
}

/**
 * Makes the unconfirmed intent of a reference; asked again within a day, Stripe answers with the one made before. The
 * method must be on file for this very customer of ours.
 */
export async function makeIntent(api: Stripe, asked: Asked, capture: Capture): Promise<Step> {
  const { reference, amount, currency, customer, method } = asked;
  try {
    const found = await api.paymentMethods.retrieve(method, { expand: ['customer'] });
    const saved = fromStripeMethod(found);
    const owner = typeof saved?.customer === 'object' ? saved.customer : null;
    if (!saved || owner?.metadata.customer !== customer) return declined('unknown_payment_method');
    if (!METHOD_TYPES.has(saved.type)) return declined('payment_method_not_supported');
    const made = await api.paymentIntents.create(
      {
        amount,
        currency: currency.toLowerCase(),
        customer: owner.id,
        payment_method: saved.id,
        allowed_payment_method_types: [saved.type],
        capture_method: capture === 'now' ? 'automatic' : 'manual',
        metadata: { reference, customer },
      },
      idempotencyKey(reference, 'create'),
    );
    return stepOf(made);
  } catch (error) {
    return { kind: 'ended', result: resultBeforeMoney(error) };
  }
}

/** Reads an intent by its id; a failure to do so has moved no money. */
export async function findIntent(api: Stripe, id: string): Promise<Step> {
  try {
    return stepOf(await api.paymentIntents.retrieve(id));
  } catch (error) {
    return { kind: 'ended', result: resultBeforeMoney(error) };
  }
}

function stepOf(value: unknown): Step {
  const intent = fromStripeIntent(value);
  if (intent) return { kind: 'intent', intent };
  return { kind: 'ended', result: { status: 'failed_not_sent', reason: 'unreadable_answer' } };
}

async function confirm(charging: Charging, id: string, asked: Asked): Promise<PaymentResult> {
  const offSession = { off_session: true };
  try {
    const answer = await charging.api.paymentIntents.confirm(
      id,
      offSession,
      idempotencyKey(asked.reference, 'confirm'),
    );
    return readResult(answer, asked);
  } catch (error) {
    if (fromStripeError(error).status === 'needs_customer') return inviteCustomer(charging, id, asked);
    return confirmedBefore(error, asked);
  }
}

/** Confirms once more as if the customer were there: the bank's page is then offered as a link. */
async function inviteCustomer(charging: Charging, id: string, asked: Asked): Promise<PaymentResult> {
  const { reference, method, returnUrl = charging.returnUrl } = asked;
  const onSession = { payment_method: method, return_url: returnUrl };
  // Of each address its own key: one that is changed meanwhile is no misuse, and the intent is confirmed once anyway.
  const key = idempotencyKey(`${reference} ${returnUrl}`, 'invite');
  try {
    return readResult(await charging.api.paymentIntents.confirm(id, onSession, key), asked);
  } catch (error) {
    return confirmedBefore(error, asked);
  }
}

/** Confirmed, cancelled or declined meanwhile: the error shows the intent as it is. */
function confirmedBefore(error: unknown, asked: Asked): PaymentResult {
  const intent = fromStripeError(error).status === 'unexpected_state' ? intentInError(error) : undefined;
  return intent ? resultOfIntent(intent, asked) : resultOfError(error);
}

function readResult(value: unknown, asked: Asked): PaymentResult {
  const intent = fromStripeIntent(value);
  return intent ? resultOfIntent(intent, asked) : { status: 'unknown', reason: 'unreadable_answer' };
}

const declined = (code: string): Step => ({
  kind: 'ended',
  result: { status: 'declined', code, retryable: false },
});
