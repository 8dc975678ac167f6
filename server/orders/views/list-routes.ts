import type { z } from 'zod';
import { present } from '../../../billing/present';
import { ChangeListQuerySchema } from '../../../schemas/orders/filters';
import { OrderListSchema } from '../../../schemas/orders/order';
import { sortedBy } from '../../../store/orders/lists';
import type { OrderDoc, OrderPosition, Sorting } from '../../../store/orders/orders';
import { type Answer, type Call, type MountedOperation, operation } from '../../api/operation';
import { LIST_READERS, speaksToBuyer } from '../../api/principal';
import type { Cursors } from '../../http/cursors';
import type { Access } from '../../identity/access';
import type { ServerStore } from '../../ports';
import { offeredInWords, orderListOf } from './filters';
import { orderListItems } from './list-item';

type ListQuery = z.output<typeof ChangeListQuerySchema>;

const LIST_DESCRIPTION =
  `Filters go together as follows, each with any sort and any assignee: ${offeredInWords()}. Other combinations are ` +
  'refused. `age` and `timer` list open orders. Persons list one account of theirs.';

interface ListParts extends Pick<ServerStore, 'accounts' | 'orders'> {
  access: Access;
  cursors: Cursors;
}

export const orderListRoutes = (parts: ListParts): MountedOperation[] => [
  operation('Support', 'GET /v1/changes', {
    id: 'listChanges',
    summary: 'List orders, the latest first: what each waits for and who acts next',
    description: LIST_DESCRIPTION,
    roles: LIST_READERS,
    query: ChangeListQuerySchema,
    answers: { 200: { description: 'One page; `next` is null on the last one.', schema: OrderListSchema } },
    handle: (call) => listChanges(parts, call),
  }),
];

async function listChanges(
  { accounts, orders, access, cursors }: ListParts,
  call: Call<unknown, ListQuery>,
): Promise<Answer> {
  const { limit, cursor, accountId } = call.query;
  const { principal, locale } = call;
  await access.list(call, accountId);
  const list = orderListOf(principal.tenantId, call.query);
  const binding = JSON.stringify(list);
  const from = cursor === undefined ? undefined : positionOf(cursors.read(binding, cursor));
  const found = await orders.list({ ...list, ...present({ from }) }, limit + 1);
  const following = found[limit];
  const next = following === undefined ? null : cursors.write(binding, placeOf(following, list.sorting));
  const reader = { locale, isBuyer: speaksToBuyer(call) };
  const items = await orderListItems(accounts, principal.tenantId, found.slice(0, limit), reader);
  const headers = next === null ? undefined : { Link: linkTo(call.query, next) };
  return { status: 200, body: { items, next }, ...present({ headers }) };
}

const positionOf = ([at = '', changeId = '']: string[]): OrderPosition => ({ at: new Date(at), changeId });

const placeOf = (order: OrderDoc, sorting: Sorting): string[] => [
  order[sortedBy(sorting)]?.toISOString() ?? '',
  order.changeId,
];

function linkTo(query: ListQuery, next: string): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, cursor: next })) parameters.set(name, String(value));
  return `</v1/changes?${parameters}>; rel="next"`;
}
