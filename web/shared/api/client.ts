import type { Language } from '../words/languages';
import type { Operations, Schemas } from './api-types';
import { ApiProblem, isPassing, Unanswered } from './problems';

/** An operation by its method and path, as in the OpenAPI document. */
export type OperationName = keyof Operations;

type Empty = Record<string, never> | undefined;

/** A part of a request: absent where the operation has none, optional where all of it is. */
type Part<Name extends string, Value> = [Value] extends [Empty]
  ? { [Key in Name]?: undefined }
  : Partial<Value> extends Value
    ? { [Key in Name]?: Value }
    : { [Key in Name]: Value };

type Key<Needed> = Needed extends true ? { idempotencyKey: string } : { idempotencyKey?: undefined };

/** What an operation is asked with. */
export type AskedWith<C extends OperationName> = Part<'params', Operations[C]['params']> &
  Part<'query', Operations[C]['query']> &
  Part<'body', Operations[C]['body']> &
  Key<Operations[C]['needsKey']> & {
    /** The sequence of the order that was shown. */
    ifMatch?: number | undefined;
    signal?: AbortSignal | undefined;
  };

/** What a request is made of besides itself. */
interface ClientParts {
  language(): Language;
  /** Null before somebody has signed in. */
  csrfToken(): string | null;
  /** Told whenever nobody is signed in any more. */
  onSessionEnd(): void;
  fetch?: typeof fetch;
  /** For tests. */
  pause?(milliseconds: number): Promise<void>;
}

export type Ask = <C extends OperationName>(call: C, asked: AskedWith<C>) => Promise<Operations[C]['answer']>;

/** A write that nobody answered is sent again so often, under its key: it happens once. */
const WRITES_AT_MOST = 3;
const USUAL_PAUSE = 1_000;

/** What is asked, without its types: they have been held to the operation already. */
interface Sent {
  params?: Readonly<Record<string, unknown>>;
  query?: Readonly<Record<string, unknown>>;
  body?: unknown;
  idempotencyKey?: string;
  ifMatch?: number;
  signal?: AbortSignal;
}

/** Asks the API and is answered in its types; whatever is no success is thrown. */
export function apiClient(parts: ClientParts): Ask {
  const { pause = paused } = parts;
  return async (call, asked) => {
    const sent = asked as Sent;
    for (let time = 1; ; time += 1) {
      try {
        return await askOnce(call, sent, parts);
      } catch (error) {
        const mayRepeat = sent.idempotencyKey !== undefined && time < WRITES_AT_MOST && isPassing(error);
        if (!mayRepeat || sent.signal?.aborted) throw error;
        await pause(error instanceof ApiProblem ? (error.retryAfter ?? time) * 1_000 : time * USUAL_PAUSE);
      }
    }
  };
}

/** @throws ApiProblem, Unanswered, or the reason of an abort */
async function askOnce<C extends OperationName>(
  call: C,
  sent: Sent,
  parts: ClientParts,
): Promise<Operations[C]['answer']> {
  const { fetch = globalThis.fetch } = parts;
  const { params, query, body, signal } = sent;
  const [method = '', path = ''] = call.split(' ');
  const response = await fetch(requestAddress(path, params, query), {
    method,
    headers: headersOf(sent, parts),
    signal: signal ?? null,
    body: body === undefined ? null : JSON.stringify(body),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new Unanswered(call, { cause });
  });
  if (response.ok) return answerOf(response, call);
  const problem = await problemOf(response, call);
  if (problem.status === 401) parts.onSessionEnd();
  throw problem;
}

function headersOf({ idempotencyKey, ifMatch, body }: Sent, parts: ClientParts): Headers {
  const headers = new Headers({ Accept: 'application/json', 'Accept-Language': parts.language() });
  const token = parts.csrfToken();
  if (token !== null) headers.set('X-CSRF-Token', token);
  if (body !== undefined) headers.set('Content-Type', 'application/json');
  if (idempotencyKey !== undefined) headers.set('Idempotency-Key', idempotencyKey);
  if (ifMatch !== undefined) headers.set('If-Match', `"${ifMatch}"`);
  return headers;
}

/** "/v1/changes/{changeId}" with its parameters, and a query without what is undefined. */
export function requestAddress(
  path: string,
  params: Readonly<Record<string, unknown>> = {},
  query: Readonly<Record<string, unknown>> = {},
): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return search === '' ? filled : `${filled}?${search}`;
}

async function answerOf<C extends OperationName>(response: Response, call: C): Promise<Operations[C]['answer']> {
  if (response.status === 204) return undefined as Operations[C]['answer'];
  const isJson = response.headers.get('Content-Type')?.includes('json') ?? false;
  // Our own API has held the answer to the schema that its type is made of.
  return (await (isJson ? response.json() : response.text()).catch((cause: unknown) => {
    throw new Unanswered(call, { cause });
  })) as Operations[C]['answer'];
}

async function problemOf(response: Response, call: OperationName): Promise<ApiProblem> {
  const isOurs = response.headers.get('Content-Type')?.startsWith('application/problem+json') ?? false;
  // A proxy in front of the API answers in its own words.
  if (!isOurs) throw new Unanswered(`${call}: ${response.status}`);
  const wait = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return new ApiProblem((await response.json()) as Schemas['Problem'], Number.isFinite(wait) ? wait : null);
}

const paused = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
