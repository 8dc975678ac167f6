import type Stripe from 'stripe';
import { z } from 'zod';
import { refuseCardData } from '../card-data';
import type { Unknown } from '../port';
import { assertReference } from '../request-checks';
import { kindsFor, type OpenedPage, type SetupPageRequest, type SetupPageState, type SetupPages } from '../setup-port';
import { idempotencyKey, type StripeClientOptions, stripeClient } from './client';
import { customerId } from './customers';
import { reasonOf, resultOfError } from './errors';
import { fromStripeSetup, METHOD_TYPES } from './objects';

/** Stripe Checkout in setup mode: its page saves payment details, and no session of this mode can charge. */

const SessionSchema = z.object({
  id: z.string().regex(/^cs_\w{1,250}$/),
  mode: z.literal('setup'),
  status: z.enum(['open', 'complete', 'expired']),
  metadata: z.record(z.string(), z.string()).nullable(),
  url: z.url({ protocol: /^https?$/ }).nullish(),
  expires_at: z.number().int().positive(),
  setup_intent: z.unknown(),
});
type Session = z.infer<typeof SessionSchema>;

/** A restricted key is enough: it writes Checkout Sessions and Customers and reads Setup Intents. */
export function stripeSetupPages(options: StripeClientOptions): SetupPages {
  const { api, within } = stripeClient(options);
  return {
    name: 'stripe',
    async openPage(request, signal) {
      assertReference(request.reference);
      refuseCardData(request);
      return within(signal, () => openSession(api, request));
    },
    readPage: (page, signal) => within(signal, () => readSession(api, page)),
  };
}

async function openSession(api: Stripe, request: SetupPageRequest): Promise<OpenedPage> {
  const { reference, customer, returnUrl, locale } = request;
  // Of other parameters another key: an address that is changed meanwhile is no misuse, and a second page does no harm.
  const key = idempotencyKey([reference, returnUrl, locale].join(' '), 'setup-page');
  try {
    const made = await api.checkout.sessions.create(
      {
        mode: 'setup',
        customer: await customerId(api, customer),
        currency: request.currency.toLowerCase(),
        allowed_payment_method_types: typesFor(request.currency),
        success_url: returnUrl,
        cancel_url: returnUrl,
        expires_at: Math.floor(Date.parse(request.expiresAt) / 1_000),
        locale,
        // Not as `reference`: an event that names one tells of a payment.
        metadata: { page: reference, customer },
      },
      key,
    );
    const state = stateOf(made, reference);
    return state.status === 'open' ? state : unknown('unexpected_session');
  } catch (error) {
    const result = resultOfError(error);
    return unknown('code' in result ? result.code : result.reason);
  }
}

async function readSession(
  api: Stripe,
  { reference, gatewayReference }: { reference: string; gatewayReference: string },
): Promise<SetupPageState> {
  try {
    const expand = ['setup_intent.payment_method'];
    return stateOf(await api.checkout.sessions.retrieve(gatewayReference, { expand }), reference);
  } catch (error) {
    return unknown(reasonOf(error));
  }
}

function stateOf(value: unknown, reference: string): SetupPageState {
  const session = SessionSchema.safeParse(value).data;
  if (session === undefined) return unknown('unreadable_answer');
  if (session.metadata?.page !== reference) return unknown('answer_of_another_page');
  switch (session.status) {
    case 'open':
      return openPage(session);
    case 'complete':
      return completed(session);
    case 'expired':
      return { status: 'expired' };
  }
}

function openPage({ id, url, expires_at }: Session): OpenedPage {
  if (!url) return unknown('unreadable_answer');
  return { status: 'open', gatewayReference: id, url, expiresAt: new Date(expires_at * 1_000).toISOString() };
}

function completed({ setup_intent: value }: Session): SetupPageState {
  const setup = fromStripeSetup(value);
  if (setup === undefined) return unknown('unreadable_answer');
  // A bank may take a moment after the page has ended.
  if (setup.status !== 'succeeded') return unknown(`setup_${setup.status}`);
  const method = setup.payment_method;
  const kind = typeof method === 'object' && method !== null ? METHOD_TYPES.get(method.type) : undefined;
  if (typeof method !== 'object' || method === null || kind === undefined) return unknown('unreadable_answer');
  return { status: 'completed', method: { token: method.id, kind } };
}

function typesFor(currency: string): Stripe.Checkout.SessionCreateParams.AllowedPaymentMethodType[] {
  const kinds = kindsFor(currency);
  return [...METHOD_TYPES]
    .filter(([, kind]) => kinds.includes(kind))
    .map(([type]) => type as Stripe.Checkout.SessionCreateParams.AllowedPaymentMethodType);
}

const unknown = (reason: string): Unknown => ({ status: 'unknown', reason });
