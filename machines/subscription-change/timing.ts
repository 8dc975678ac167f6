import { millisecondsOf } from '../instant';
import type { Asked } from './note';

/** How often an order asks by itself before it asks a person. */
export const LIMITS = { lookUpsAtOnce: 2, lookUps: 6, resends: 3, vatAttempts: 8 } as const;

const minutes = (count: number): number => count * 60_000;

/** How long an order waits before it moves by itself, in milliseconds. */
export const delays = {
  nextVatAttempt: ({ context: { vat } }: Asked) =>
    vat.item === null ? minutes(Math.min(60, 5 * 2 ** Math.max(0, vat.attempts - 2))) : minutes(360),
  effectiveDay: ({ context: { waiting, placing, price } }: Asked) => {
    const from = millisecondsOf(waiting.resumedAt ?? placing.placedAt ?? '');
    const until = millisecondsOf(price.quote?.effectiveAt ?? '');
    return Math.max(1, until - from);
  },
  nextLookUp: ({ context: { payment } }: Asked) => payment.outcome?.checkAgainIn ?? minutes(1),
  lookUpBackOff: ({ context: { payment } }: Asked) => Math.min(minutes(60), 1_000 * 5 ** payment.lookUps),
  resendBackOff: ({ context: { payment } }: Asked) => 500 * 4 ** payment.resends,
  nextFulfilmentLook: ({ context: { delivery } }: Asked) => delivery.checkAgainIn,
};
