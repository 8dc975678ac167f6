import type { z } from 'zod';
import type { Role } from '../../machines/events';
import { OrderList, type OrderListItem, Timeline } from '../../schemas/order';
import { ChangeListQuery, ChangePath, NoPath, NoQuery } from '../../schemas/requests';
import type { OrderDoc, OrderFilter } from '../../store/orders';
import type { Cursors, Page } from '../cursors';
import { headlineOf } from '../headline';
import { type Answer, type Call, type MountedOperation, operation } from '../operation';
import { timelineOf } from '../timeline';
import { stuckToApi } from '../to-api';
import { findOrder } from './changes';
import type { RouteParts } from './parts';

type ListQuery = z.output<typeof ChangeListQuery>;
type ListCall = Call<unknown, ListQuery, undefined>;

const READERS: readonly Role[] = ['service', 'billing_contact', 'support_agent', 'support_lead', 'operator'];

export function changeListOperations(parts: RouteParts): MountedOperation[] {
  return [
    operation({
      id: 'listChanges',
      tag: 'Support',
      method: 'get',
      path: '/v1/changes',
      summary: 'List orders, the latest first: what each waits for and who acts next',
      description: 'At most one of state, stuck, accountId and subscriptionId. Persons list one account of theirs.',
      roles: READERS,
      params: NoPath,
      query: ChangeListQuery,
      needsIdempotencyKey: false,
      answers: { 200: { description: 'One page; `next` is null on the last one.', schema: OrderList } },
      handle: (call) => listChanges(parts, call),
    }),
    operation({
      id: 'getTimeline',
      tag: 'Changes',
      method: 'get',
      path: '/v1/changes/{changeId}/timeline',
      summary: 'What happened to an order, oldest first',
      roles: READERS,
      params: ChangePath,
      query: NoQuery,
      needsIdempotencyKey: false,
      answers: { 200: { description: 'Moves of the order and, for staff, deeds of people.', schema: Timeline } },
      handle: (call) => getTimeline(parts, call),
    }),
  ];
}

async function listChanges({ store, access, cursors }: RouteParts, call: ListCall): Promise<Answer> {
  const { limit, updatedSince } = call.query;
  await access.list(call, call.query.accountId);
  const filter = filterOf(call);
  const binding = JSON.stringify(filter);
  const found = await store.orders.list(filter, { ...positionOf(cursors, binding, call.query), limit: limit + 1 });
  const since = updatedSince === undefined ? 0 : Date.parse(updatedSince);
  const recent = found.filter(({ updatedAt }) => updatedAt.getTime() >= since);
  const shown = recent.slice(0, limit);
  const last = recent.length > limit ? shown.at(-1) : undefined;
  const next = last === undefined ? null : cursors.write(binding, [last.updatedAt.toISOString(), last.changeId]);
  const page: Page<OrderListItem> = { items: shown.map((order) => itemOf(order, call)), next };
  return { status: 200, body: page, ...(next === null ? {} : { headers: { Link: linkTo(call.query, next) } }) };
}

function filterOf({ principal, query }: ListCall): OrderFilter {
  const { state, stuck, accountId, subscriptionId } = query;
  return {
    tenantId: principal.tenantId,
    ...(state === undefined ? {} : { state }),
    ...(stuck === undefined ? {} : { tag: 'stuck' }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(subscriptionId === undefined ? {} : { subscriptionId }),
  };
}

function positionOf(cursors: Cursors, binding: string, { cursor }: ListQuery) {
  if (cursor === undefined) return {};
  const [updatedAt = '', changeId = ''] = cursors.read(binding, cursor);
  return { after: { updatedAt: new Date(updatedAt), changeId } };
}

function linkTo(query: ListQuery, next: string): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, cursor: next })) parameters.set(name, String(value));
  return `</v1/changes?${parameters}>; rel="next"`;
}

/** One line of the list: what an order waits for, how much it is about, and since when. */
function itemOf({ view, updatedAt }: OrderDoc, { locale, principal }: ListCall): OrderListItem {
  const { details, state, sequence, done } = view;
  const { quote, stuck, changeId, accountId, changes, route } = details;
  return {
    changeId,
    accountId,
    subscriptionIds: changes.map(({ subscriptionId }) => subscriptionId),
    state,
    headline: headlineOf(view, locale),
    stuck: stuck && stuckToApi(stuck, principal.role),
    route,
    done,
    dueToday: quote && { amount: quote.dueToday, currency: quote.currency },
    sequence,
    updatedAt: updatedAt.toISOString(),
  };
}

async function getTimeline(
  parts: RouteParts,
  call: Call<z.output<typeof ChangePath>, unknown, undefined>,
): Promise<Answer> {
  const { changeId } = call.params;
  const view = await parts.access.order(call, changeId, await findOrder(parts, call, changeId), 'view');
  const deeds = parts.access.isStaff(call.principal)
    ? await parts.store.audit.listOfChange(call.principal.tenantId, changeId, 500)
    : [];
  return { status: 200, body: { changeId, items: timelineOf(view, deeds, call.locale) } };
}
