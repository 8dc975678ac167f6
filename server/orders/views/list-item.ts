import type { Locale } from '../../../billing/facts/types';
import type { OrderListItem } from '../../../schemas/orders/order';
import type { OrderDoc } from '../../../store/orders/orders';
import { headlineOf } from './headline';
import { type Reader, stuckToApi } from './to-api';

/** Who reads a list: in which language, and whether as staff. */
export interface ListReader {
  locale: Locale;
  role: Reader['role'];
  isStaff: boolean;
}

/** One line of a list: what an order waits for, how much it is about, and since when. */
export function orderListItem(order: OrderDoc, { locale, role, isStaff }: ListReader): OrderListItem {
  const { view, updatedAt, inStateSince, nextTimerAt, waits, country, gateway, assigneeId } = order;
  const { details, state, sequence, done } = view;
  const { quote, stuck, changeId, accountId, changes, route } = details;
  return {
    changeId,
    accountId,
    subscriptionIds: changes.map(({ subscriptionId }) => subscriptionId),
    state,
    headline: headlineOf(view, locale),
    waits,
    stuck: stuck && stuckToApi(stuck, { role, locale }),
    route,
    done,
    dueToday: quote && { amount: quote.dueToday, currency: quote.currency },
    country,
    gateway,
    inStateSince: inStateSince?.toISOString() ?? null,
    nextTimerAt: nextTimerAt?.toISOString() ?? null,
    assignee: isStaff ? (assigneeId ?? null) : null,
    sequence,
    updatedAt: updatedAt.toISOString(),
  };
}
