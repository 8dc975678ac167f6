import type { Schemas } from '../../../shared/api/api-types';

type Changes = Schemas['Order']['changes'];

/** A wish that somebody has typed, and the one of the order that they saw then. Plain data. */
export interface TypedWish {
  wished: Changes;
  over: Changes;
}

/** The typed wish where it was written over the one that the order has; null where the order has a newer one. */
export const freshWish = (typed: TypedWish | null, changes: Changes): TypedWish | null =>
  typed !== null && JSON.stringify(typed.over) === JSON.stringify(changes) ? typed : null;

/** A typed wish put on a newer one of the order: what was typed stays, everything else is the order's. */
export function rebased({ wished, over }: TypedWish, changes: Changes): TypedWish {
  const next = changes.map((newer) => {
    const of = (list: Changes) => list.find((one) => one.subscriptionId === newer.subscriptionId);
    const [typed, before] = [of(wished), of(over)];
    if (typed === undefined) return newer;
    return {
      ...newer,
      ...(typed.seats === undefined || typed.seats === before?.seats ? {} : { seats: typed.seats }),
      ...(typed.frequency === undefined || typed.frequency === before?.frequency ? {} : { frequency: typed.frequency }),
    };
  });
  return { wished: next, over: changes };
}
