import { randomUUID } from 'node:crypto';
import { boundOf } from '../schemas/api/answer-bounds';
import type { MountedOperation } from '../server/api/operation';
import { BODIES, largestOf, PARAMETERS, pickFrom } from './inputs';

/** Somebody with a key of the API. */
interface Attacker {
  role: string;
  key: string;
}

export interface Attack {
  url: string;
  callers: readonly Attacker[];
  operations: readonly MountedOperation[];
  random(): number;
  /** Ends it, with what is under way. */
  signal: AbortSignal;
  /** After so many it ends by itself. */
  mostRequests?: number;
}

/** What came of it. */
export interface AttackOutcome {
  requests: number;
  statuses: Record<number, number>;
  /** The largest answer of each operation, in bytes. */
  largest: Record<string, number>;
  /** What must not be, each in a sentence. */
  breaches: string[];
}

/** Requests that each caller has under way at a time. */
const AT_ONCE = 4;
/** No API of ours lets anybody wait for so long. */
const ANSWERED_WITHIN_MS = 60_000;
const MOST_BREACHES = 50;
/** A line stays open; so much of it is read. */
const LINE_MS = 300;
const ACCEPT = ['application/json', 'text/html', 'application/pdf', 'text/plain', 'text/csv', '*/*'];

/** Everybody asks for everything, again and again, and as often as they are let, until it is ended. */
export async function attack(plan: Attack): Promise<AttackOutcome> {
  const outcome: AttackOutcome = { requests: 0, statuses: {}, largest: {}, breaches: [] };
  const { mostRequests = Number.POSITIVE_INFINITY } = plan;
  const calling = plan.callers.flatMap((caller) =>
    Array.from({ length: AT_ONCE }, async () => {
      while (!plan.signal.aborted && outcome.requests < mostRequests)
        await ask(chosenFor(caller, plan), caller, plan, outcome);
    }),
  );
  await Promise.all(calling);
  return outcome;
}

/** Mostly what the caller may do: what they may not is answered soon. */
function chosenFor({ role }: Attacker, { operations, random }: Attack): MountedOperation {
  const allowed = operations.filter(({ roles }) => (roles as readonly string[]).includes(role));
  return pickFrom(random() < 0.8 ? allowed : operations, random);
}

async function ask(operation: MountedOperation, caller: Attacker, plan: Attack, outcome: AttackOutcome): Promise<void> {
  const { url, signal } = plan;
  try {
    const response = await fetch(`${url}${addressOf(operation, plan)}`, requestOf(operation, caller, plan));
    const { status } = response;
    const type = response.headers.get('content-type') ?? '';
    const bytes = type.startsWith('text/event-stream')
      ? await glance(response)
      : (await response.arrayBuffer()).byteLength;
    outcome.requests += 1;
    outcome.statuses[status] = (outcome.statuses[status] ?? 0) + 1;
    outcome.largest[operation.id] = Math.max(outcome.largest[operation.id] ?? 0, bytes);
    const bound = boundOfAnswer(operation, status, type);
    if (bytes > bound) breach(outcome, `${operation.id} answered ${status} with ${bytes} bytes; ${bound} are allowed`);
    const isShed = status === 503 && response.headers.has('retry-after');
    if (status >= 500 && !isShed) breach(outcome, `${operation.id} answered ${status}`);
    // Whoever is told to wait does, as far as there is time.
    if (status === 429) await new Promise((resolve) => setTimeout(resolve, 200));
  } catch (error) {
    if (signal.aborted) return;
    breach(
      outcome,
      `${operation.id} was not answered: ${error instanceof Error ? `${error.message} ${error.cause}` : error}`,
    );
  }
}

function breach(outcome: AttackOutcome, what: string): void {
  if (outcome.breaches.length < MOST_BREACHES) outcome.breaches.push(what);
}

function addressOf({ path, query }: MountedOperation, { random }: Attack): string {
  const named = path.replaceAll(/\{\w+\}/g, () => pickFrom(PARAMETERS, random));
  switch (Math.floor(random() * 4)) {
    case 0:
      return named;
    case 1:
      return `${named}?${Array.from({ length: 500 }, (_, index) => `x${index}=1`).join('&')}`;
    case 2:
      return `${named}?limit=100&cursor=${'a'.repeat(500)}&limit=1`;
    default: {
      const largest = largestOf(query);
      const values = typeof largest === 'object' && largest !== null ? Object.entries(largest) : [];
      const chosen = values.filter(([name]) => name !== 'cursor' && random() < 0.5);
      const parameters = new URLSearchParams(
        chosen.map(([name, value]): [string, string] => [name, String(value).slice(0, 200)]),
      );
      return `${named}?${parameters}`;
    }
  }
}

function requestOf({ method, body }: MountedOperation, { role, key }: Attacker, { random }: Attack): RequestInit {
  // One of its own: a signal that all requests share keeps a listener of each.
  const signal = AbortSignal.timeout(ANSWERED_WITHIN_MS);
  const headers: Record<string, string> = {
    authorization: `Bearer ${key}`,
    'idempotency-key': random() < 0.1 ? 'x'.repeat(255) : randomUUID(),
    accept: pickFrom(ACCEPT, random),
    'accept-language': pickFrom(['fr', 'en'], random),
    prefer: 'wait=1',
    'x-forwarded-for': `198.51.100.${Math.floor(random() * 250)}`,
    ...(role === 'service' ? { 'avenant-on-behalf-of': 'claire' } : {}),
    ...(random() < 0.5 ? { 'if-match': '"7"' } : {}),
  };
  if (method === 'get') return { method: random() < 0.1 ? 'HEAD' : 'GET', headers, signal };
  const text = pickFrom(BODIES, random)(body, random);
  return {
    method: method.toUpperCase(),
    headers: { ...headers, 'content-type': 'application/json' },
    body: text,
    signal,
  };
}

/** The bytes that come first. */
async function glance(response: Response): Promise<number> {
  const reader = response.body?.getReader();
  if (reader === undefined) return 0;
  const timer = setTimeout(() => void reader.cancel().catch(() => undefined), LINE_MS);
  const { value } = await reader.read();
  clearTimeout(timer);
  await reader.cancel().catch(() => undefined);
  return value?.byteLength ?? 0;
}

function boundOfAnswer({ answers }: MountedOperation, status: number, type: string): number {
  const { schema, mostBytes, media = [] } = answers[String(status)] ?? {};
  const isFile = media.some((one) => type.startsWith(one));
  if (!isFile) return boundOf(schema);
  // A file that is sent as it is read says how many entries it has, and no bytes.
  return mostBytes ?? Number.POSITIVE_INFINITY;
}
