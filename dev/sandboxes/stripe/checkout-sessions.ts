import type Stripe from 'stripe';
import { z } from 'zod';
import { addPage, pageStatus } from '../payment-engine/pages/page-states';
import type { GatewayAnswer, GatewayPage } from '../payment-engine/types';
import { fine, missing, refuseAsStripe } from './answers';
import { methodObject, methodType, type Site } from './objects';
import { MetadataSchema } from './payment-intents';
import type { StripeShop } from './shop';

/** Checkout in setup mode: sessions with a page of Stripe's own. */

type SessionObject = Pick<
  Stripe.Checkout.Session,
  'id' | 'object' | 'created' | 'expires_at' | 'livemode' | 'metadata' | 'mode' | 'status' | 'url'
> & { customer: string; setup_intent: unknown };

const AddressSchema = z.url({ protocol: /^https?$/ });

export const SessionRequestSchema = z.object({
  mode: z.literal('setup'),
  customer: z.string(),
  currency: z.string().regex(/^[a-z]{3}$/),
  allowed_payment_method_types: z.record(z.string(), z.enum(['card', 'sepa_debit'])),
  success_url: AddressSchema,
  cancel_url: AddressSchema,
  expires_at: z.coerce.number().int(),
  locale: z.enum(['en', 'fr']),
  metadata: MetadataSchema,
});

/** In seconds after it was made. */
const [EARLIEST_END, LATEST_END] = [30 * 60, 24 * 60 * 60];

export function createSession(shop: StripeShop, request: z.infer<typeof SessionRequestSchema>): GatewayAnswer {
  const { customer, metadata, locale, expires_at } = request;
  const { book } = shop.engine;
  if (!shop.customers.has(customer)) return missing('customer');
  const lasts = expires_at - book.now() / 1_000;
  if (lasts < EARLIEST_END - 60 || lasts > LATEST_END) return refuseAsStripe(400, { param: 'expires_at' });
  const types = Object.values(request.allowed_payment_method_types);
  const page = addPage(book, 'cs_test', {
    reference: metadata.page ?? '',
    customer,
    returnUrl: request.success_url,
    expiresAt: new Date(expires_at * 1_000).toISOString(),
    locale,
    kinds: types.map((type) => (type === 'card' ? 'card' : 'bank_debit')),
    metadata,
  });
  return fine({ ...sessionObject(shop.site, page), status: 'open' });
}

export function retrieveSession(shop: StripeShop, id: string, expandsMethod: boolean): GatewayAnswer {
  const { site, engine } = shop;
  const page = engine.book.pages.withId(id);
  if (page === undefined) return missing('session');
  const session = sessionObject(site, page);
  const isOver = pageStatus(engine.book, page) === 'expired';
  const method = engine.book.methods.get(page.method ?? '');
  if (isOver) return fine({ ...session, status: 'expired', url: null });
  if (method === undefined || !expandsMethod) return fine(session);
  const setup_intent = {
    ...(setupOf(page) as object),
    payment_method: { ...methodObject(site, method), type: methodType(method) },
  };
  return fine({ ...session, setup_intent });
}

/** As an event or an answer that expands nothing shows it. */
export function sessionObject(site: Site, page: GatewayPage): SessionObject {
  const { id, created, customer, metadata, expiresAt, status } = page;
  const isOpen = status !== 'completed';
  return {
    id,
    object: 'checkout.session',
    created,
    livemode: site.livemode,
    metadata,
    customer,
    mode: 'setup',
    // Whoever turns back may come again.
    status: isOpen ? 'open' : 'complete',
    url: isOpen ? `${site.url()}/c/pay/${id}` : null,
    expires_at: Math.floor(Date.parse(expiresAt) / 1_000),
    setup_intent: setupOf(page)?.id ?? null,
  };
}

/** The setup intent of a completed session, made together with it. */
function setupOf({ id, created, method, status }: GatewayPage) {
  if (status !== 'completed') return undefined;
  return {
    id: id.replace(/^cs_test/, 'seti'),
    object: 'setup_intent',
    created,
    metadata: {},
    payment_method: method,
    status: 'succeeded',
  };
}
