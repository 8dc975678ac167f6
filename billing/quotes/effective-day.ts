import type { CivilDate, Subscription, Timing } from '../facts/types';

/**
 * The later day on which an order takes effect; undefined for an order of now. Of several subscriptions it is the earliest end of a
 * period: after it the period of one would not be known, and what the others have left is credited.
 */
export function effectiveDayOf(
  timing: Timing,
  subscriptions: readonly Pick<Subscription, 'period'>[],
): CivilDate | undefined {
  if (timing === 'now') return undefined;
  return subscriptions
    .map(({ period }) => period.end)
    .sort()
    .at(0);
}
