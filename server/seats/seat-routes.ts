import type { z } from 'zod';
import type { Role } from '../../machines/events';
import { PageQuerySchema } from '../../schemas/api/requests';
import { SubscriptionPathSchema } from '../../schemas/facts/documents';
import {
  type SEAT_RESULTS,
  SeatAssignmentsSchema,
  SeatListSchema,
  SeatPathSchema,
  SeatResultsSchema,
} from '../../schemas/seats/seats';
import type { SubscriptionKey } from '../../store/facts/subscription-document';
import { type Answer, type Call, type Handled, type MountedOperation, operation } from '../api/operation';
import { actorOf, type Caller, isSupport } from '../api/principal';
import { type Cursors, pageOf } from '../http/cursors';
import { newRequestId } from '../http/identifiers';
import { Problem } from '../http/problem';
import { text } from '../http/texts';
import type { Access } from '../identity/access';
import type { AuditTrail } from '../identity/audit-trail';
import type { ServerStore } from '../ports';

export const MANAGERS: readonly Role[] = ['service', 'billing_contact', 'seat_admin', 'support_agent', 'support_lead'];

type ListCall = Call<z.output<typeof SubscriptionPathSchema>, z.output<typeof PageQuerySchema>>;
type SeatCall = Call<z.output<typeof SeatPathSchema>>;
type ManyCall = Call<z.output<typeof SubscriptionPathSchema>, unknown, z.output<typeof SeatAssignmentsSchema>>;

interface SeatParts extends Pick<ServerStore, 'seats' | 'people'> {
  /** Tells who follows the seats of a subscription that they changed. */
  nudgeSeats(subscription: SubscriptionKey): Promise<void>;
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
  operation('Seats', 'PUT /v1/subscriptions/{subscriptionId}/seats', {
    id: 'assignSeats',
    summary: 'Assign seats to many people at once, in the order named; once, however often it is sent',
    description:
      'Each of them has a result of their own, and what is wrong with one keeps no other from a seat. Only people on file are ' +
      'given one: an id that nobody has is more likely a slip here than where a single one is named.',
    roles: MANAGERS,
    params: SubscriptionPathSchema,
    body: SeatAssignmentsSchema,
    answers: { 200: { description: 'What became of each.', schema: SeatResultsSchema } },
    handle: (call) => assignSeats(parts, call),
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

async function listSeats({ seats, people, access, trail, cursors }: SeatParts, call: ListCall): Promise<Answer> {
  const { subscriptionId } = call.params;
  const { limit, cursor } = call.query;
  const { tenantId } = call.principal;
  const { seats: bought, assignedSeats: assigned } = await access.subscription(call, subscriptionId, 'view');
  await trail.noteRead(call, { of: 'seats', id: subscriptionId });
  const binding = `seats:${tenantId}:${subscriptionId}`;
  const [after = ''] = cursors.read(binding, cursor);
  const found = await seats.list({ tenantId, subscriptionId }, after, limit + 1);
  const { shown, next } = pageOf(found, limit, ({ userId }) => cursors.write(binding, [userId]));
  const onFile = await people.list(
    tenantId,
    shown.map(({ userId }) => userId),
  );
  const names = new Map(onFile.map(({ personId, name }) => [personId, name]));
  const items = shown.map(({ userId, assignedAt }) => ({
    userId,
    name: names.get(userId) ?? null,
    assignedAt: assignedAt.toISOString(),
  }));
  return { status: 200, body: { bought, assigned, free: bought - assigned, items, next } };
}

async function assignSeats(parts: SeatParts, call: ManyCall): Promise<Handled> {
  const { seats, people, access, nudgeSeats, now } = parts;
  const { subscriptionId } = call.params;
  const { userIds } = call.body;
  const name = { tenantId: call.principal.tenantId, subscriptionId };
  const { userId: assignedBy } = actorOf(call);
  await requireAssignable(access, call);
  const known = new Map((await people.list(name.tenantId, userIds)).map((person) => [person.personId, person]));
  await noteDeed(parts, call, 'ASSIGN_SEATS', { subscriptionId, userIds: userIds.join(' ') });
  const results: { userId: string; result: (typeof SEAT_RESULTS)[number] }[] = [];
  // One after the other: the seats that are free go to those who were named first.
  for (const userId of userIds) {
    const person = known.get(userId);
    if (person === undefined || person.hasLeft) {
      results.push({ userId, result: person === undefined ? 'unknown_person' : 'left' });
      continue;
    }
    const { status } = await seats.assign({ ...name, userId, assignedBy, assignedAt: now() });
    if (status === 'subscription_not_found') throw new Problem('not_found');
    results.push({ userId, result: status });
  }
  await nudgeSeats(name);
  const { seats: bought, assignedSeats: assigned } = await access.subscription(call, subscriptionId, 'manage_seats');
  const told = results.map((one) => ({ ...one, text: text(call.locale, `seat_result.${one.result}`) ?? one.result }));
  return { status: 200, body: { bought, assigned, free: bought - assigned, results: told } };
}

/** @throws Problem 422 `subscription_not_active` for one that has ended; whatever else {@link Access} says */
async function requireAssignable(
  access: Access,
  call: Call<z.output<typeof SubscriptionPathSchema>, unknown, unknown>,
) {
  const { subscriptionId } = call.params;
  const { status } = await access.subscription(call, subscriptionId, 'manage_seats');
  if (status === 'ended') throw new Problem('subscription_not_active', { facts: { subscriptionId, status } });
}

async function assignSeat(parts: SeatParts, call: SeatCall): Promise<Handled> {
  const { seats, people, access, nudgeSeats, now } = parts;
  const { subscriptionId, userId } = call.params;
  const { tenantId } = call.principal;
  const { userId: assignedBy } = actorOf(call);
  await requireAssignable(access, call);
  if ((await people.listLeft(tenantId, [userId])).length > 0) throw new Problem('assignee_left');
  await noteDeed(parts, call, 'ASSIGN_SEAT', { ...call.params });
  const result = await seats.assign({ tenantId, subscriptionId, userId, assignedBy, assignedAt: now() });
  if (result.status === 'subscription_not_found') throw new Problem('not_found');
  if (result.status === 'no_free_seat') {
    const facts = { seats: result.seats, assigned: result.assigned };
    throw new Problem('no_free_seat', { facts, extra: facts });
  }
  await nudgeSeats({ tenantId, subscriptionId });
  return { status: 204 };
}

async function unassignSeat(parts: SeatParts, call: SeatCall): Promise<Handled> {
  const { subscriptionId, userId } = call.params;
  const name = { tenantId: call.principal.tenantId, subscriptionId };
  actorOf(call);
  await parts.access.subscription(call, subscriptionId, 'manage_seats');
  await noteDeed(parts, call, 'UNASSIGN_SEAT', { ...call.params });
  await parts.seats.unassign(name, userId);
  await parts.nudgeSeats(name);
  return { status: 204 };
}

/** Every change that support makes to a customer's seats is on record: no key says that a call is a repeated one. */
async function noteDeed(
  { trail }: SeatParts,
  call: Caller,
  action: 'ASSIGN_SEAT' | 'ASSIGN_SEATS' | 'UNASSIGN_SEAT',
  facts: Record<string, string>,
): Promise<void> {
  if (!isSupport(call.principal)) return;
  await trail.note(call, { entryId: `seat:${newRequestId()}`, action, facts });
}
