import type { Locale } from '../../billing/facts/types';
import { WAITS } from '../../machines/waits';
import { type ChangeFilterQuery, ChangeFilterQuerySchema } from '../../schemas/orders/filters';
import { ChangeCountsSchema } from '../../schemas/support/lists';
import { keyFor } from '../../store/orders/filters';
import type { OrderListQuery } from '../../store/orders/lists';
import { type Answer, type Call, type MountedOperation, operation } from '../api/operation';
import { LIST_READERS } from '../api/principal';
import type { Access } from '../identity/access';
import { orderListOf } from '../orders/views/filters';
import type { ServerStore } from '../ports';

/** Counting further would cost more than knowing it is worth. */
const COUNTS_TO = 1_000;

interface CountParts extends Pick<ServerStore, 'orders'> {
  access: Access;
}

export const countRoutes = (parts: CountParts): MountedOperation[] => [
  operation('Support', 'GET /v1/change-counts', {
    id: 'countChanges',
    summary: 'Count the orders of a list, in all and by what they wait for, up to 1,000',
    description: 'The filters are those of `GET /v1/changes`.',
    roles: LIST_READERS,
    query: ChangeFilterQuerySchema,
    answers: { 200: { description: 'Counts; `exact` is false above 1,000.', schema: ChangeCountsSchema } },
    handle: (call) => countChanges(parts, call),
  }),
];

async function countChanges({ orders, access }: CountParts, call: Call<unknown, ChangeFilterQuery>): Promise<Answer> {
  await access.list(call, call.query.accountId);
  const list = orderListOf(call.principal.tenantId, call.query);
  const counted = async (query: OrderListQuery) => inWords(await orders.count(query, COUNTS_TO + 1), call.locale);
  const { filters } = list;
  const goesByWaits = filters.waits === undefined && keyFor({ ...filters, waits: 'stuck' }) !== undefined;
  const [total, ...waits] = await Promise.all([
    counted(list),
    ...(goesByWaits ? WAITS : []).map(async (one) => ({
      waits: one,
      ...(await counted({ ...list, filters: { ...filters, waits: one } })),
    })),
  ]);
  return { status: 200, body: { ...total, waits, codes: [], desk: null } };
}

function inWords(found: number, locale: Locale) {
  const count = Math.min(found, COUNTS_TO);
  const exact = found <= COUNTS_TO;
  const number = new Intl.NumberFormat(locale).format(count);
  return { count, exact, text: exact ? number : `${number}+` };
}
