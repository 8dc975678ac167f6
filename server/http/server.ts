import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { newRequestId } from './identifiers';
import { Problem, problemDocument } from './problem';
import type { ProblemCode } from './problem-codes';

/** Time for a refused client to read its answer before the connection is closed over its unread bytes. */
const LINGER = 1_000;

/** Node's own names of the faults that are more than bytes that are no request. */
const BY_CODE: ReadonlyMap<string | undefined, ProblemCode> = new Map([
  ['HPE_HEADER_OVERFLOW', 'headers_too_large'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 'request_timeout'],
] as const);

/**
 * The server around the application. What is wrong before there is a request, and so never comes to the application,
 * is answered with a problem document too, where Node's own answer has none.
 */
export function httpServerFor(application: RequestListener, logger: Logger): Server {
  const latest = new WeakMap<Duplex, { request: IncomingMessage; response: ServerResponse }>();
  const refused = new WeakSet<Duplex>();
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    latest.set(request.socket, { request, response });
    application(request, response);
  };
  const refuse = (socket: Duplex, code: ProblemCode): void => {
    if (refused.has(socket)) return;
    refused.add(socket);
    // Node has let go of the socket of a tunnel: without a listener of ours, a client that hangs up would end the process.
    socket.on('error', () => socket.destroy());
    const requestId = newRequestId();
    logger.info({ requestId, code }, 'no request');
    const { request, response } = latest.get(socket) ?? {};
    const answer = (): void => endWith(socket, answerOf(new Problem(code), requestId));
    if (request?.complete === true && response?.writableFinished === false) {
      // What came before on this connection was a request and is answered first: the client tells answers by their order.
      response.once('finish', answer);
    } else if (response?.headersSent === true && !response.writableFinished) socket.destroy();
    else answer();
  };
  // The application refuses a missing Host itself (RFC 9112, 3.2), with its own document.
  const server = createServer({ requireHostHeader: false }, handle);
  // An expectation nobody knows may be left unmet (RFC 9110, 10.1.1): the request says what it wants without it.
  server.on('checkExpectation', handle);
  server.on('connect', (_request, socket: Duplex) => refuse(socket, 'malformed_request'));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET') return void socket.destroy();
    refuse(socket, BY_CODE.get(error.code) ?? 'malformed_request');
  });
  return server;
}

/** Closes once the client has read its answer, or had the time to. */
function endWith(socket: Duplex, answer: string): void {
  if (!socket.writable) return void socket.destroy();
  const linger = setTimeout(() => socket.destroy(), LINGER).unref();
  socket.once('close', () => clearTimeout(linger));
  socket.resume();
  socket.end(answer);
}

/** The answer as bytes. Nothing of the request is known, its language neither. */
function answerOf(problem: Problem, requestId: string): string {
  const body = JSON.stringify(problemDocument(problem, { requestId, locale: 'en' }));
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Content-Language: en',
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    `X-Request-Id: ${requestId}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
