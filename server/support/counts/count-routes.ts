import { WAITS } from '../../../machines/waits';
import { type ChangeFilterQuery, ChangeFilterQuerySchema } from '../../../schemas/orders/filters';
import { ChangeCountsSchema } from '../../../schemas/support/lists';
import { keyFor } from '../../../store/orders/filters';
import type { OrderListQuery } from '../../../store/orders/lists';
import { type Answer, type Call, type MountedOperation, operation } from '../../api/operation';
import { isStaff, LIST_READERS } from '../../api/principal';
import type { Access } from '../../identity/access';
import { orderListOf } from '../../orders/views/filters';
import { codeCountsOf } from './code-counts';
import { COUNTED_UP_TO, inWords } from './counted';
import { type DeskParts, deskCountsOf } from './desk-counts';

interface CountParts extends DeskParts {
  access: Access;
}

export const countRoutes = (parts: CountParts): MountedOperation[] => [
  operation('Support', 'GET /v1/change-counts', {
    id: 'countChanges',
    summary: 'Count the orders of a list, in all, by what they wait for and by what failed, up to 1,000',
    description:
      'The filters are those of `GET /v1/changes`. For staff, what waits for support beside orders is counted too, whatever the filters.',
    roles: LIST_READERS,
    query: ChangeFilterQuerySchema,
    answers: { 200: { description: 'Counts; `exact` is false above 1,000.', schema: ChangeCountsSchema } },
    handle: (call) => countChanges(parts, call),
  }),
];

async function countChanges(parts: CountParts, call: Call<unknown, ChangeFilterQuery>): Promise<Answer> {
  const { orders, access } = parts;
  const { principal, locale, query } = call;
  await access.list(call, query.accountId);
  const list = orderListOf(principal.tenantId, query);
  const counted = async (asked: OrderListQuery) => inWords(await orders.count(asked, COUNTED_UP_TO), locale);
  const { filters } = list;
  const goesByWaits = filters.waits === undefined && keyFor({ ...filters, waits: 'stuck' }) !== undefined;
  const [total, codes, desk, ...waits] = await Promise.all([
    counted(list),
    codeCountsOf(orders, list, locale),
    isStaff(principal) ? deskCountsOf(parts, call) : null,
    ...(goesByWaits ? WAITS : []).map(async (one) => ({
      waits: one,
      ...(await counted({ ...list, filters: { ...filters, waits: one } })),
    })),
  ]);
  return { status: 200, body: { ...total, waits, codes, desk } };
}
