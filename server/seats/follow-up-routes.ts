import type { z } from 'zod';
import {
  maySend,
  ROLES,
  type Role,
  SEAT_EVENTS,
  type SeatEventType,
  type SentSeatEventType,
} from '../../machines/events';
import { NoQuerySchema } from '../../schemas/api/requests';
import { SubscriptionPathSchema } from '../../schemas/facts/documents';
import {
  type SeatEventBody,
  SeatEventBodySchema,
  type SeatFollowUpView,
  SeatFollowUpViewSchema,
} from '../../schemas/seats/follow-up';
import type { SeatView } from '../../workflows/contract';
import { type Answer, type Call, type Handled, type MountedOperation, operation } from '../api/operation';
import { etagOf } from '../api/preconditions';
import { updateIdOf } from '../http/identifiers';
import { Problem } from '../http/problem';
import { actorOf } from '../identity/principal';
import { type Reader, stuckToApi } from '../orders/views/to-api';
import type { RouteParts } from '../route-parts';

const SENDERS = ROLES.filter((role) => Object.values(SEAT_EVENTS).some((rule) => maySend(role, rule)));

type LookCall = Call<z.output<typeof SubscriptionPathSchema>, unknown, undefined>;
type SendCall = Call<z.output<typeof SubscriptionPathSchema>, unknown, SeatEventBody>;

export function seatFollowUpOperations(parts: RouteParts): MountedOperation[] {
  const common = { tag: 'Seats', params: SubscriptionPathSchema, query: NoQuerySchema } as const;
  const answers = { 200: { description: 'The follow-up.', schema: SeatFollowUpViewSchema } };
  return [
    operation({
      ...common,
      id: 'getSeatFollowUp',
      method: 'get',
      path: '/v1/subscriptions/{subscriptionId}/seat-follow-up',
      summary: 'See how new seats are followed up; 404 where none were',
      roles: [...SENDERS, 'operator'],
      needsIdempotencyKey: false,
      answers,
      handle: (call) => look(parts, call),
    }),
    operation({
      ...common,
      id: 'sendSeatEvent',
      method: 'post',
      path: '/v1/subscriptions/{subscriptionId}/seat-follow-up/events',
      summary: 'Send the follow-up of new seats one event, such as a reminder now',
      roles: SENDERS,
      body: SeatEventBodySchema,
      needsIdempotencyKey: true,
      answers,
      handle: (call) => send(parts, call),
    }),
  ];
}

async function look({ access, seatFollowUps }: RouteParts, call: LookCall): Promise<Answer> {
  const { subscriptionId } = call.params;
  await access.subscription(call, subscriptionId, 'view');
  const view = await seatFollowUps.look({ tenantId: call.principal.tenantId, subscriptionId });
  if (view === null) throw new Problem('not_found');
  return answer(view, call);
}

async function send(parts: RouteParts, call: SendCall): Promise<Handled> {
  const { access, seatFollowUps, store, now } = parts;
  const { body, principal, params, ifMatch, requestKey } = call;
  const { type, ...why } = body;
  access.requireRole(principal, { id: `sendSeatEvent ${type}`, roles: SEAT_EVENTS[type].senders });
  const actor = actorOf(principal, call.person);
  await access.subscription(call, params.subscriptionId, 'manage_seats');
  if (ifMatch === null) throw new Problem('precondition_required');
  const name = { tenantId: principal.tenantId, subscriptionId: params.subscriptionId };
  const seen = await seatFollowUps.look(name);
  if (seen === null) throw new Problem('not_found');
  if (seen.sequence !== ifMatch) throw movedOn(seen, principal.role);
  if (!seen.allowedEvents.includes(type)) throw notTaken(type, seen, principal.role);
  const updateId = updateIdOf(requestKey, params.subscriptionId);
  await store.audit.append({
    ...{ tenantId: name.tenantId, entryId: `seats:${updateId}`, at: now(), actorId: actor.userId, role: actor.role },
    ...{ action: `SEATS_${type}`, changeId: null, before: { state: seen.state, sequence: seen.sequence } },
    facts: { ...why, subscriptionId: params.subscriptionId },
  });
  const outcome = await seatFollowUps.send(name, { type, by: actor }, updateId, ifMatch);
  if (outcome.kind === 'settled') return answer(outcome.view, call);
  const latest = (await seatFollowUps.look(name)) ?? seen;
  if (outcome.kind === 'moved_on') return { problem: movedOn(latest, principal.role) };
  return { problem: notTaken(type, latest, principal.role) };
}

const extraOf = (view: SeatView, role: Role) => ({ state: view.state, allowedEvents: allowedFor(view, role) });

const notTaken = (type: SeatEventType, view: SeatView, role: Role): Problem =>
  new Problem('event_not_allowed', { facts: { event: type, state: view.state }, extra: extraOf(view, role) });

const movedOn = (view: SeatView, role: Role): Problem =>
  new Problem('precondition_failed', { extra: extraOf(view, role), headers: { ETag: etagOf(view.sequence) } });

const allowedFor = ({ allowedEvents }: SeatView, role: Role): SentSeatEventType[] =>
  allowedEvents.filter((type): type is SentSeatEventType => maySend(role, SEAT_EVENTS[type]));

function answer(
  view: SeatView,
  { locale, principal }: { locale: Reader['locale']; principal: { role: Role } },
): Answer {
  const { subscriptionId, bought, assigned, remindersSent, stuck = null } = view.details;
  const { state, done, sequence, nextTimerAt = null } = view;
  const body: SeatFollowUpView = {
    ...{ subscriptionId, state, done, bought, assigned, remindersSent, nextReminderAt: nextTimerAt },
    ...{ stuck: stuck && stuckToApi(stuck, { role: principal.role, locale }), sequence },
    allowedEvents: allowedFor(view, principal.role),
  };
  return { status: 200, headers: { ETag: etagOf(sequence) }, body };
}
