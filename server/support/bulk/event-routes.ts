import type { z } from 'zod';
import { DAY } from '../../../billing/calendar/durations';
import { bulkNeedsSecondPerson } from '../../../machines/bulk';
import { STAFF } from '../../../machines/events';
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
import { actorOf } from '../../api/principal';
import { fingerprintOf } from '../../http/canonical';
import type { Cursors } from '../../http/cursors';
import { bulkIdOf } from '../../http/identifiers';
import { Problem } from '../../http/problem';
import { effectsOn } from './effects';
import { attend, BULK_SENDERS, type BulkCall, type BulkParts, bulkAnswer, bulkDeed, bulkOf } from './parts';
import { bulkWishOf, listedOrders } from './request';
import { bulkItemToApi, bulkToApi } from './to-api';

type SendCall = Call<unknown, unknown, BulkRequest>;
type ItemsCall = BulkCall<undefined, z.output<typeof BulkItemQuerySchema>>;

const MOST_SHOWN = 50;

interface BulkEventParts extends BulkParts {
  cursors: Cursors;
}

export const bulkEventRoutes = (parts: BulkEventParts): MountedOperation[] => [
  operation('Bulk', 'POST /v1/bulk-events', {
    id: 'sendBulkEvent',
    summary: 'Send many orders one event, at a steady pace; each order has a result',
    description:
      'The list is fixed when the request is made. More than 100 orders, and events that give orders up or do a step ' +
      'under a new key, first wait for a second person; more than 1,000 orders are refused.',
    roles: BULK_SENDERS,
    body: BulkRequestSchema,
    answers: { 202: { description: 'It is being worked on, or waits for a second person.', schema: BulkViewSchema } },
    handle: (call) => sendBulkEvent(parts, call),
  }),
  operation('Bulk', 'GET /v1/bulk-events', {
    id: 'listBulkEvents',
    summary: 'List the latest bulks',
    roles: STAFF,
    answers: { 200: { description: 'The latest first, 50 at most.', schema: BulkListSchema } },
    async handle({ principal, locale }) {
      const latest = await parts.bulks.list(principal.tenantId, MOST_SHOWN);
      const told = { now: parts.now(), locale };
      const items = latest.map(async (bulk) =>
        bulkToApi(bulk, { counts: await parts.bulks.counts(bulk), effects: null }, told),
      );
      return { status: 200, body: { items: await Promise.all(items) } };
    },
  }),
  operation('Bulk', 'GET /v1/bulk-events/{bulkId}', {
    id: 'getBulkEvent',
    summary: 'See how far a bulk is',
    roles: STAFF,
    params: BulkPathSchema,
    answers: { 200: { description: 'Status and counts.', schema: BulkViewSchema } },
    handle: async (call) => bulkAnswer(parts, call, await bulkOf(parts, call)),
  }),
  operation('Bulk', 'GET /v1/bulk-events/{bulkId}/orders', {
    id: 'listBulkOrders',
    summary: 'See the orders of a bulk and what became of each',
    roles: STAFF,
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

async function sendBulkEvent(parts: BulkEventParts, call: SendCall): Promise<Handled> {
  const { bulks, temporal, trail } = parts;
  const { tenantId } = call.principal;
  const name = { tenantId, bulkId: bulkIdOf(call.requestKey) };
  // A request whose answer was lost finds the list that it was first resolved to.
  const bulk = (await bulks.find(name)) ?? (await openBulk(parts, call, name.bulkId));
  if (bulk.requestHash !== fingerprintOf(call.body)) throw new Problem('idempotency_key_reused');
  const waits = bulk.status === 'waiting_for_second_person';
  const { event, reasonCode, reason, total } = bulk;
  const facts = { event: event.type, reasonCode, reason, orders: total };
  await trail.note(call, bulkDeed(name, 'requested', waits ? 'requested' : 'started', facts));
  if (!waits) await attend(temporal, name);
  return bulkAnswer(parts, call, bulk, 202);
}

async function openBulk({ bulks, orders, now }: BulkParts, call: SendCall, bulkId: string): Promise<Bulk> {
  const { body } = call;
  const { tenantId } = call.principal;
  const at = now();
  const requestedBy = actorOf(call);
  const wish = bulkWishOf(body, at);
  const listed = await listedOrders(orders, tenantId, body);
  const waits = bulkNeedsSecondPerson(wish.event.type, listed.length);
  const bulk: Bulk = {
    tenantId,
    bulkId,
    ...wish,
    requestHash: fingerprintOf(body),
    requestedBy,
    approvedBy: null,
    orders: listed,
    total: listed.length,
    filter: body.filter === undefined ? null : wordsOf(body.filter),
    perMinute: body.perMinute,
    status: waits ? 'waiting_for_second_person' : 'running',
    requestedAt: at,
    endedAt: null,
    expiresAt: waits ? new Date(at.getTime() + DAY) : null,
  };
  await bulks.open(bulk);
  return bulk;
}

const wordsOf = (filter: object): Record<string, string> =>
  Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, String(value)]));

async function listOrders(parts: BulkEventParts, call: ItemsCall): Promise<Answer> {
  const { bulks, cursors } = parts;
  const { limit, cursor } = call.query;
  const name = await bulkOf(parts, call);
  const binding = `bulk:${name.tenantId}:${name.bulkId}`;
  const from = Number(cursors.read(binding, cursor)[0] ?? 0);
  const { orders = [] } = (await bulks.find(name, { from, count: limit })) ?? {};
  const results = await bulks.results(
    name,
    orders.map(({ changeId }) => changeId),
  );
  const byId = new Map(results.map((item) => [item.changeId, item]));
  const next = from + limit < name.total ? cursors.write(binding, [String(from + limit)]) : null;
  const effects = await effectsOn(parts, name, orders, results);
  const items = orders.map((order) => {
    const { changeId } = order;
    return bulkItemToApi(order, byId.get(changeId), effects.get(changeId), call.locale);
  });
  return { status: 200, body: { items, next } };
}
