import type { z } from 'zod';
import { DAY } from '../../../billing/calendar/durations';
import { bulkNeedsSecondPerson } from '../../../machines/bulk';
import { NoPathSchema, NoQuerySchema } from '../../../schemas/api/requests';
import {
  BulkItemListSchema,
  BulkItemQuerySchema,
  BulkListSchema,
  BulkPathSchema,
  type BulkRequest,
  BulkRequestSchema,
  BulkViewSchema,
} from '../../../schemas/support/bulk';
import type { Bulk } from '../../../store/support/bulks';
import { type Answer, type Call, type Handled, type MountedOperation, operation } from '../../api/operation';
import { bulkIdOf } from '../../http/identifiers';
import { actorOf } from '../../identity/principal';
import type { RouteParts } from '../../route-parts';
import { BULK_READERS, BULK_SENDERS, type BulkCall, bulkAnswer, bulkEntry, bulkOf } from './parts';
import { bulkWishOf, listedOrders } from './request';
import { bulkItemToApi, bulkToApi } from './to-api';

type SendCall = Call<unknown, unknown, BulkRequest>;
type ItemsCall = Call<z.output<typeof BulkPathSchema>, z.output<typeof BulkItemQuerySchema>, undefined>;

const MOST_SHOWN = 50;

export function bulkEventOperations(parts: RouteParts): MountedOperation[] {
  const common = { tag: 'Bulk' } as const;
  const reading = { ...common, method: 'get', roles: BULK_READERS, needsIdempotencyKey: false } as const;
  return [
    operation({
      ...common,
      id: 'sendBulkEvent',
      method: 'post',
      path: '/v1/bulk-events',
      summary: 'Send many orders one event, at a steady pace; each order has a result',
      description:
        'The list is fixed when the request is made. More than 100 orders, and events that give orders up or do a step ' +
        'under a new key, first wait for a second person; more than 1,000 orders are refused.',
      roles: BULK_SENDERS,
      params: NoPathSchema,
      query: NoQuerySchema,
      body: BulkRequestSchema,
      needsIdempotencyKey: true,
      answers: { 202: { description: 'It is being worked on, or waits for a second person.', schema: BulkViewSchema } },
      handle: (call) => sendBulkEvent(parts, call),
    }),
    operation({
      ...reading,
      id: 'listBulkEvents',
      path: '/v1/bulk-events',
      summary: 'List the latest bulks',
      params: NoPathSchema,
      query: NoQuerySchema,
      answers: { 200: { description: 'The latest first, 50 at most.', schema: BulkListSchema } },
      handle: (call) => listBulks(parts, call),
    }),
    operation({
      ...reading,
      id: 'getBulkEvent',
      path: '/v1/bulk-events/{bulkId}',
      summary: 'See how far a bulk is',
      params: BulkPathSchema,
      query: NoQuerySchema,
      answers: { 200: { description: 'Status and counts.', schema: BulkViewSchema } },
      handle: async (call) => bulkAnswer(parts, await bulkOf(parts, call)),
    }),
    operation({
      ...reading,
      id: 'listBulkOrders',
      path: '/v1/bulk-events/{bulkId}/orders',
      summary: 'See the orders of a bulk and what became of each',
      params: BulkPathSchema,
      query: BulkItemQuerySchema,
      answers: {
        200: {
          description: 'One page in the order of the list; `next` is null on the last.',
          schema: BulkItemListSchema,
        },
      },
      handle: (call) => listOrders(parts, call),
    }),
  ];
}

async function sendBulkEvent(parts: RouteParts, call: SendCall): Promise<Handled> {
  const { store, now } = parts;
  const { tenantId } = call.principal;
  const name = { tenantId, bulkId: bulkIdOf(call.requestKey) };
  // A request whose answer was lost finds the list that it was first resolved to.
  const bulk = (await store.bulks.find(name)) ?? (await openBulk(parts, call, name.bulkId));
  const waits = bulk.status === 'waiting_for_second_person';
  const { event, reasonCode, reason, total, requestedBy } = bulk;
  const deed = { id: 'requested', action: waits ? 'requested' : 'started', actor: requestedBy, at: now() };
  await store.audit.append(bulkEntry(name, deed, { event: event.type, reasonCode, reason, orders: total }));
  if (!waits) await parts.bulks.attend(name);
  return bulkAnswer(parts, bulk, 202);
}

async function openBulk({ store, now }: RouteParts, call: SendCall, bulkId: string): Promise<Bulk> {
  const { principal, body } = call;
  const { tenantId } = principal;
  const at = now();
  const requestedBy = actorOf(principal, call.person);
  const wish = bulkWishOf(body, at);
  const orders = await listedOrders(store.orders, tenantId, body);
  const waits = bulkNeedsSecondPerson(wish.event.type, orders.length);
  const bulk: Bulk = {
    ...{ tenantId, bulkId, ...wish, requestedBy, approvedBy: null, orders, total: orders.length },
    ...{ filter: body.filter === undefined ? null : wordsOf(body.filter), perMinute: body.perMinute },
    ...{ status: waits ? 'waiting_for_second_person' : 'running', requestedAt: at, endedAt: null },
    expiresAt: waits ? new Date(at.getTime() + DAY) : null,
  };
  await store.bulks.open(bulk);
  return bulk;
}

const wordsOf = (filter: object): Record<string, string> =>
  Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, String(value)]));

async function listBulks(
  { store, now }: RouteParts,
  { principal }: Call<unknown, unknown, undefined>,
): Promise<Answer> {
  const bulks = await store.bulks.list(principal.tenantId, MOST_SHOWN);
  const items = bulks.map(async (bulk) => bulkToApi(bulk, await store.bulks.counts(bulk), now()));
  return { status: 200, body: { items: await Promise.all(items) } };
}

async function listOrders(parts: RouteParts, call: ItemsCall): Promise<Answer> {
  const { store, cursors } = parts;
  const { limit, cursor } = call.query;
  const name = await bulkOf(parts, call as unknown as BulkCall);
  const binding = `bulk:${name.tenantId}:${name.bulkId}`;
  const from = cursor === undefined ? 0 : Number(cursors.read(binding, cursor)[0]);
  const { orders = [] } = (await store.bulks.find(name, { from, count: limit })) ?? {};
  const results = await store.bulks.results(
    name,
    orders.map(({ changeId }) => changeId),
  );
  const byId = new Map(results.map((item) => [item.changeId, item]));
  const next = from + limit < name.total ? cursors.write(binding, [String(from + limit)]) : null;
  const items = orders.map((order) => bulkItemToApi(order, byId.get(order.changeId), call.locale));
  return { status: 200, body: { items, next } };
}
