import { parseArgs } from 'node:util';
import { failure, jsonReply, listen, type SandboxReply, type SandboxRequest } from '../sandbox-server';
import { answerNumber, answerTestService, type ViesQuestion, viesError } from './answers';

/** VIES on this machine: the REST service, its test service, and its bad days on request. */

/** A bad day. `times` is how many checks it lasts; without it, until `script(null)`. */
export type ViesFault =
  /** The connection breaks. */
  | { kind: 'down'; times?: number }
  /** No answer until the caller gives up or the sandbox closes. */
  | { kind: 'silence'; times?: number }
  /** An error as VIES reports it, on HTTP 200: MS_UNAVAILABLE, TIMEOUT, IP_BLOCKED … */
  | { kind: 'error'; code: string; times?: number }
  | { kind: 'html'; status?: number; times?: number }
  | { kind: 'answer'; status: number; body: unknown; times?: number }
  /** More text than any client should read. */
  | { kind: 'flood'; times?: number };

export interface ViesSandboxOptions {
  /** Free port when left out. */
  port?: number | undefined;
  /** Canonical numbers that VIES does not know; every other well-formed one is valid. */
  invalid?: readonly string[] | undefined;
  /** Time printed in answers, RFC 3339; the present when left out. */
  now?: (() => string) | undefined;
}

export interface ViesSandbox {
  /** Base URL for the client: the operation follows. */
  url: string;
  /** Bodies of the checks received so far, oldest first. */
  requests: readonly ViesQuestion[];
  /** Replaces the bad day in force; null ends it. */
  script(fault: ViesFault | null): void;
  close(): Promise<void>;
}

const BASE_PATH = '/taxation_customs/vies/rest-api';

/** Starts the sandbox on 127.0.0.1; it is ready when this resolves. Rejects when the port is taken. */
export async function startViesSandbox(options: ViesSandboxOptions = {}): Promise<ViesSandbox> {
  const requests: ViesQuestion[] = [];
  const now = options.now ?? (() => new Date().toISOString());
  const invalid = new Set(options.invalid);
  const badDay = badDays();
  const serve = async (request: SandboxRequest): Promise<SandboxReply> => {
    if (request.path === `${BASE_PATH}/check-status`)
      return jsonReply(200, { vow: { available: true }, countries: [] });
    const operation = request.method === 'POST' ? request.path.slice(BASE_PATH.length) : '';
    if (operation !== '/check-vat-number' && operation !== '/check-vat-test-service')
      return failure(404, 'no_such_path');
    const question = questionOf(request.body);
    requests.push(question);
    const fault = badDay.next();
    if (fault !== null) return replyOf(fault);
    if (operation === '/check-vat-test-service') return answerTestService(question, now());
    const consultation = `WAPIAAAA${String(requests.length).padStart(8, '0')}`;
    return answerNumber(question, { invalid, requestDate: now(), consultation });
  };
  const server = await listen(serve, options.port);
  return { url: `${server.url}${BASE_PATH}`, requests, script: badDay.set, close: server.close };
}

function badDays(): { set(fault: ViesFault | null): void; next(): ViesFault | null } {
  let inForce: ViesFault | null = null;
  let left = 0;
  return {
    set(fault) {
      inForce = fault;
      left = fault?.times ?? Number.POSITIVE_INFINITY;
    },
    next() {
      if (left <= 0) inForce = null;
      left -= 1;
      return inForce;
    },
  };
}

function replyOf(fault: ViesFault): SandboxReply {
  switch (fault.kind) {
    case 'down':
      return { kind: 'drop' };
    case 'silence':
      return { kind: 'hang' };
    case 'error':
      return viesError(fault.code);
    case 'html':
      return { kind: 'text', status: fault.status ?? 200, type: 'text/html', text: '<html>Service unavailable</html>' };
    case 'answer':
      return jsonReply(fault.status, fault.body);
    case 'flood':
      return { kind: 'text', status: 200, type: 'application/json', text: `{"valid":true${' '.repeat(1_000_000)}}` };
  }
}

function questionOf(body: unknown): ViesQuestion {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}

/** `tsx dev/sandboxes/vies/server.ts --port 4020`; prints `{"url": …}` when it listens. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string' }, invalid: { type: 'string', multiple: true } } });
  const port = values.port === undefined ? undefined : Number(values.port);
  const sandbox = await startViesSandbox({ port, invalid: values.invalid });
  process.stdout.write(`${JSON.stringify({ url: sandbox.url })}\n`);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  });
}
