import { present } from '../../../billing/present';
import type { ChangeFilterQuery } from '../../../schemas/orders/filters';
import { type FilterName, keyFor, namesIn, OFFERED, type OrderFilters } from '../../../store/orders/filters';
import type { OrderListQuery } from '../../../store/orders/lists';
import { Problem } from '../../http/problem';

/**
 * The list that a query asks for.
 *
 * @throws Problem 422 `filters_not_combined` with what can be combined
 */
export function orderListOf(tenantId: string, query: ChangeFilterQuery): OrderListQuery {
  const filters = filtersOf(query);
  if (keyFor(filters) === undefined) throw notCombined(filters);
  const { assignee, sort: sorting } = query;
  const until = { updated: query.updatedSince, age: query.inStateBefore, timer: query.timerBefore }[sorting];
  return {
    tenantId,
    filters,
    sorting,
    ...present({ assigneeId: assignee, until: until === undefined ? undefined : new Date(until) }),
  };
}

function filtersOf(query: ChangeFilterQuery): OrderFilters {
  const { state, waits, stuck, code, step, country, currency, amount, gateway, accountId, subscriptionId } = query;
  return present({
    state,
    waits: stuck === undefined ? waits : 'stuck',
    code,
    step,
    country,
    gateway,
    accountId,
    subscriptionId,
    amount: amount === undefined ? undefined : `${currency}:${amount}`,
    open: query.open && (true as const),
    unassigned: query.unassigned && (true as const),
  });
}

/** As a caller writes it: the band of an amount goes with its currency. */
const words = (names: readonly FilterName[]): string[] =>
  names.flatMap((name) => (name === 'amount' ? ['currency', 'amount'] : [name]));

/** Every combination offered, for documents. */
export const offeredInWords = (): string =>
  OFFERED.filter((names) => names.length > 0)
    .map((names) => words(names).join(' + '))
    .join(', ');

/** Of the combinations offered, those that hold something of what was asked for. */
function notCombined(filters: OrderFilters): Problem {
  const asked = namesIn(filters);
  const near = OFFERED.filter((names) => names.some((name) => asked.includes(name))).map(words);
  const facts = { asked: words(asked).join(' + '), offered: near.map((names) => names.join(' + ')).join(', ') };
  return new Problem('filters_not_combined', { facts, extra: { offered: near } });
}
