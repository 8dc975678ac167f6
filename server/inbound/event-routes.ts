import type { z } from 'zod';
import type { Role } from '../../machines/events';
import { NoPathSchema, NoQuerySchema } from '../../schemas/api/requests';
import {
  InboundEventPathSchema,
  InboundEventViewSchema,
  InboundListQuerySchema,
  InboundListSchema,
} from '../../schemas/inbound/events';
import type { InboundEvent } from '../../store/messages/inbound';
import { type Answer, type Call, type MountedOperation, operation } from '../api/operation';
import { Problem } from '../http/problem';
import type { RouteParts } from '../route-parts';

const STAFF: readonly Role[] = ['support_agent', 'support_lead', 'operator'];

type ListCall = Call<unknown, z.output<typeof InboundListQuerySchema>, undefined>;
type RedeliverCall = Call<z.output<typeof InboundEventPathSchema>, unknown, undefined>;

/** Events from outside that nobody could be found for, and having one delivered again. */
export function inboundEventOperations(parts: RouteParts): MountedOperation[] {
  const common = { tag: 'Operations', roles: STAFF } as const;
  return [
    operation({
      ...common,
      id: 'listInboundEvents',
      method: 'get',
      path: '/v1/inbound-events',
      summary: 'See events from outside that wait or were given up, the latest first',
      description: 'Those of your tenant, and those of which nobody knows whose they are.',
      params: NoPathSchema,
      query: InboundListQuerySchema,
      needsIdempotencyKey: false,
      answers: { 200: { description: 'Events and counts.', schema: InboundListSchema } },
      handle: (call) => list(parts, call),
    }),
    operation({
      ...common,
      id: 'redeliverInboundEvent',
      method: 'post',
      path: '/v1/inbound-events/{source}/{eventId}/redelivery',
      summary: 'Act on an event from outside again',
      params: InboundEventPathSchema,
      query: NoQuerySchema,
      needsIdempotencyKey: true,
      answers: { 200: { description: 'The event as it is afterwards.', schema: InboundEventViewSchema } },
      handle: (call) => redeliver(parts, call),
    }),
  ];
}

async function list({ store, counters }: RouteParts, { principal, query }: ListCall): Promise<Answer> {
  const { status, limit } = query;
  const { inboundEvents } = store;
  const { tenantId } = principal;
  const [own, nobodys, received, parked, dead] = await Promise.all([
    inboundEvents.listOfTenant(tenantId, status, limit),
    inboundEvents.listOfTenant(null, status, limit),
    inboundEvents.count(tenantId, 'received'),
    inboundEvents.count(tenantId, 'parked'),
    inboundEvents.count(tenantId, 'dead'),
  ]);
  const latest = [...own, ...nobodys].sort((one, other) => other.receivedAt.getTime() - one.receivedAt.getTime());
  const items = latest.slice(0, limit).map(toView);
  return { status: 200, body: { items, waiting: { received, parked, dead }, deliveries: counters.read(tenantId) } };
}

async function redeliver({ store, desk, now }: RouteParts, call: RedeliverCall): Promise<Answer> {
  const { principal, params, person, requestKey } = call;
  const { tenantId } = principal;
  const event = await store.inboundEvents.find(params.source, params.eventId);
  const isTheirs = event !== null && (event.tenantId === tenantId || (event.tenantId ?? null) === null);
  if (!isTheirs) throw new Problem('not_found');
  await store.audit.append({
    ...{ tenantId, entryId: `redelivery:${principal.id}:${requestKey.key}`, at: now() },
    ...{ actorId: person ?? principal.id, role: principal.role, action: 'REDELIVER' },
    changeId: event.reference?.split(':')[1] ?? null,
    facts: { source: event.source, eventId: event.eventId },
  });
  const after = await desk.redeliver(event);
  if (after === null) throw new Problem('not_found');
  return { status: 200, body: toView(after) };
}

const toView = (event: InboundEvent): z.input<typeof InboundEventViewSchema> => ({
  source: event.source,
  eventId: event.eventId,
  type: event.type ?? 'unknown',
  reference: event.reference ?? null,
  gatewayReference: event.gatewayReference ?? null,
  status: event.status,
  attempts: event.attempts ?? 0,
  nextAttemptAt: event.nextAttemptAt?.toISOString() ?? null,
  receivedAt: event.receivedAt.toISOString(),
});
