import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** The little HTTP server under every sandbox: JSON in and out, loopback only, able to misbehave on purpose. */

const MAX_BODY_BYTES = 64 * 1024;

export interface SandboxRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  /** Parsed JSON or form; undefined when there is none. */
  body: unknown;
}

export type SandboxReply =
  | { kind: 'json'; status: number; body: unknown; delayMilliseconds?: number }
  | { kind: 'text'; status: number; type: string; text: string }
  /** Sends a browser on, to be asked for with GET. */
  | { kind: 'redirect'; location: string }
  /** Breaks the connection. */
  | { kind: 'drop' }
  /** Says nothing until the caller gives up or the sandbox closes. */
  | { kind: 'hang' };

type JsonReply = SandboxReply & { kind: 'json' };

export const jsonReply = (status: number, body: unknown): JsonReply => ({ kind: 'json', status, body });
export const failure = (status: number, code: string, more: object = {}): JsonReply =>
  jsonReply(status, { error: { code, ...more } });

export interface RunningServer {
  url: string;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1; port 0 or none picks a free one. A handler that throws is answered with 500. */
export async function listen(
  handle: (request: SandboxRequest) => Promise<SandboxReply>,
  port = 0,
): Promise<RunningServer> {
  const server = createServer((incoming, response) => {
    serve(incoming, response, handle).catch(() => response.destroy());
  });
  // A caller that was busy for seconds must not find its connection closed at the next request.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Whether a URL stays on this machine: sandboxes call nobody else. */
export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  handle: (request: SandboxRequest) => Promise<SandboxReply>,
): Promise<void> {
  const read = await readBody(incoming);
  if (read.kind === 'refused') return send(response, read.reply);
  const url = new URL(incoming.url ?? '/', 'http://sandbox');
  const reply = await handle({
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: read.body,
  }).catch(() => failure(500, 'sandbox_error'));
  return send(response, reply);
}

type ReadBody = { kind: 'read'; body: unknown } | { kind: 'refused'; reply: SandboxReply };

async function readBody(incoming: IncomingMessage): Promise<ReadBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) return { kind: 'refused', reply: failure(413, 'too_large') };
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return { kind: 'read', body: undefined };
  if (incoming.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return { kind: 'read', body: Object.fromEntries(new URLSearchParams(text)) };
  }
  try {
    return { kind: 'read', body: JSON.parse(text) };
  } catch {
    return { kind: 'refused', reply: failure(400, 'invalid_request') };
  }
}

async function send(response: ServerResponse, reply: SandboxReply): Promise<void> {
  switch (reply.kind) {
    case 'hang':
      return;
    case 'drop':
      response.destroy();
      return;
    case 'text':
      response.writeHead(reply.status, { 'content-type': reply.type }).end(reply.text);
      return;
    case 'redirect':
      response.writeHead(303, { location: reply.location }).end();
      return;
    case 'json':
      if (reply.delayMilliseconds) await pause(reply.delayMilliseconds);
      response.writeHead(reply.status, { 'content-type': 'application/json' }).end(JSON.stringify(reply.body));
  }
}
