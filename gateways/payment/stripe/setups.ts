import type Stripe from 'stripe';
import type { SetupInput, SetupPointer, SetupResult, SetupState, Unknown } from '../port';
import type { Charging } from './charging';
import { idempotencyKey } from './client';
import { customerId } from './customers';
import { declineOf, fromStripeError, resultBeforeMoney, resultOfError } from './errors';
import { actionOf } from './intents';
import { fromStripeMethod, fromStripeSetup, METHOD_TYPES, type StripeSetup } from './objects';

/** Saving payment details for charges without the customer, by a setup intent that is confirmed when it is made. */

/** Stripe shows the newest first; a setup that is asked for again is never far back. */
const NEWEST = 100;

/** Saves a method for a customer, who is made when they are new. The same reference saves once. */
export async function makeSetup({ api, returnUrl }: Charging, input: SetupInput): Promise<SetupResult> {
  const ready = await prepare(api, input);
  if ('status' in ready) return ready;
  const { customer, type } = ready;
  try {
    const made = await api.setupIntents.create(
      {
        confirm: true,
        customer,
        payment_method: input.token,
        allowed_payment_method_types: [type],
        usage: 'off_session',
        return_url: input.returnUrl ?? returnUrl,
        metadata: { reference: input.reference, customer: input.customer },
        expand: ['payment_method'],
        // The seller's page shows the mandate and takes its acceptance before it hands the token over.
        ...(type === 'sepa_debit' ? { mandate_data: { customer_acceptance: { type: 'offline', offline: {} } } } : {}),
      },
      idempotencyKey(input.reference, 'setup'),
    );
    return fromSetup(made, input.reference);
  } catch (error) {
    return resultOfError(error);
  }
}

/** Looks a setup up among those of its customer, in a list that Stripe keeps up to date. */
export async function findSetup(api: Stripe, { reference, customer }: SetupPointer): Promise<SetupState> {
  if (customer === undefined) return unknown('customer_not_known');
  try {
    const list = await api.setupIntents.list({
      customer: await customerId(api, customer),
      limit: NEWEST,
      expand: ['data.payment_method'],
    });
    const found = list.data.find((setup) => setup.metadata?.reference === reference);
    return found === undefined ? { status: 'not_found' } : fromSetup(found, reference);
  } catch (error) {
    const verdict = fromStripeError(error);
    return verdict.status === 'unknown' || verdict.status === 'failed_not_sent'
      ? unknown(verdict.reason)
      : resultOfError(error);
  }
}

type Ready = { customer: string; type: string };

async function prepare(api: Stripe, { customer, token }: SetupInput): Promise<Ready | SetupResult> {
  try {
    const method = fromStripeMethod(await api.paymentMethods.retrieve(token));
    if (!method) return { status: 'failed_not_sent', reason: 'unreadable_answer' };
    if (!METHOD_TYPES.has(method.type)) return declined('payment_method_not_supported');
    return { customer: await customerId(api, customer), type: method.type };
  } catch (error) {
    return resultBeforeMoney(error);
  }
}

function fromSetup(value: unknown, reference: string): SetupResult {
  const setup = fromStripeSetup(value);
  if (!setup) return unknown('unreadable_answer');
  if (setup.metadata.reference !== reference) return unknown('answer_of_another_setup');
  switch (setup.status) {
    case 'succeeded':
      return succeeded(setup);
    case 'requires_action':
      return actionOf(setup);
    case 'requires_payment_method':
      return declineOf(setup.last_setup_error ?? { code: '', declineCode: '', adviceCode: '' });
    case 'canceled':
      return declined('canceled');
    default:
      return unknown(`setup_${setup.status}`);
  }
}

function succeeded({ id, payment_method: method }: StripeSetup): SetupResult {
  const kind = typeof method === 'object' && method !== null ? METHOD_TYPES.get(method.type) : undefined;
  if (typeof method !== 'object' || method === null || kind === undefined) return unknown('unreadable_answer');
  return { status: 'succeeded', gatewayReference: id, method: { token: method.id, kind } };
}

const unknown = (reason: string): Unknown => ({ status: 'unknown', reason });
const declined = (code: string) => ({ status: 'declined', code, retryable: false }) as const;
