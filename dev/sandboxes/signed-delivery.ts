import { setTimeout as pause } from 'node:timers/promises';
import { signTimestamped } from '../../gateways/webhooks/signature';

export interface SignedTarget {
  url: string;
  secret: string;
  /** Name of the header that carries the signature. */
  header: string;
}

const ATTEMPTS = 6;
const FIRST_PAUSE_MILLISECONDS = 50;
const TIMEOUT_MILLISECONDS = 5_000;

/**
 * Posts a body, signed anew for each attempt, with growing pauses until a 2xx, a 4xx or the sixth attempt: a receiver
 * that stays away loses it, as with a real sender. Ends quietly when `closing` is aborted.
 */
export async function deliverSigned(
  target: SignedTarget,
  body: string,
  closing: AbortSignal,
  timestampOffsetSeconds = 0,
): Promise<void> {
  for (let count = 0; count < ATTEMPTS && !closing.aborted; count += 1) {
    if (count > 0) await rest(FIRST_PAUSE_MILLISECONDS * 2 ** count, closing);
    const timestamp = Math.floor(Date.now() / 1000) + timestampOffsetSeconds;
    const signature = signTimestamped(body, target.secret, timestamp);
    const headers = { 'content-type': 'application/json', [target.header]: signature };
    const status = await post(target.url, headers, body, closing);
    // A refusal is final here: sending the same bytes again cannot help, and tests would wait for it.
    if (status >= 200 && status < 500) return;
  }
}

async function rest(milliseconds: number, closing: AbortSignal): Promise<void> {
  await pause(milliseconds, undefined, { signal: closing, ref: false }).catch(() => undefined);
}

async function post(url: string, headers: Record<string, string>, body: string, closing: AbortSignal): Promise<number> {
  const limit = new AbortController();
  const stop = () => limit.abort();
  const timer = setTimeout(stop, TIMEOUT_MILLISECONDS);
  closing.addEventListener('abort', stop, { once: true });
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: limit.signal });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return 0;
  } finally {
    clearTimeout(timer);
    closing.removeEventListener('abort', stop);
  }
}
