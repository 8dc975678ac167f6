import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Role } from '../../machines/events';
import type { RequestKey } from '../http/identifiers';
import { Problem } from '../http/problem';
import type { Locale } from '../http/texts';
import { validated } from '../http/validation';
import type { Principal } from '../identity/principal';

/** One request, checked: what a route handler gets. Everything in it is parsed and may be trusted. */
export interface Call<Params, Query, Body> {
  principal: Principal;
  /** The person it is made for; null for a service that names nobody. */
  person: string | null;
  params: Params;
  query: Query;
  body: Body;
  locale: Locale;
  /** Seconds that the caller is ready to wait for an order to settle. */
  wait: number;
  /** The last event that a viewer of live updates has seen. */
  lastEventId: string | null;
  /** Sequence that the caller believes the order to be at. */
  ifMatch: number | null;
  /** Only where the operation needs an idempotency key. */
  requestKey: RequestKey;
  /** The media type that the caller likes best of those offered; the first when all are alike, null for none. */
  accepts<Type extends string>(offered: readonly Type[]): Type | null;
}

/** A finished answer, as it is sent, kept and replayed. */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Takes the response over and keeps it open; then there is no body. */
  open?(response: ServerResponse): void;
  /** Media type of a body that is text or bytes already; JSON when left out. */
  mediaType?: string;
}

/**
 * What a handler returns is kept under the idempotency key and replayed, also a problem that it returns: the order has
 * spoken. What it throws is not kept: then nothing happened and the same key may be sent again.
 */
export type Handled = Answer | { problem: Problem };

export interface AnswerDescription {
  description: string;
  schema?: z.ZodType;
  /** Media types of an answer that is not JSON. */
  media?: readonly string[];
}

/** One route: how it is called, who may call it, what it does. Express and the OpenAPI document read the same object. */
export interface Operation<Params, Query, Body> {
  id: string;
  tag: string;
  method: 'get' | 'post' | 'put' | 'delete';
  /** In OpenAPI notation, e.g. "/v1/changes/{changeId}". */
  path: string;
  summary: string;
  description?: string;
  roles: readonly Role[];
  params: z.ZodType<Params>;
  query: z.ZodType<Query>;
  /** Absent: the request has no body, or one without fields. */
  body?: z.ZodType<Body>;
  /** It starts or moves something, so it must be safe to send twice. */
  needsIdempotencyKey: boolean;
  answers: Record<string, AnswerDescription>;
  handle(call: Call<Params, Query, Body>): Promise<Handled>;
}

/** What a request brings, before its schemas have seen it. */
interface RawInput {
  params: unknown;
  query: unknown;
  body: unknown;
}

export type CallContext = Omit<Call<unknown, unknown, unknown>, 'params' | 'query' | 'body'>;

/** An operation with its types closed over: what the schemas produce goes straight to the handler. */
export interface MountedOperation extends Omit<Operation<unknown, unknown, unknown>, 'handle'> {
  /** @throws Problem when the input is wrong; otherwise what is left to do. */
  prepare(raw: RawInput, locale: Locale): (context: CallContext) => Promise<Handled>;
}

const NOTHING = z.strictObject({});

export function operation<Params, Query, Body = undefined>(
  definition: Operation<Params, Query, Body>,
): MountedOperation {
  const { handle, ...description } = definition;
  return {
    ...description,
    prepare(raw, locale) {
      // Not an id at all: such a thing does not exist, and neither does an error about its shape.
      const params = definition.params.safeParse(raw.params);
      if (!params.success) throw new Problem('not_found');
      const query = validated(definition.query, raw.query, locale, 'invalid_query');
      if (definition.body === undefined && raw.body !== undefined) validated(NOTHING, raw.body, locale);
      const body = definition.body === undefined ? undefined : validated(definition.body, raw.body, locale);
      // An operation without a body schema has `undefined` as its body type.
      return (context) => handle({ ...context, params: params.data, query, body: body as Body });
    },
  };
}
