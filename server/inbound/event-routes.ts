import type { z } from 'zod';
import { STAFF } from '../../machines/events';
import {
  InboundEventPathSchema,
  InboundEventViewSchema,
  InboundListQuerySchema,
  InboundListSchema,
} from '../../schemas/inbound/events';
import type { InboundEvent } from '../../store/messages/inbound';
import { type Answer, type Call, type MountedOperation, operation } from '../api/operation';
import type { Principal } from '../api/principal';
import { Problem } from '../http/problem';
import type { AuditTrail } from '../identity/audit-trail';
import type { ServerStore } from '../ports';
import type { InboundCounters } from './counters';
import type { InboundProcessing } from './handling';

type ListCall = Call<unknown, z.output<typeof InboundListQuerySchema>>;
type RedeliverCall = Call<z.output<typeof InboundEventPathSchema>>;

interface InboundParts extends Pick<ServerStore, 'inboundEvents'> {
  inbound: InboundProcessing;
  counters: InboundCounters;
  trail: AuditTrail;
}

/** Events from outside that nobody could be found for, and having one delivered again. */
export const inboundEventRoutes = (parts: InboundParts): MountedOperation[] => [
  operation('Operations', 'GET /v1/inbound-events', {
    id: 'listInboundEvents',
    summary: 'See events from outside that wait or were given up, the latest first',
    description: 'Those of your tenant and, for operators, those of which nobody knows whose they are.',
    roles: STAFF,
    query: InboundListQuerySchema,
    answers: { 200: { description: 'Events and counts.', schema: InboundListSchema } },
    handle: (call) => list(parts, call),
  }),
  operation('Operations', 'POST /v1/inbound-events/{source}/{eventId}/redelivery', {
    id: 'redeliverInboundEvent',
    summary: 'Act on an event from outside again',
    roles: STAFF,
    params: InboundEventPathSchema,
    answers: { 200: { description: 'The event as it is afterwards.', schema: InboundEventViewSchema } },
    handle: (call) => redeliver(parts, call),
  }),
];

async function list({ inboundEvents, counters }: InboundParts, { principal, query }: ListCall): Promise<Answer> {
  const { status, limit } = query;
  const { tenantId } = principal;
  const whose = seesNobodys(principal) ? [tenantId, null] : [tenantId];
  const [own, nobodys, received, parked, dead] = await Promise.all([
    inboundEvents.listOfTenant(tenantId, status, limit),
    seesNobodys(principal) ? inboundEvents.listOfTenant(null, status, limit) : [],
    inboundEvents.count(whose, 'received'),
    inboundEvents.count(whose, 'parked'),
    inboundEvents.count(whose, 'dead'),
  ]);
  const latest = [...own, ...nobodys].sort((one, other) => other.receivedAt.getTime() - one.receivedAt.getTime());
  const items = latest.slice(0, limit).map(toView);
  return { status: 200, body: { items, waiting: { received, parked, dead }, deliveries: counters.read(whose) } };
}

async function redeliver({ inboundEvents, inbound, trail }: InboundParts, call: RedeliverCall): Promise<Answer> {
  const { principal, params, requestKey } = call;
  const event = await inboundEvents.find(params.source, params.eventId);
  const isNobodys = event !== null && (event.tenantId ?? null) === null;
  if (event === null || !(isNobodys ? seesNobodys(principal) : event.tenantId === principal.tenantId))
    throw new Problem('not_found');
  await trail.note(call, {
    entryId: `redelivery:${principal.id}:${requestKey.key}`,
    action: 'REDELIVER',
    changeId: event.reference?.split(':')[1] ?? null,
    facts: { source: event.source, eventId: event.eventId },
  });
  const after = await inbound.redeliver(event);
  if (after === null) throw new Problem('not_found');
  return { status: 200, body: toView(after) };
}

/** An event without a tenant may be of any customer of any tenant: it is for who runs the service. */
const seesNobodys = ({ role }: Principal): boolean => role === 'operator';

const toView = (event: InboundEvent): z.input<typeof InboundEventViewSchema> => ({
  source: event.source,
  eventId: event.eventId,
  type: event.type,
  reference: event.reference,
  gatewayReference: event.gatewayReference,
  status: event.status,
  attempts: event.attempts,
  nextAttemptAt: event.nextAttemptAt?.toISOString() ?? null,
  receivedAt: event.receivedAt.toISOString(),
});
