import { z } from 'zod';
import type { Effect } from '../payment/faults';
import { newStripeId, type SetupObject, type StripeBook, secondsOf, tellStripeWebhooks } from './book';
import { fine, listOf, missing, refuseAsStripe, type StripeAnswer } from './errors';
import { saveMethod, testMethod } from './methods';

/** Setup intents that are confirmed when they are made. */

export const StripeSetupRequest = z.object({
  confirm: z.literal('true'),
  customer: z.string(),
  payment_method: z.string(),
  allowed_payment_method_types: z.record(z.string(), z.string()),
  return_url: z.url(),
  usage: z.enum(['off_session', 'on_session']),
  metadata: z.record(z.string(), z.string()).default({}),
  mandate_data: z.object({ customer_acceptance: z.object({ type: z.enum(['online', 'offline']) }) }).optional(),
});
type SetupRequest = z.infer<typeof StripeSetupRequest>;

export function makeSetupIntent(book: StripeBook, request: SetupRequest, effect: Effect | undefined): StripeAnswer {
  if (!book.customers.has(request.customer)) return missing('customer');
  const method = saveMethod(book, request.payment_method, request.customer);
  if (method === undefined) return missing('payment_method');
  if (!Object.values(request.allowed_payment_method_types).includes(method.type)) {
    return refuseAsStripe(400, { param: 'payment_method' });
  }
  if (method.type === 'sepa_debit' && !request.mandate_data) {
    return refuseAsStripe(400, { code: 'parameter_missing', param: 'mandate_data' });
  }
  const setup: SetupObject = {
    ...{ id: newStripeId('seti'), object: 'setup_intent', created: secondsOf(book), livemode: book.livemode },
    ...{ customer: request.customer, payment_method: method.id, metadata: request.metadata, usage: request.usage },
    ...{ next_action: null, last_setup_error: null, status: 'succeeded' },
  };
  book.setups.set(setup.id, setup);
  return decide(book, setup, conductOf(request, effect), request.return_url);
}

/** A setup intent with its method in full. */
const viewSetup = (book: StripeBook, setup: SetupObject): object => ({
  ...setup,
  payment_method: book.methods.get(setup.payment_method ?? '') ?? null,
});

export function listSetupIntents(book: StripeBook, customer: string, page: { limit?: string }): StripeAnswer {
  const newestFirst = [...book.setups.values()].filter((setup) => setup.customer === customer).reverse();
  const rows = newestFirst.map((setup) => ({ ...viewSetup(book, setup), id: setup.id }));
  return listOf(rows, '/v1/setup_intents', page);
}

/** The customer's answer on the bank's page; the HTTP status says whether it counted. */
export function answerSetup(book: StripeBook, id: string, accepted: boolean): number {
  const setup = book.setups.get(id);
  if (setup === undefined) return 404;
  if (setup.status === 'succeeded') return 200;
  if (setup.status !== 'requires_action') return 410;
  setup.next_action = null;
  if (accepted) {
    setup.status = 'succeeded';
  } else {
    setup.status = 'requires_payment_method';
    setup.last_setup_error = { type: 'invalid_request_error', code: 'setup_intent_authentication_failure' };
  }
  tellStripeWebhooks(book, accepted ? 'setup_intent.succeeded' : 'setup_intent.setup_failed', setup);
  return 200;
}

type Conduct = { kind: 'saved' | 'asks_customer' } | { kind: 'declined'; code: string };

function conductOf(request: SetupRequest, effect: Effect | undefined): Conduct {
  if (effect?.fault === 'decline') return { kind: 'declined', code: effect.code };
  if (effect?.fault === 'three_d_secure') return { kind: 'asks_customer' };
  const kind = testMethod(request.payment_method)?.setup ?? 'saved';
  return kind === 'declined' ? { kind, code: 'card_declined' } : { kind };
}

function decide(book: StripeBook, setup: SetupObject, conduct: Conduct, returnUrl: string): StripeAnswer {
  if (conduct.kind === 'declined') {
    setup.status = 'requires_payment_method';
    tellStripeWebhooks(book, 'setup_intent.setup_failed', setup);
    return refuseAsStripe(402, { code: conduct.code, setup_intent: setup });
  }
  if (conduct.kind === 'asks_customer') {
    setup.status = 'requires_action';
    const url = `${book.url()}/authenticate/${setup.id}`;
    setup.next_action = { type: 'redirect_to_url', redirect_to_url: { url, return_url: returnUrl } };
  }
  tellStripeWebhooks(book, `setup_intent.${setup.status}`, setup);
  return fine(viewSetup(book, setup));
}
