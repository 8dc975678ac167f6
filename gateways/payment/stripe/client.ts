import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import Stripe from 'stripe';
import { exchange, jsonOf } from '../../http';
import type { FailedNotSent, Unknown } from '../port';

/** The official SDK, sending through our own HTTP exchange, which knows what has reached the other side. */

export interface StripeClient {
  api: Stripe;
  /** Runs the calls of one operation: together they end when the time is over or `signal` is aborted. */
  within<Result>(signal: AbortSignal, run: () => Promise<Result>): Promise<Result>;
}

export interface StripeClientOptions {
  /** `sk_…` or a restricted `rk_…`. */
  apiKey: string;
  /** Stripe itself when left out. */
  baseUrl?: string;
  /** For all calls of one operation together; 20 seconds. */
  timeoutMilliseconds?: number;
  maxAnswerBytes?: number;
}

/** Nothing that Stripe could have meant came back. The SDK hands it on as `detail` of its StripeConnectionError. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  constructor(readonly outcome: FailedNotSent | Unknown) {
    super(`no answer: ${outcome.reason}`);
  }
}

interface Operation {
  signal: AbortSignal;
  /** Milliseconds since the epoch. */
  deadline: number;
}

const DEFAULT_BASE_URL = 'https://api.stripe.com';
const DEFAULT_TIMEOUT_MILLISECONDS = 20_000;
const DEFAULT_MAX_ANSWER_BYTES = 512 * 1024;

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** Throws RangeError for an address to which the key would travel in the clear. */
export function stripeClient(options: StripeClientOptions): StripeClient {
  const { hostname, port, protocol } = new URL(options.baseUrl ?? DEFAULT_BASE_URL);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
  if (!isSafe) throw new RangeError('Stripe is reached by https');
  const operations = new AsyncLocalStorage<Operation>();
  const timeout = options.timeoutMilliseconds ?? DEFAULT_TIMEOUT_MILLISECONDS;
  const maxAnswerBytes = options.maxAnswerBytes ?? DEFAULT_MAX_ANSWER_BYTES;
  const api = new Stripe(options.apiKey, {
    host: hostname,
    ...(port === '' ? {} : { port }),
    protocol: protocol === 'http:' ? 'http' : 'https',
    httpClient: sender(() => operations.getStore(), maxAnswerBytes),
    // The caller, which stored the payment, decides what may be sent again.
    maxNetworkRetries: 0,
    telemetry: false,
    timeout,
  });
  return {
    api,
    within: (signal, run) => operations.run({ signal, deadline: Date.now() + timeout }, run),
  };
}

/**
 * Idempotency key of one step of one reference of ours. A hash, because keys end at 255 characters and are shown in
 * Stripe's request log.
 */
export const idempotencyKey = (reference: string, step: string): { idempotencyKey: string } => ({
  idempotencyKey: `avenant-${step}-${createHash('sha256').update(reference).digest('hex')}`,
});

function sender(operation: () => Operation | undefined, maxAnswerBytes: number): Stripe.HttpClient {
  return {
    getClientName: () => 'avenant',
    async makeRequest(host, port, path, method, headers, requestData, protocol, timeout) {
      const { signal, deadline } = operation() ?? { signal: new AbortController().signal, deadline: Infinity };
      const left = Math.min(timeout, deadline - Date.now());
      if (left <= 0) throw new NoAnswer({ status: 'failed_not_sent', reason: 'aborted_before_sending' });
      const isPost = method === 'POST';
      const answer = await exchange({
        method: isPost ? 'POST' : 'GET',
        url: new URL(path, `${protocol}://${host}${port ? `:${port}` : ''}`),
        headers: plainHeaders(headers),
        ...(isPost ? { body: requestData } : {}),
        signal,
        timeoutMilliseconds: left,
        maxAnswerBytes,
      });
      if (answer.kind === 'not_sent') throw new NoAnswer({ status: 'failed_not_sent', reason: answer.reason });
      if (answer.kind === 'lost') throw new NoAnswer({ status: 'unknown', reason: answer.reason });
      return answered(answer.status, readBody(answer));
    },
  };
}

function plainHeaders(headers: object): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  return Object.fromEntries(entries.filter(([name]) => name !== 'content-length'));
}

/** The SDK takes any JSON without `error` for a success, whatever its status: a proxy's 502, for instance. */
function readBody({ status, text }: { status: number; text: string }): object {
  const isFine = status >= 200 && status <= 299;
  const body = jsonOf(text);
  if (typeof body === 'object' && body !== null && 'error' in body !== isFine) return body;
  throw new NoAnswer({ status: 'unknown', reason: isFine ? 'unreadable_answer' : `answered_${status}` });
}

function answered(status: number, body: object): Stripe.HttpClientResponse {
  return {
    getStatusCode: () => status,
    getHeaders: () => ({}),
    getRawResponse: () => ({}),
    toStream: () => {
      throw new Error('nothing is streamed');
    },
    toJSON: async () => body,
  };
}
