import { z } from 'zod';
import { exchange, type HttpExchange, jsonOf } from '../http';
import {
  type Fulfilment,
  type FulfilmentPort,
  FulfilmentRefused,
  type FulfilmentState,
  FulfilmentUnavailable,
} from './port';

export interface HttpFulfilmentOptions {
  /** `POST {baseUrl}/orders`, `GET {baseUrl}/orders?reference=`. */
  baseUrl: string;
  /** Sent as bearer token. */
  apiKey?: string;
  timeoutMilliseconds?: number;
}

const DEFAULT_TIMEOUT_MILLISECONDS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1024;

const IdSchema = z.string().min(1).max(255);
const PlacedSchema = z.object({ status: z.enum(['done', 'pending']), fulfilmentReference: IdSchema });
const StateSchema = z.discriminatedUnion('status', [
  PlacedSchema,
  z.object({ status: z.literal('rejected'), fulfilmentReference: IdSchema, code: z.string().max(100) }),
]);
const FailureSchema = z.object({ error: z.object({ code: z.string().max(100) }) });

/** 4xx that say nothing about the order itself: our key, its load, its patience. */
const COME_BACK_LATER = [401, 403, 408, 425, 429];

/**
 * Fulfilment by another system over HTTP: 200 or 201 means done, 202 pending. It may call back when it is done (see
 * `parseFulfilmentCallback`), which is only a nudge to look up.
 */
export function httpFulfilment(options: HttpFulfilmentOptions): FulfilmentPort {
  const limits = {
    timeoutMilliseconds: options.timeoutMilliseconds ?? DEFAULT_TIMEOUT_MILLISECONDS,
    maxAnswerBytes: MAX_ANSWER_BYTES,
  };
  const authorization: Record<string, string> = options.apiKey ? { authorization: `Bearer ${options.apiKey}` } : {};
  return {
    name: 'http',
    async place(order, signal) {
      const headers = { ...authorization, 'idempotency-key': order.reference };
      const url = ordersUrl(options.baseUrl);
      return fromPlaced(await exchange({ method: 'POST', url, headers, json: order, signal, ...limits }));
    },
    async lookup(reference, signal) {
      const url = ordersUrl(options.baseUrl);
      url.searchParams.set('reference', reference);
      return fromLookup(await exchange({ method: 'GET', url, headers: authorization, signal, ...limits }));
    },
  };
}

const ordersUrl = (baseUrl: string) => new URL(`${baseUrl.replace(/\/$/, '')}/orders`);

function fromPlaced(answer: HttpExchange): Fulfilment {
  const { status, body } = answered(answer);
  const refusal =
    status >= 400 && status < 500 && !COME_BACK_LATER.includes(status) ? FailureSchema.safeParse(body) : undefined;
  if (refusal?.success) throw new FulfilmentRefused(refusal.data.error.code);
  const placed = PlacedSchema.safeParse(body);
  if (status < 200 || status > 299 || !placed.success) throw new FulfilmentUnavailable(`answered_${status}`);
  return placed.data;
}

function fromLookup(answer: HttpExchange): FulfilmentState {
  const { status, body } = answered(answer);
  // A bare 404 may come from a proxy; only the service itself knows the code.
  if (status === 404 && FailureSchema.safeParse(body).data?.error.code === 'order_not_found')
    return { status: 'not_found' };
  const state = StateSchema.safeParse(body);
  if (status !== 200 || !state.success) throw new FulfilmentUnavailable(`answered_${status}`);
  return state.data;
}

function answered(answer: HttpExchange): { status: number; body: unknown } {
  if (answer.kind !== 'answered') throw new FulfilmentUnavailable(answer.reason);
  return { status: answer.status, body: jsonOf(answer.text) };
}
