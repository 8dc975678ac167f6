import type { z } from 'zod';
import type { Role } from '../../machines/events';
import { PageQuerySchema } from '../../schemas/api/requests';
import { SubscriptionPathSchema } from '../../schemas/facts/documents';
import { SeatListSchema, SeatPathSchema } from '../../schemas/seats/seats';
import { type Answer, type Call, type Handled, type MountedOperation, operation } from '../api/operation';
import { actorOf, isSupport } from '../api/principal';
import type { Temporal } from '../api/temporal';
import { type Cursors, pageOf } from '../http/cursors';
import { newRequestId } from '../http/identifiers';
import { Problem } from '../http/problem';
import type { Access } from '../identity/access';
import type { AuditTrail } from '../identity/audit-trail';
import type { ServerStore } from '../ports';
import { nudgeFollowUp } from './follow-ups';

const MANAGERS: readonly Role[] = ['service', 'billing_contact', 'seat_admin', 'support_agent', 'support_lead'];

type ListCall = Call<z.output<typeof SubscriptionPathSchema>, z.output<typeof PageQuerySchema>>;
type SeatCall = Call<z.output<typeof SeatPathSchema>>;

interface SeatParts extends Pick<ServerStore, 'seats' | 'people'> {
  temporal: Temporal;
  access: Access;
  trail: AuditTrail;
  cursors: Cursors;
  now(): Date;
}

export const seatRoutes = (parts: SeatParts): MountedOperation[] => [
  operation('Seats', 'GET /v1/subscriptions/{subscriptionId}/seats', {
    id: 'listSeats',
    summary: 'See who uses the seats of a subscription',
    roles: MANAGERS,
    params: SubscriptionPathSchema,
    query: PageQuerySchema,
    answers: {
      200: { description: 'Seats bought, assigned and free, and one page of users.', schema: SeatListSchema },
    },
    handle: (call) => listSeats(parts, call),
  }),
  operation('Seats', 'PUT /v1/subscriptions/{subscriptionId}/seats/{userId}', {
    id: 'assignSeat',
    summary: 'Assign a seat to a user; once, however often it is sent',
    roles: MANAGERS,
    params: SeatPathSchema,
    answers: { 204: { description: 'The user has a seat.' } },
    handle: (call) => assignSeat(parts, call),
  }),
  operation('Seats', 'DELETE /v1/subscriptions/{subscriptionId}/seats/{userId}', {
    id: 'unassignSeat',
    summary: 'Take the seat of a user back; once, however often it is sent',
    roles: MANAGERS,
    params: SeatPathSchema,
    answers: { 204: { description: 'The user has no seat.' } },
    handle: (call) => unassignSeat(parts, call),
  }),
];

async function listSeats({ seats, access, trail, cursors }: SeatParts, call: ListCall): Promise<Answer> {
  const { subscriptionId } = call.params;
  const { limit, cursor } = call.query;
  const { tenantId } = call.principal;
  const { seats: bought, assignedSeats: assigned } = await access.subscription(call, subscriptionId, 'view');
  await trail.noteRead(call, { of: 'seats', id: subscriptionId });
  const binding = `seats:${tenantId}:${subscriptionId}`;
  const [after = ''] = cursors.read(binding, cursor);
  const found = await seats.list({ tenantId, subscriptionId }, after, limit + 1);
  const { shown, next } = pageOf(found, limit, ({ userId }) => cursors.write(binding, [userId]));
  const items = shown.map(({ userId, assignedAt }) => ({ userId, assignedAt: assignedAt.toISOString() }));
  return { status: 200, body: { bought, assigned, free: bought - assigned, items, next } };
}

async function assignSeat(parts: SeatParts, call: SeatCall): Promise<Handled> {
  const { seats, people, access, temporal, now } = parts;
  const { subscriptionId, userId } = call.params;
  const { tenantId } = call.principal;
  const { userId: assignedBy } = actorOf(call);
  const { status } = await access.subscription(call, subscriptionId, 'manage_seats');
  if (status === 'ended') throw new Problem('subscription_not_active', { facts: { subscriptionId, status } });
  if ((await people.listLeft(tenantId, [userId])).length > 0) throw new Problem('assignee_left');
  await noteDeed(parts, call, 'ASSIGN_SEAT');
  const result = await seats.assign({ tenantId, subscriptionId, userId, assignedBy, assignedAt: now() });
  if (result.status === 'subscription_not_found') throw new Problem('not_found');
  if (result.status === 'no_free_seat') {
    const facts = { seats: result.seats, assigned: result.assigned };
    throw new Problem('no_free_seat', { facts, extra: facts });
  }
  await nudgeFollowUp(temporal, { tenantId, subscriptionId });
  return { status: 204 };
}

async function unassignSeat(parts: SeatParts, call: SeatCall): Promise<Handled> {
  const { subscriptionId, userId } = call.params;
  const name = { tenantId: call.principal.tenantId, subscriptionId };
  actorOf(call);
  await parts.access.subscription(call, subscriptionId, 'manage_seats');
  await noteDeed(parts, call, 'UNASSIGN_SEAT');
  await parts.seats.unassign(name, userId);
  await nudgeFollowUp(parts.temporal, name);
  return { status: 204 };
}

/** Every change that support makes to a customer's seats is on record: no key says that a call is a repeated one. */
async function noteDeed({ trail }: SeatParts, call: SeatCall, action: 'ASSIGN_SEAT' | 'UNASSIGN_SEAT'): Promise<void> {
  if (!isSupport(call.principal)) return;
  await trail.note(call, { entryId: `seat:${newRequestId()}`, action, facts: { ...call.params } });
}
