import type { Schemas } from '../../../shared/api/api-types';
import { inOrderOf, isIn, type QueueOrder, sortOf, type View } from '../views/view';

/** What has happened to the orders of a list since it was read, and is not shown as such until somebody asks for it. */
export interface News {
  /** Orders that belong to the list and are not in it yet. */
  fresh: ReadonlyMap<string, QueueOrder>;
  /** Those of its rows that are not what they were, or do not belong to it any more. */
  marks: ReadonlyMap<string, Mark>;
}

type Page = Schemas['OrderList'];

export type Mark = 'changed' | 'left';

export const NO_NEWS: News = { fresh: new Map(), marks: new Map() };

interface Told {
  news: News;
  /** The rows where they stand, each with its latest facts; the same array where none of them is told of. */
  orders: readonly QueueOrder[];
}

/** Takes in what was told of orders: rows keep their place. @param query of the list, naming people by their ids */
export function toldOf(before: News, orders: readonly QueueOrder[], told: readonly QueueOrder[], query: View): Told {
  const latest = new Map(told.map((order) => [order.changeId, order]));
  const [fresh, marks] = [new Map(before.fresh), new Map(before.marks)];
  let isTouched = false;
  const after = orders.map((order) => {
    const { changeId } = order;
    const now = latest.get(changeId);
    latest.delete(changeId);
    fresh.delete(changeId);
    if (now === undefined || isSame(order, now)) return order;
    marks.set(changeId, isIn(now, query) ? 'changed' : 'left');
    isTouched = true;
    return now;
  });
  for (const [changeId, order] of latest) {
    if (isIn(order, query)) fresh.set(changeId, order);
    else fresh.delete(changeId);
  }
  return { news: { fresh, marks }, orders: isTouched ? after : orders };
}

/** Takes in a first page that was read anew: rows that would stand in it and do not have left. */
export function readAnew(before: News, orders: readonly QueueOrder[], page: Page, query: View): Told {
  const told = toldOf(before, orders, page.items, query);
  const inOrder = inOrderOf(sortOf(query));
  const last = page.next === null ? undefined : page.items.at(-1);
  const there = new Set(page.items.map(({ changeId }) => changeId));
  const gone = orders.filter((order) => !there.has(order.changeId) && (last === undefined || inOrder(order, last) < 0));
  const marks = new Map([...told.news.marks, ...gone.map(({ changeId }) => [changeId, 'left'] as const)]);
  return { ...told, news: { ...told.news, marks } };
}

const isSame = (one: QueueOrder, other: QueueOrder): boolean => JSON.stringify(one) === JSON.stringify(other);

/**
 * The list as it is: without what left it, with what is new, and sorted.
 *
 * @param hasMore there are further ones beyond its end, among which newer ones come as one reads on
 */
export function asItIs(
  orders: readonly QueueOrder[],
  { fresh, marks }: News,
  query: View,
  hasMore: boolean,
): QueueOrder[] {
  const inOrder = inOrderOf(sortOf(query));
  const last = orders.at(-1);
  const known = new Set(orders.map(({ changeId }) => changeId));
  const reaches = (order: QueueOrder): boolean => !hasMore || last === undefined || inOrder(order, last) <= 0;
  const added = [...fresh.values()].filter((order) => !known.has(order.changeId) && reaches(order));
  return [...orders.filter(({ changeId }) => marks.get(changeId) !== 'left'), ...added].sort(inOrder);
}

/** How many are new and how many left, among those that are shown. */
export function countsOf({ fresh, marks }: News): { fresh: number; left: number } {
  return { fresh: fresh.size, left: [...marks.values()].filter((mark) => mark === 'left').length };
}
