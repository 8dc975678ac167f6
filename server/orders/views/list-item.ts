import type { OrderListItem } from '../../../schemas/orders/order';
import type { OrderDoc } from '../../../store/orders/orders';
import { stuckToApi } from '../../api/stuck';
import type { ServerStore } from '../../ports';
import { headlineOf, type ListReader } from './headline';

/** The lines of orders; their customers have no use for their own names, and nothing is looked up for them. */
export async function orderListItems(
  accounts: Pick<ServerStore['accounts'], 'listNames'>,
  tenantId: string,
  orders: readonly OrderDoc[],
  reader: ListReader,
): Promise<OrderListItem[]> {
  const isNamed = !reader.isBuyer && orders.length > 0;
  const names = isNamed
    ? await accounts.listNames(
        tenantId,
        orders.map(({ accountId }) => accountId),
      )
    : undefined;
  return orders.map((order) => orderListItem(order, reader, names?.get(order.accountId)));
}

/** One line of a list: what an order waits for, how much it is about, and since when. */
export function orderListItem(
  order: OrderDoc,
  { locale, isBuyer }: ListReader,
  accountName: string | null = null,
): OrderListItem {
  const { view, updatedAt, inStateSince, nextTimerAt, waits, country, gateway, assigneeId } = order;
  const { details, state, sequence, status } = view;
  const { quote, stuck, changeId, accountId, changes, route } = details;
  const names = (quote?.changes ?? []).flatMap((change) => change.names?.product ?? []);
  return {
    changeId,
    accountId,
    subscriptionIds: changes.map(({ subscriptionId }) => subscriptionId),
    state,
    headline: headlineOf(view, { locale, isBuyer }),
    waits,
    stuck: stuck && stuckToApi(stuck, locale),
    route,
    accountName: isBuyer ? null : accountName,
    products: [...new Set(names)],
    done: status !== 'active',
    dueToday: quote && { amount: quote.dueToday, currency: quote.currency },
    country,
    gateway,
    inStateSince: inStateSince?.toISOString() ?? null,
    nextTimerAt: nextTimerAt?.toISOString() ?? null,
    assignee: assigneeId ?? null,
    sequence,
    updatedAt: updatedAt.toISOString(),
  };
}
