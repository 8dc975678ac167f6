import { freeSeatsOf } from '../../store/facts/free-seats';
import type { Settings } from '../../store/facts/settings';
import type { HeldSubscription } from '../../store/facts/subscriptions';
import type { ServerStore } from '../ports';

interface NewSeatsSources {
  orders: Pick<ServerStore['orders'], 'find'>;
  settings: Pick<Settings, 'reminderDelays'>;
  at: Date;
}

/** Whoever buys more often than that within some weeks has been asked to assign seats by the latest ones. */
const LATEST_ORDERS = 3;

/**
 * Number of free seats that wait for people: bought by the latest orders, so lately that somebody is still reminded of them.
 */
export async function newSeatsOf(
  { subscription, appliedChangeIds }: Pick<HeldSubscription, 'subscription' | 'appliedChangeIds'>,
  { orders, settings, at }: NewSeatsSources,
): Promise<number> {
  const { tenantId, subscriptionId } = subscription;
  const free = freeSeatsOf(subscription);
  const since = at.getTime() - (settings.reminderDelays.at(-1) ?? 0);
  let bought = 0;
  for (const changeId of appliedChangeIds.slice(-LATEST_ORDERS).toReversed()) {
    if (bought >= free) break;
    const order = await orders.find(tenantId, changeId);
    if (order === null || Date.parse(order.at) < since) break;
    const change = order.details.quote?.changes.find((one) => one.subscriptionId === subscriptionId);
    bought += change?.seatsAdded ?? 0;
  }
  return Math.min(bought, free);
}
