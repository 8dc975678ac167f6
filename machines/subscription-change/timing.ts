import { millisecondsOf } from '../instant';
import type { Asked } from './note';

/** The pauses before an order asks once more by itself, in seconds; a nudge comes earlier. After the last it asks a person. */
export const PAUSES = {
  /** Before each look-up of a payment that nobody knows the outcome of: with the look-ups themselves under 15 minutes. */
  lookUps: [1, 5, 15, 30, 60, 120, 240],
  /** Before a charge that was certainly not sent is sent again: a gateway that restarts within ten minutes needs no person. */
  resends: [0.5, 2, 8, 30, 60, 120, 240, 300],
} as const;

/** How often an order asks by itself before it asks a person. At once is what whoever placed the order waits for. */
export const LIMITS = {
  lookUpsAtOnce: 2,
  lookUps: PAUSES.lookUps.length,
  resendsAtOnce: 3,
  resends: PAUSES.resends.length,
  vatAttempts: 8,
} as const;

const minutes = (count: number): number => count * 60_000;
const seconds = (count: number): number => count * 1_000;

/** How long an order waits before it moves by itself, in milliseconds. */
export const delays = {
  nextVatAttempt: ({ context: { vat } }: Asked) =>
    vat.item === null ? minutes(Math.min(60, 5 * 2 ** Math.max(0, vat.attempts - 2))) : minutes(360),
  effectiveDay: ({ context: { waiting, placing, price } }: Asked) => {
    // The latest instant that the order knows of: it waits from now, and a statechart has no clock.
    const known = [waiting.resumedAt, placing.placedAt, price.quote?.at].map((at) => millisecondsOf(at ?? ''));
    const until = millisecondsOf(price.quote?.effectiveAt ?? '');
    return Math.max(1, until - Math.max(...known.filter(Number.isFinite)));
  },
  nextLookUp: ({ context: { payment } }: Asked) => payment.outcome?.checkAgainIn ?? minutes(1),
  lookUpBackOff: ({ context: { payment } }: Asked) => seconds(PAUSES.lookUps[payment.lookUps] ?? 0),
  resendBackOff: ({ context: { payment } }: Asked) => seconds(PAUSES.resends[payment.resends] ?? 0),
  /** A person has been asked, and the gateway may have come back meanwhile. */
  nextLookUpBesides: ({ context: { payment } }: Asked) =>
    minutes(Math.min(60, 15 * 2 ** (payment.lookUps - LIMITS.lookUps))),
  nextCaptureBesides: ({ context: { support } }: Asked) =>
    minutes(Math.min(60, 2 ** Math.max(0, (support.stuck?.attempts ?? 1) - 1))),
  nextFulfilmentLook: ({ context: { delivery } }: Asked) => delivery.checkAgainIn,
};
