import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Locale } from '../../billing/facts/types';
import { present } from '../../billing/present';
import type { Role } from '../../machines/events';
import type { RequestKey } from '../http/identifiers';
import { Problem } from '../http/problem';
import { validated } from '../http/validation';
import type { Caller } from './principal';

/** One request, checked: what a route handler gets. Everything in it is parsed and may be trusted. */
export interface Call<Params = unknown, Query = unknown, Body = undefined> extends Caller {
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
  /** Stays open for as long as its reader wants, and is counted among the lines and not among the requests. */
  isLine?: boolean;
  /** Media type of a body that is text or bytes already; JSON when left out. */
  mediaType?: string;
}

/**
 * The result of a handler is kept under the idempotency key and replayed, also a problem that it returns: the order has
 * spoken. An error that it throws is not kept: then nothing happened and the same key may be sent again.
 */
export type Handled = Answer | { problem: Problem };

interface AnswerDescription {
  description: string;
  schema?: z.ZodType;
  /** Media types of an answer that is not JSON. */
  media?: readonly string[];
  /** Bytes of such an answer; an open end where it is sent as it is read. */
  mostBytes?: number;
}

type Method = 'get' | 'post' | 'put' | 'delete';

/** One route: how it is called, who may call it, what it does. Express and the OpenAPI document read the same object. */
export interface Operation<Params, Query, Body> {
  id: string;
  summary: string;
  description?: string;
  roles: readonly Role[];
  /** Absent: its path names nothing. */
  params?: z.ZodType<Params>;
  /** Absent: it has no query. */
  query?: z.ZodType<Query>;
  /** Absent: the request has no body, or one without fields. */
  body?: z.ZodType<Body>;
  /** It starts or moves something, so it must be safe to send twice; left out, every POST. */
  needsIdempotencyKey?: boolean;
  /** Its work is named by the key: sent again while the first request still runs, it joins that and is done once. */
  joinsItself?: boolean;
  answers: Record<string, AnswerDescription>;
  handle(call: Call<Params, Query, Body>): Promise<Handled>;
}

/** The input of a request, before its schemas have seen it. */
interface RawInput {
  params: unknown;
  query: unknown;
  body: unknown;
}

export type CallContext = Omit<Call<unknown, unknown, unknown>, 'params' | 'query' | 'body'>;

/** An operation with its types closed over: what the schemas produce goes straight to the handler. */
export interface MountedOperation
  extends Pick<Operation<unknown, unknown, unknown>, 'id' | 'summary' | 'description' | 'roles' | 'body' | 'answers'> {
  tag: string;
  method: Method;
  /** In OpenAPI notation, e.g. "/v1/changes/{changeId}". */
  path: string;
  params: z.ZodType;
  query: z.ZodType;
  needsIdempotencyKey: boolean;
  joinsItself: boolean;
  /** @throws Problem when the input is wrong; otherwise what is left to do. */
  prepare(raw: RawInput, locale: Locale): (context: CallContext) => Promise<Handled>;
}

/** Strict: repeated keys of a query arrive as arrays and operators as odd names, and both are refused. */
const NothingSchema = z.strictObject({});
type Nothing = z.output<typeof NothingSchema>;

/**
 * @param tag the group of the documentation that it stands in
 * @param route method and path, e.g. "GET /v1/changes/{changeId}"
 */
export function operation<Params = Nothing, Query = Nothing, Body = undefined>(
  tag: string,
  route: `${Uppercase<Method>} /${string}`,
  definition: Operation<Params, Query, Body>,
): MountedOperation {
  const [verb = '', path = ''] = route.split(' ');
  const method = verb.toLowerCase() as Method;
  const { handle, body, needsIdempotencyKey = method === 'post', joinsItself = false, ...description } = definition;
  const { params = NothingSchema as z.ZodType<Params>, query = NothingSchema as z.ZodType<Query> } = definition;
  return {
    ...description,
    ...present({ body }),
    tag,
    method,
    path,
    params,
    query,
    needsIdempotencyKey,
    joinsItself,
    prepare(raw, locale) {
      // Not an id at all: such a thing does not exist, and neither does an error about its shape.
      const named = params.safeParse(raw.params);
      if (!named.success) throw new Problem('not_found');
      const asked = validated(query, raw.query, locale, 'invalid_query');
      if (body === undefined && raw.body !== undefined) validated(NothingSchema, raw.body, locale);
      const sent = body === undefined ? undefined : validated(body, raw.body, locale);
      // An operation without a body schema has `undefined` as its body type.
      return (context) => handle({ ...context, params: named.data, query: asked, body: sent as Body });
    },
  };
}
