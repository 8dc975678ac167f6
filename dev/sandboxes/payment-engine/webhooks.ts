import { setMaxListeners } from 'node:events';
import { z } from 'zod';
import type { GatewayMode } from '../../../gateways/payment/port';
import { isLoopback } from '../sandbox-server';
import { deliverSigned, type SignedTarget } from '../signed-delivery';
import type { SentEvent } from './types';

/** Sends a gateway's events, signed, at least once, in no promised order; a script makes it worse. */

export type WebhookTarget = Omit<SignedTarget, 'header'>;

/** Misbehaviour of deliveries; a field that is left out goes back to normal. */
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
  enqueue(event: SentEvent): void;
  behave(behaviour: z.input<typeof Behaviour>): void;
  /** Lets held events go, one after the other. */
  release(order: 'as_created' | 'reversed'): Promise<void>;
  /** Resolves when nothing is being delivered; held events do not count. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** The envelope of a gateway's events. */
export interface Envelope {
  /** Name of the header that carries the signature. */
  signatureHeader: string;
  bodyOf(event: SentEvent, mode: GatewayMode): string;
}

/** Sends to `target`, or nowhere when it is undefined. Throws RangeError unless the target is on this machine. */
export function webhookSender(
  target: WebhookTarget | undefined,
  mode: GatewayMode,
  { signatureHeader: header, bodyOf }: Envelope,
): WebhookSender {
  if (target !== undefined && !isLoopback(target.url)) throw new RangeError('a sandbox sends to this machine only');
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const running = new Set<Promise<void>>();
  const held: SentEvent[] = [];
  const quiet = Promise.resolve();
  let behaviour = Behaviour.parse({});

  const send = (to: WebhookTarget, event: SentEvent): Promise<void> => {
    const body = bodyOf(event, behaviour.mode ?? mode);
    return sendCopies({ ...to, header }, body, behaviour, closing.signal);
  };
  const start = (event: SentEvent): Promise<void> => {
    const sent = target ? send(target, event) : quiet;
    running.add(sent);
    return sent.finally(() => running.delete(sent));
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

async function sendCopies(
  target: SignedTarget,
  body: string,
  { copies, timestampOffsetSeconds }: z.infer<typeof Behaviour>,
  closing: AbortSignal,
): Promise<void> {
  const send = () => deliverSigned(target, body, closing, timestampOffsetSeconds);
  await Promise.all(Array.from({ length: copies }, send));
}
