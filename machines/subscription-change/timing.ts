import { millisecondsOf } from '../instant';
import type { OrderContext } from './context';

/** How often an order asks by itself before it asks a person. */
export const LIMITS = { lookUpsAtOnce: 2, lookUps: 6, resends: 3, vatAttempts: 8 } as const;

const minutes = (count: number): number => count * 60_000;

interface Asked {
  context: OrderContext;
}

/** How long an order waits before it moves by itself, in milliseconds. */
export const delays = {
  nextVatAttempt: ({ context }: Asked) =>
    context.vatItem === null ? minutes(Math.min(60, 5 * 2 ** Math.max(0, context.vatAttempts - 2))) : minutes(360),
  effectiveDay: ({ context }: Asked) => {
    const from = millisecondsOf(context.resumedAt ?? context.placedAt ?? '');
    const until = millisecondsOf(context.quote?.effectiveAt ?? '');
    return Math.max(1, until - from);
  },
  nextLookUp: ({ context }: Asked) => context.payment?.checkAgainIn ?? minutes(1),
  lookUpBackOff: ({ context }: Asked) => Math.min(minutes(60), 1_000 * 5 ** context.lookUps),
  resendBackOff: ({ context }: Asked) => 500 * 4 ** context.resends,
  nextFulfilmentLook: ({ context }: Asked) => context.fulfilmentCheckAgainIn,
};
