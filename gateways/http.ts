import { context, propagation } from '@opentelemetry/api';
import { z } from 'zod';

/** One HTTP exchange with an outside service, told apart by what is known to have reached it. Nothing here retries. */

type NotSentReason = 'aborted_before_sending' | 'connection_refused' | 'name_not_resolved' | 'unreachable';
type LostReason = 'aborted' | 'timeout' | 'connection_lost' | 'answer_too_large';

export type HttpExchange =
  | { kind: 'answered'; status: number; text: string }
  /** No connection was made, so the other side cannot have acted. */
  | { kind: 'not_sent'; reason: NotSentReason }
  /** The request may have arrived and may have had its effect. */
  | { kind: 'lost'; reason: LostReason };

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: URL;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is, instead of `json`; `headers` say what it is. */
  body?: string;
  signal: AbortSignal;
  /** Covers connecting, waiting and reading the whole answer. */
  timeoutMilliseconds: number;
  maxAnswerBytes: number;
}

const NOT_SENT_BY_CODE = new Map<string, NotSentReason>([
  ['ECONNREFUSED', 'connection_refused'],
  ['ENOTFOUND', 'name_not_resolved'],
  ['EAI_AGAIN', 'name_not_resolved'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['UND_ERR_CONNECT_TIMEOUT', 'unreachable'],
]);

const SystemFailureSchema = z.object({ cause: z.object({ code: z.string() }) });

class AnswerTooLarge extends Error {}

/**
 * Sends one request and reads its answer. Redirects are not followed: they come back as an answer.
 *
 * Never throws for what the network or the other side does; see {@link HttpExchange}. A time-out that strikes while
 * the connection is still being made counts as `lost`, because the two cannot be told apart safely.
 */
export async function exchange(request: HttpRequest): Promise<HttpExchange> {
  if (request.signal.aborted) return { kind: 'not_sent', reason: 'aborted_before_sending' };
  const limit = limitOf(request);
  try {
    const answer = await fetch(request.url, {
      method: request.method,
      headers: { accept: 'application/json', ...jsonHeader(request), ...request.headers, ...traceHeader() },
      redirect: 'manual',
      signal: limit.signal,
      ...bodyOf(request),
    });
    return { kind: 'answered', status: answer.status, text: await readCapped(answer, request.maxAnswerBytes) };
  } catch (error) {
    return lostOrNotSent(error, limit.why());
  } finally {
    limit.release();
  }
}

/** The JSON value of an answer, or undefined when the text is not JSON (an HTML page of a proxy, for instance). */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Which trace it is a part of, for a service that writes its own down; none where nothing is traced. */
function traceHeader(): Record<string, string> {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return headers;
}

const jsonHeader = (request: HttpRequest): Record<string, string> =>
  request.json === undefined ? {} : { 'content-type': 'application/json' };

function bodyOf({ json, body }: HttpRequest): { body?: string } {
  if (body !== undefined) return { body };
  return json === undefined ? {} : { body: JSON.stringify(json) };
}

/**
 * Joins the caller's signal and the time-out by hand: on Node 20 `AbortSignal.any` over `AbortSignal.timeout` can be
 * collected as garbage before it fires.
 */
function limitOf(request: HttpRequest): { signal: AbortSignal; why(): LostReason | undefined; release(): void } {
  const controller = new AbortController();
  let reason: LostReason | undefined;
  const stop = (why: LostReason) => {
    reason ??= why;
    controller.abort();
  };
  const onAbort = () => stop('aborted');
  const timer = setTimeout(() => stop('timeout'), request.timeoutMilliseconds);
  request.signal.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    why: () => reason,
    release() {
      clearTimeout(timer);
      request.signal.removeEventListener('abort', onAbort);
    },
  };
}

async function readCapped(answer: Response, maxBytes: number): Promise<string> {
  if (answer.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body) {
    size += chunk.byteLength;
    // Leaving the loop cancels the stream, which closes the connection.
    if (size > maxBytes) throw new AnswerTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function lostOrNotSent(error: unknown, limit: LostReason | undefined): HttpExchange {
  if (limit !== undefined) return { kind: 'lost', reason: limit };
  if (error instanceof AnswerTooLarge) return { kind: 'lost', reason: 'answer_too_large' };
  const notSent = NOT_SENT_BY_CODE.get(codeOf(error));
  return notSent === undefined ? { kind: 'lost', reason: 'connection_lost' } : { kind: 'not_sent', reason: notSent };
}

/** `fetch` hides the system's error code in the cause of a TypeError. */
function codeOf(error: unknown): string {
  return SystemFailureSchema.safeParse(error).data?.cause.code ?? '';
}
