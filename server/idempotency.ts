import type { StoredAnswer } from '../store/idempotency';
import type { Answer } from './operation';
import type { ServerStore } from './ports';
import { Problem } from './problem';

const HOURS = 3_600_000;
/** Answers are kept this long, counted from the first request. */
const KEEP_FOR = 72 * HOURS;
/** Longer than the longest wait: a request still running then has lost its process, and the key may be used again. */
const LEASE_FOR = 90_000;

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
 * @throws Problem 422 when the key came with another request before, 409 while the first one still runs, and whatever
 * the work throws; then the key is free again
 */
export async function once(
  records: ServerStore['idempotency'],
  request: { scope: string; fingerprint: string; now: Date },
  work: () => Promise<Answer>,
): Promise<Answer> {
  const claim = await records.claim({ ...request, leaseFor: LEASE_FOR, keepFor: KEEP_FOR });
  switch (claim.kind) {
    case 'other_request':
      throw new Problem('idempotency_key_reused');
    case 'running':
      throw new Problem('idempotency_key_in_progress', { headers: { 'Retry-After': '1' } });
    case 'answered':
      return { ...claim.answer, headers: { ...claim.answer.headers, 'Idempotent-Replayed': 'true' } };
    case 'started':
      return keepAnswer(records, request.scope, claim.lease, work);
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
    // A key that cannot be freed now is free when its lease runs out.
    await records.release(scope, lease).catch(() => undefined);
    throw error;
  }
  // The work is done: an answer that cannot be kept must not turn into an error. A repeated request names the same
  // order and the same event, so it finds what was done here.
  await records.keep(scope, lease, toStored(answer)).catch(() => undefined);
  return answer;
}

const toStored = ({ status, headers = {}, body = null }: Answer): StoredAnswer => ({ status, headers, body });
