import Stripe from 'stripe';
import type { GatewayMode } from '../../../gateways/payment/port';
import { STRIPE_SIGNATURE_HEADER } from '../../../gateways/payment/stripe/webhook';
import { faultScript, type Script } from '../payment/faults';
import { eventSender, type WebhookSender, type WebhookTarget } from '../payment/webhooks';
import { failure, jsonReply, listen, type SandboxReply, type SandboxRequest } from '../sandbox-server';
import { emptyBook, intentOf, referenceOf, type StripeBook, type StripeEventObject } from './book';
import { answerPayment, failIntent, succeed } from './payment-intents';
import { decideRefund, dispute } from './refunds';
import { serveStripe } from './routes';
import { answerSetup } from './setup-intents';

/** A server on this machine that speaks the part of Stripe's HTTP that our adapter uses, with state and misfortune. */

export interface StripeSandboxOptions {
  /** Free port when left out. */
  port?: number | undefined;
  webhook?: WebhookTarget | undefined;
  /** Asked for as bearer token; a test key that everybody knows when left out. */
  apiKey?: string | undefined;
  /** Milliseconds since the epoch. */
  now?: (() => number) | undefined;
}

export interface StripeSandbox {
  url: string;
  apiKey: string;
  /** What it remembers, for tests to look into. */
  book: StripeBook;
  /** Every request in order: method, path and idempotency key. */
  requests: { method: string; path: string; key: string | undefined }[];
  /** Arms faults for the next calls that fit; `reference` is that of the payment, setup or refund. */
  script(...faults: Script[]): void;
  clearScript(): void;
  /** A pending debit arrives. */
  settle(payment: string): void;
  /** A pending debit bounces. */
  fail(payment: string, code: string): void;
  /** The bank takes the money back, or a part of it, or says that it may; `status` as in Stripe's disputes. */
  dispute(payment: string, reason: string, status?: string, part?: number): void;
  /** By the refund's own reference. */
  decideRefund(refund: string, status: 'succeeded' | 'failed'): void;
  /** What the customer does on the bank's page; the HTTP status is the answer. */
  confirm(url: string, outcome?: 'accept' | 'refuse'): Promise<number>;
  /** Lets the search find what was made until now. */
  catchUpSearch(): void;
  /** Forgets all idempotency keys, as Stripe may after a day. */
  forgetKeys(): void;
  webhooks: Pick<WebhookSender<StripeEventObject>, 'behave' | 'release' | 'idle'>;
  close(): Promise<void>;
}

const WELL_KNOWN_KEY = 'sk_test_sandbox';
const BANK_PAGE = /^\/authenticate\/((pi|seti)_[0-9a-f]{24})$/;

/** Starts the sandbox on 127.0.0.1; it is ready when this resolves. Rejects when the port is taken. */
export async function startStripeSandbox(options: StripeSandboxOptions = {}): Promise<StripeSandbox> {
  const apiKey = options.apiKey ?? WELL_KNOWN_KEY;
  const mode: GatewayMode = apiKey.includes('_live_') ? 'live' : 'test';
  const webhooks = eventSender(options.webhook, mode, { header: STRIPE_SIGNATURE_HEADER, bodyOf });
  const faults = faultScript();
  const book = emptyBook({
    livemode: mode === 'live',
    now: options.now ?? Date.now,
    onEvent: webhooks.enqueue,
    url: () => server.url,
  });
  const requests: StripeSandbox['requests'] = [];
  const serve = async (request: SandboxRequest): Promise<SandboxReply> => {
    const key = request.headers['idempotency-key'];
    requests.push({ method: request.method, path: request.path, key: typeof key === 'string' ? key : undefined });
    return (
      serveBankPage(book, request) ?? (await serveStripe({ book, faults, apiKey }, request)) ?? failure(404, 'none')
    );
  };
  const server = await listen(serve, options.port);
  return {
    ...{ url: server.url, apiKey, book, requests },
    ...counter(book),
    script: (...wanted) => faults.add(wanted),
    clearScript: () => faults.clear(),
    webhooks,
    close: async () => {
      await server.close();
      await webhooks.close();
    },
  };
}

/** What happens at banks, without us. */
function counter(book: StripeBook) {
  return {
    settle: (payment: string) => succeed(book, pending(book, payment)),
    fail: (payment: string, code: string) =>
      failIntent(book, pending(book, payment), {
        type: 'card_error',
        code: 'payment_method_provider_decline',
        decline_code: code,
      }),
    dispute: (payment: string, reason: string, status = 'lost', part?: number) =>
      dispute(book, intentOf(book, payment), { reason, status, ...(part === undefined ? {} : { part }) }),
    decideRefund: (reference: string, status: 'succeeded' | 'failed') => {
      const refund = [...book.refunds.values()].find((made) => referenceOf(made) === reference);
      if (refund === undefined) throw new Error(`the Stripe sandbox knows no refund ${reference}`);
      decideRefund(book, refund, status);
    },
    confirm: async (page: string, outcome: 'accept' | 'refuse' = 'accept') => {
      const answer = await fetch(page, { method: 'POST', body: new URLSearchParams({ outcome }) });
      await answer.text();
      return answer.status;
    },
    catchUpSearch: () => {
      for (const id of book.customers.keys()) book.indexed.add(id);
    },
    forgetKeys: () => book.answers.clear(),
  };
}

function pending(book: StripeBook, payment: string) {
  const intent = intentOf(book, payment);
  if (intent.status !== 'processing') throw new Error(`the payment is ${intent.status}`);
  return intent;
}

function serveBankPage(book: StripeBook, request: SandboxRequest): SandboxReply | undefined {
  const [, id = '', kind] = BANK_PAGE.exec(request.path) ?? [];
  if (kind === undefined) return undefined;
  if (request.method !== 'POST') return failure(405, 'method_not_allowed');
  const accepted = Object(request.body).outcome !== 'refuse';
  return jsonReply(kind === 'pi' ? answerPayment(book, id, accepted) : answerSetup(book, id, accepted), {});
}

function bodyOf({ id, type, created, object }: StripeEventObject, mode: GatewayMode): string {
  const head = { id, object: 'event', api_version: Stripe.API_VERSION, created, type, livemode: mode === 'live' };
  return JSON.stringify({
    ...head,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    data: { object },
  });
}
