import type { QueueOrder } from '../views/view';

/**
 * The orders from where a range began to a row, both included, in the order of the list. Where it began is known by its order, whatever
 * has come before it since; where that order has left, the range is the row alone.
 */
export function rangeTo(
  orders: readonly Pick<QueueOrder, 'changeId'>[],
  beganAt: string | null,
  index: number,
): string[] {
  const found = orders.findIndex(({ changeId }) => changeId === beganAt);
  const began = found === -1 ? index : found;
  return orders.slice(Math.min(began, index), Math.max(began, index) + 1).map(({ changeId }) => changeId);
}
