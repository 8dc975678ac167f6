import { randomUUID } from 'node:crypto';
import { setTimeout as pass } from 'node:timers/promises';
import { DAY } from '../../billing/calendar/durations';
import type { StoredAnswer } from '../../store/access/idempotency';
import { Problem } from '../http/problem';
import type { ServerStore } from '../ports';
import type { Answer } from './operation';

/** Answers are kept this long, counted from the first request. */
const KEEP_FOR = 3 * DAY;
/** A request that runs so much longer than its caller waits has lost its process, and the key may be used again. */
const LEASE_BEYOND_WAIT = 30_000;
/** When a claim that got no answer is given up, in milliseconds after each other: it may have been written all the same. */
const GIVEN_UP_AFTER = [500, 2_000, 8_000];

/** One request that came with a key. */
interface KeyedRequest {
  scope: string;
  fingerprint: string;
  /** The work may be done by two at once and happens once, so that whoever comes second joins it. */
  joinsItself: boolean;
  now: Date;
  /** Seconds that the caller is ready to wait for the answer. */
  wait: number;
}

const KEY = /^[\x21-\x7e]{1,255}$/;

/** @throws Problem 400 without a key, or with one that is not 1 to 255 printable characters. */
export function idempotencyKeyOf(header: string | undefined): string {
  if (header === undefined || header === '') throw new Problem('idempotency_key_missing');
  if (!KEY.test(header)) throw new Problem('idempotency_key_invalid');
  return header;
}

/**
 * Does the work once for a key and repeats its answer afterwards.
 *
 * @throws Problem 422 when the key came with another request before, 409 while the first one still runs and the work cannot
 * be joined, and whatever
 * the work throws. A request that was refused leaves the key free. Where nobody knows what was done, the same request
 * may be sent again, and only that: another one would get what the first one has started.
 */
export async function once(
  records: ServerStore['idempotency'],
  { scope, fingerprint, joinsItself, now, wait }: KeyedRequest,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const lease = randomUUID();
  const leaseFor = wait * 1_000 + LEASE_BEYOND_WAIT;
  const claim = await records.claim({ scope, fingerprint, lease, now, leaseFor, keepFor: KEEP_FOR }).catch((error) => {
    void giveUp(records, scope, lease);
    throw error;
  });
  switch (claim.kind) {
    case 'other_request':
      throw new Problem('idempotency_key_reused');
    case 'running':
      // The process of the first may be gone, and its work goes on in the order.
      if (joinsItself) return work();
      throw new Problem('idempotency_key_in_progress', {
        headers: { 'Retry-After': secondsUntil(claim.leaseUntil, now) },
      });
    case 'answered':
      return { ...claim.answer, headers: { ...claim.answer.headers, 'Idempotent-Replayed': 'true' } };
    case 'started':
      return keepAnswer(records, scope, lease, work);
  }
}

/** Frees the key for its request, in the background: a database that comes back may have the claim, and nothing runs. */
async function giveUp(records: ServerStore['idempotency'], scope: string, lease: string): Promise<void> {
  for (const delay of GIVEN_UP_AFTER) {
    await pass(delay, undefined, { ref: false });
    await records.reopen(scope, lease).catch(() => undefined);
  }
}

async function keepAnswer(
  records: ServerStore['idempotency'],
  scope: string,
  lease: string,
  work: () => Promise<Answer>,
): Promise<Answer> {
  let answer: Answer;
  try {
    answer = await work();
  } catch (error) {
    const free = error instanceof Problem && error.status < 500 ? records.release : records.reopen;
    // A key that cannot be freed now is free for this request when its lease runs out.
    await free(scope, lease).catch(() => undefined);
    throw error;
  }
  // The work is done: an answer that cannot be kept must not turn into an error. A repeated request names the same
  // order and the same event, so it finds what was done here.
  await records.keep(scope, lease, toStored(answer)).catch(() => undefined);
  return answer;
}

const secondsUntil = (instant: Date, now: Date): string =>
  String(Math.max(1, Math.ceil((instant.getTime() - now.getTime()) / 1_000)));

const toStored = ({ status, headers = {}, body = null }: Answer): StoredAnswer => ({ status, headers, body });
