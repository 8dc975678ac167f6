import type { z } from 'zod';
import type { Role } from '../../machines/events';
import { NoQuerySchema, PageQuerySchema } from '../../schemas/api/requests';
import { SubscriptionPathSchema } from '../../schemas/facts/documents';
import { SeatListSchema, SeatPathSchema } from '../../schemas/seats/seats';
import { type Answer, type Call, type Handled, type MountedOperation, operation } from '../api/operation';
import { newRequestId } from '../http/identifiers';
import { Problem } from '../http/problem';
import { actorOf } from '../identity/principal';
import { noteRead } from '../orders/views/reads';
import type { RouteParts } from '../route-parts';

const MANAGERS: readonly Role[] = ['service', 'billing_contact', 'seat_admin', 'support_agent', 'support_lead'];

type ListCall = Call<z.output<typeof SubscriptionPathSchema>, z.output<typeof PageQuerySchema>, undefined>;
type SeatCall = Call<z.output<typeof SeatPathSchema>, unknown, undefined>;

export function seatOperations(parts: RouteParts): MountedOperation[] {
  const common = { tag: 'Seats', roles: MANAGERS, needsIdempotencyKey: false };
  const seat = {
    ...common,
    path: '/v1/subscriptions/{subscriptionId}/seats/{userId}',
    params: SeatPathSchema,
    query: NoQuerySchema,
  };
  return [
    operation({
      ...common,
      id: 'listSeats',
      method: 'get',
      path: '/v1/subscriptions/{subscriptionId}/seats',
      summary: 'See who uses the seats of a subscription',
      params: SubscriptionPathSchema,
      query: PageQuerySchema,
      answers: {
        200: { description: 'Seats bought, assigned and free, and one page of users.', schema: SeatListSchema },
      },
      handle: (call) => listSeats(parts, call),
    }),
    operation({
      ...seat,
      id: 'assignSeat',
      method: 'put',
      summary: 'Assign a seat to a user; once, however often it is sent',
      answers: { 204: { description: 'The user has a seat.' } },
      handle: (call) => assignSeat(parts, call),
    }),
    operation({
      ...seat,
      id: 'unassignSeat',
      method: 'delete',
      summary: 'Take the seat of a user back; once, however often it is sent',
      answers: { 204: { description: 'The user has no seat.' } },
      handle: (call) => unassignSeat(parts, call),
    }),
  ];
}

async function listSeats(parts: RouteParts, call: ListCall): Promise<Answer> {
  const { store, access, cursors } = parts;
  const { subscriptionId } = call.params;
  const { limit, cursor } = call.query;
  const { tenantId } = call.principal;
  const { seats, assignedSeats } = await access.subscription(call, subscriptionId, 'view');
  await noteRead(parts, call, { of: 'seats', id: subscriptionId });
  const binding = `seats:${tenantId}:${subscriptionId}`;
  const [after = ''] = cursor === undefined ? [] : cursors.read(binding, cursor);
  const found = await store.seats.list({ tenantId, subscriptionId }, after, limit + 1);
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1) : undefined;
  const items = shown.map(({ userId, assignedAt }) => ({ userId, assignedAt: assignedAt.toISOString() }));
  const next = last === undefined ? null : cursors.write(binding, [last.userId]);
  return { status: 200, body: { bought: seats, assigned: assignedSeats, free: seats - assignedSeats, items, next } };
}

async function assignSeat(parts: RouteParts, call: SeatCall): Promise<Handled> {
  const { store, access, workflows, now } = parts;
  const { subscriptionId, userId } = call.params;
  const { tenantId } = call.principal;
  const { userId: assignedBy } = actorOf(call.principal, call.person);
  const { status } = await access.subscription(call, subscriptionId, 'manage_seats');
  if (status === 'ended') throw new Problem('subscription_not_active', { facts: { subscriptionId, status } });
  await noteDeed(parts, call, 'ASSIGN_SEAT');
  const result = await store.seats.assign({ tenantId, subscriptionId, userId, assignedBy, assignedAt: now() });
  if (result.status === 'subscription_not_found') throw new Problem('not_found');
  if (result.status === 'no_free_seat') {
    const { seats, assigned } = result;
    throw new Problem('no_free_seat', { facts: { seats, assigned }, extra: { seats, assigned } });
  }
  await workflows.nudgeSeats(tenantId, subscriptionId);
  return { status: 204 };
}

async function unassignSeat(parts: RouteParts, call: SeatCall): Promise<Handled> {
  const { store, access, workflows } = parts;
  const { subscriptionId, userId } = call.params;
  const { tenantId } = call.principal;
  actorOf(call.principal, call.person);
  await access.subscription(call, subscriptionId, 'manage_seats');
  await noteDeed(parts, call, 'UNASSIGN_SEAT');
  await store.seats.unassign({ tenantId, subscriptionId }, userId);
  await workflows.nudgeSeats(tenantId, subscriptionId);
  return { status: 204 };
}

/** What support does with a customer's seats is on record each time: no key says that a call is a repeated one. */
async function noteDeed(
  { store, access, now }: RouteParts,
  { principal, person, params }: SeatCall,
  action: 'ASSIGN_SEAT' | 'UNASSIGN_SEAT',
): Promise<void> {
  if (!access.isSupport(principal)) return;
  const { userId: actorId, role } = actorOf(principal, person);
  await store.audit.append({
    ...{ tenantId: principal.tenantId, entryId: `seat:${newRequestId()}`, at: now(), actorId, role, action },
    ...{ changeId: null, facts: { ...params } },
  });
}
