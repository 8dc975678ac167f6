import type { Waits } from '../../machines/waits';
import type { ChangeFilterQuery } from '../../schemas/orders/filters';
import { keyFor, type OrderFilters } from '../../store/orders/filters';
import type { OrderListQuery } from '../../store/orders/lists';
import type { OrderDoc } from '../../store/orders/orders';
import { orderListOf } from '../orders/views/filters';
import type { ServerStore } from '../ports';

/** What waits for support, where nothing else is asked for. */
const FOR_SUPPORT = ['stuck', 'support', 'advisor'] as const satisfies readonly Waits[];
const PAGE = 25;
/** Of a list that tells apart what nobody has only order by order, so many pages are read. */
const MOST_PAGES = 40;

/** The lists to take an order from, each the longest in its state first. @throws Problem 422 `filters_not_combined` */
export function listsToTakeFrom(tenantId: string, query: ChangeFilterQuery | undefined): OrderListQuery[] {
  if (query === undefined) {
    return FOR_SUPPORT.map((waits) => ofNobody(orderListOf(tenantId, { waits, sort: 'age' })));
  }
  const { updatedSince: _, timerBefore: __, ...filters } = query;
  return [ofNobody(orderListOf(tenantId, { ...filters, sort: 'age' }))];
}

/** Not every list can be narrowed to what nobody has. */
function ofNobody(list: OrderListQuery): OrderListQuery {
  const filters: OrderFilters = { ...list.filters, unassigned: true };
  return keyFor(filters) === undefined ? list : { ...list, filters };
}

/** The first orders of some lists that nobody has, the longest in their state first. */
export async function waitingOrders(
  orders: ServerStore['orders'],
  lists: readonly OrderListQuery[],
): Promise<OrderDoc[]> {
  const found = await Promise.all(lists.map((list) => headOf(orders, list)));
  // Further down, one list may know of orders that are older than those of another.
  return found.flat().sort(byAge).slice(0, PAGE);
}

async function headOf(orders: ServerStore['orders'], list: OrderListQuery): Promise<OrderDoc[]> {
  let from: OrderListQuery['from'];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const found = await orders.list(from === undefined ? list : { ...list, from }, PAGE + 1);
    const free = found.filter(({ assigneeId, isDone }) => assigneeId === null && !isDone);
    const following = found[PAGE];
    if (free.length > 0 || following === undefined) return free;
    from = { at: following.inStateSince ?? new Date(0), changeId: following.changeId };
  }
  return [];
}

const byAge = (one: OrderDoc, other: OrderDoc): number =>
  (one.inStateSince?.getTime() ?? 0) - (other.inStateSince?.getTime() ?? 0);
