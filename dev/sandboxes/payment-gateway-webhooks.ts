import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { GatewayMode } from '../../gateways/payment/port';
import { SANDBOX_SIGNATURE_HEADER } from '../../gateways/payment/sandbox-webhook';
import { signTimestamped } from '../../gateways/payment/webhook-signature';
import type { SandboxEvent } from './payment-gateway-book';
import { isLoopback } from './sandbox-server';

/** Sends the sandbox gateway's events, signed, at least once, in no promised order; a script makes it worse. */

export interface WebhookTarget {
  url: string;
  secret: string;
}

/** How deliveries misbehave; what is left out goes back to normal. */
export const Behaviour = z.strictObject({
  /** Each event is sent this many times, at once. */
  copies: z.number().int().min(1).max(100).default(1),
  /** Kept back until `release`. */
  hold: z.boolean().default(false),
  /** Added to the timestamp that is signed. */
  timestampOffsetSeconds: z.number().int().default(0),
  mode: z.enum(['test', 'live']).optional(),
});

export interface WebhookSender {
  enqueue(event: SandboxEvent): void;
  behave(behaviour: z.input<typeof Behaviour>): void;
  /** Lets held events go, one after the other. */
  release(order: 'as_created' | 'reversed'): Promise<void>;
  /** Resolves when nothing is being delivered; held events do not count. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const ATTEMPTS = 6;
const FIRST_PAUSE_MILLISECONDS = 50;
const DELIVERY_TIMEOUT_MILLISECONDS = 5_000;

/** Sends to `target`, or nowhere when it is undefined. Throws RangeError unless the target is on this machine. */
export function webhookSender(target: WebhookTarget | undefined, mode: GatewayMode): WebhookSender {
  if (target !== undefined && !isLoopback(target.url)) throw new RangeError('a sandbox sends to this machine only');
  const closing = new AbortController();
  const running = new Set<Promise<void>>();
  const held: SandboxEvent[] = [];
  let behaviour = Behaviour.parse({});

  const start = (event: SandboxEvent): Promise<void> => {
    const sent = deliver(event);
    running.add(sent);
    return sent.finally(() => running.delete(sent));
  };
  const deliver = async (event: SandboxEvent): Promise<void> => {
    if (target === undefined) return;
    const { copies, timestampOffsetSeconds } = behaviour;
    const body = bodyOf(event, behaviour.mode ?? mode);
    await Promise.all(
      Array.from({ length: copies }, () => attempt(target, body, timestampOffsetSeconds, closing.signal)),
    );
  };
  return {
    enqueue(event) {
      if (behaviour.hold) held.push(event);
      else start(event).catch(() => undefined);
    },
    behave(wanted) {
      behaviour = Behaviour.parse(wanted);
    },
    async release(order) {
      const events = held.splice(0);
      for (const event of order === 'reversed' ? events.reverse() : events) await start(event);
    },
    async idle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
    async close() {
      closing.abort();
      await Promise.allSettled(running);
    },
  };
}

function bodyOf({ id, type, created, reference, subjectId }: SandboxEvent, mode: GatewayMode): string {
  return JSON.stringify({ id, type, created, mode, data: { reference, paymentId: subjectId } });
}

/** Tries with growing pauses until a 2xx; a receiver that stays away loses the event, as with a real gateway. */
async function attempt(
  target: WebhookTarget,
  body: string,
  offsetSeconds: number,
  closing: AbortSignal,
): Promise<void> {
  for (let count = 0; count < ATTEMPTS && !closing.aborted; count += 1) {
    if (count > 0) await pause(FIRST_PAUSE_MILLISECONDS * 2 ** count, undefined, { signal: closing, ref: false });
    const timestamp = Math.floor(Date.now() / 1000) + offsetSeconds;
    const headers = {
      'content-type': 'application/json',
      [SANDBOX_SIGNATURE_HEADER]: signTimestamped(body, target.secret, timestamp),
    };
    const status = await post(target.url, headers, body, closing);
    // A refusal is final here: sending the same bytes again cannot help, and tests would wait for it.
    if (status >= 200 && status < 500) return;
  }
}

async function post(url: string, headers: Record<string, string>, body: string, closing: AbortSignal): Promise<number> {
  const limit = new AbortController();
  const stop = () => limit.abort();
  const timer = setTimeout(stop, DELIVERY_TIMEOUT_MILLISECONDS);
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
