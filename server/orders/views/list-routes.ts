import type { z } from 'zod';
import type { Role } from '../../../machines/events';
import { NoPathSchema, NoQuerySchema } from '../../../schemas/api/requests';
import { ChangeListQuerySchema } from '../../../schemas/orders/filters';
import { ChangePathSchema, type OrderListItem, OrderListSchema, TimelineSchema } from '../../../schemas/orders/order';
import { sortedBy } from '../../../store/orders/lists';
import type { OrderDoc, OrderPosition, Sorting } from '../../../store/orders/orders';
import { type Answer, type Call, type MountedOperation, operation } from '../../api/operation';
import type { Page } from '../../http/cursors';
import type { RouteParts } from '../../route-parts';
import { findOrder } from '../commands/start-routes';
import { offeredInWords, orderListOf } from './filters';
import { orderListItem } from './list-item';
import { noteOrderRead } from './reads';
import { timelineOf } from './timeline';

type ListQuery = z.output<typeof ChangeListQuerySchema>;
type ListCall = Call<unknown, ListQuery, undefined>;

const READERS: readonly Role[] = ['service', 'billing_contact', 'support_agent', 'support_lead', 'operator'];

const LIST_DESCRIPTION =
  `Filters go together as follows, each with any sort and any assignee: ${offeredInWords()}. Other combinations are ` +
  'refused. `age` and `timer` list open orders. Persons list one account of theirs.';

export function changeListOperations(parts: RouteParts): MountedOperation[] {
  return [
    operation({
      id: 'listChanges',
      tag: 'Support',
      method: 'get',
      path: '/v1/changes',
      summary: 'List orders, the latest first: what each waits for and who acts next',
      description: LIST_DESCRIPTION,
      roles: READERS,
      params: NoPathSchema,
      query: ChangeListQuerySchema,
      needsIdempotencyKey: false,
      answers: { 200: { description: 'One page; `next` is null on the last one.', schema: OrderListSchema } },
      handle: (call) => listChanges(parts, call),
    }),
    operation({
      id: 'getTimeline',
      tag: 'Changes',
      method: 'get',
      path: '/v1/changes/{changeId}/timeline',
      summary: 'What happened to an order, oldest first',
      roles: READERS,
      params: ChangePathSchema,
      query: NoQuerySchema,
      needsIdempotencyKey: false,
      answers: { 200: { description: 'Moves of the order and, for staff, deeds of people.', schema: TimelineSchema } },
      handle: (call) => getTimeline(parts, call),
    }),
  ];
}

async function listChanges({ store, access, cursors }: RouteParts, call: ListCall): Promise<Answer> {
  const { limit, cursor } = call.query;
  const { principal, locale } = call;
  await access.list(call, call.query.accountId);
  const list = orderListOf(principal.tenantId, call.query);
  const binding = JSON.stringify(list);
  const from = cursor === undefined ? {} : { from: positionOf(cursors.read(binding, cursor)) };
  const found = await store.orders.list({ ...list, ...from }, limit + 1);
  const shown = found.slice(0, limit);
  const following = found[limit];
  const next = following === undefined ? null : cursors.write(binding, placeOf(following, list.sorting));
  const reader = { locale, role: principal.role, isStaff: access.isStaff(principal) };
  const page: Page<OrderListItem> = { items: shown.map((order) => orderListItem(order, reader)), next };
  return { status: 200, body: page, ...(next === null ? {} : { headers: { Link: linkTo(call.query, next) } }) };
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

async function getTimeline(
  parts: RouteParts,
  call: Call<z.output<typeof ChangePathSchema>, unknown, undefined>,
): Promise<Answer> {
  const { changeId } = call.params;
  const view = await parts.access.order(call, changeId, await findOrder(parts, call, changeId), 'view');
  await noteOrderRead(parts, call, changeId);
  const deeds = parts.access.isStaff(call.principal)
    ? await parts.store.audit.listOfChange(call.principal.tenantId, changeId, 500)
    : [];
  const { moves = view.transitions } = (await parts.store.orders.findDoc(call.principal.tenantId, changeId)) ?? {};
  return { status: 200, body: { changeId, items: timelineOf(moves, deeds, call.locale) } };
}
