import { type EngineOptions, type EngineServer, startPaymentEngine } from '../payment-engine/engine';
import { decideRefund } from '../payment-engine/refunds';
import { stripeDialect } from './dialect';
import { dispute } from './disputes';
import { type IntentObject, intentObject, type Site } from './objects';
import { serveStripe } from './routes';
import type { StripeShop } from './shop';

/** A server on this machine that speaks the part of Stripe's HTTP that our adapter uses, with state and misfortune. */

export interface StripeSandboxOptions extends Omit<EngineOptions, 'mode' | 'stateFile'> {
  /** Asked for as bearer token; a test key that everybody knows when left out. */
  apiKey?: string | undefined;
}

export interface StripeSandbox extends Omit<EngineServer, 'reverse' | 'restore'> {
  apiKey: string;
  /** Its memory, for tests to look into. */
  shop: StripeShop;
  intents(): IntentObject[];
  /** Every request of the API in order: method, path and idempotency key. */
  requests: { method: string; path: string; key: string | undefined }[];
  /** The bank takes the money back, or a part of it, or says that it may; `status` as in Stripe's disputes. */
  dispute(payment: string, reason: string, status?: string, part?: number): void;
  /** By the refund's own reference. */
  decideRefund(refund: string, status: 'succeeded' | 'declined'): void;
  /** Lets the search find what was made until now. */
  catchUpSearch(): void;
  /** Forgets all idempotency keys, as Stripe may after a day. */
  forgetKeys(): void;
}

const WELL_KNOWN_KEY = 'sk_test_sandbox';

/** Starts the sandbox on 127.0.0.1; it is ready when this resolves. Rejects when the port is taken. */
export async function startStripeSandbox({
  apiKey = WELL_KNOWN_KEY,
  ...options
}: StripeSandboxOptions = {}): Promise<StripeSandbox> {
  const livemode = apiKey.includes('_live_');
  const site: Site = { livemode, url: () => server.url };
  const requests: StripeSandbox['requests'] = [];
  const kept: Omit<StripeShop, 'engine'> = { site, customers: new Map(), indexed: new Set(), disputes: new Map() };
  const mode = livemode ? 'live' : 'test';
  const server = await startPaymentEngine({ ...options, mode }, stripeDialect(site), (engine, request) => {
    const key = request.headers['idempotency-key'];
    requests.push({ method: request.method, path: request.path, key: typeof key === 'string' ? key : undefined });
    return serveStripe({ engine, ...kept }, request, apiKey);
  });
  const { engine } = server;
  const shop: StripeShop = { engine, ...kept };
  const { payments } = engine.book;
  return {
    ...server,
    apiKey,
    shop,
    requests,
    intents: () => payments.all().map((payment) => intentObject(site, payment)),
    dispute: (reference, reason, status = 'lost', part) => {
      const payment = payments.withReference(reference);
      if (payment === undefined) throw new Error(`the Stripe sandbox knows no payment ${reference}`);
      dispute(shop, payment, { reason, status, part });
    },
    decideRefund: (reference, status) => {
      for (const payment of payments.all()) {
        const refund = payment.refunds.find((made) => made.reference === reference);
        const code = status === 'declined' ? { code: 'lost_or_stolen_card' } : {};
        if (refund !== undefined) return decideRefund(engine.book, payment, refund, { status, ...code });
      }
      throw new Error(`the Stripe sandbox knows no refund ${reference}`);
    },
    catchUpSearch: () => {
      for (const id of kept.customers.keys()) kept.indexed.add(id);
    },
    forgetKeys: () => engine.book.answers.clear(),
  };
}
