import type { z } from 'zod';
import type { Locale } from '../../billing/facts/types';
import {
  maySend,
  ROLES,
  type Role,
  SEAT_EVENTS,
  type SeatEventType,
  type SentSeatEventType,
} from '../../machines/events';
import { SubscriptionPathSchema } from '../../schemas/facts/documents';
import {
  type SeatEventBody,
  SeatEventBodySchema,
  type SeatFollowUpView,
  SeatFollowUpViewSchema,
} from '../../schemas/seats/follow-up';
import { seatsAsOrder } from '../../store/support/grants';
import type { SeatView } from '../../workflows/contract';
import { type Answer, type Call, type Handled, type MountedOperation, operation } from '../api/operation';
import { etagOf } from '../api/preconditions';
import { actorOf } from '../api/principal';
import { stuckToApi } from '../api/stuck';
import type { Temporal } from '../api/temporal';
import { grantIdOf, updateIdOf } from '../http/identifiers';
import { Problem, unavailable } from '../http/problem';
import type { Access } from '../identity/access';
import type { AuditTrail } from '../identity/audit-trail';
import type { ServerStore } from '../ports';
import { lookAtFollowUp, sendToFollowUp } from './follow-ups';

const SENDERS = ROLES.filter((role) => Object.values(SEAT_EVENTS).some((rule) => maySend(role, rule)));

type LookCall = Call<z.output<typeof SubscriptionPathSchema>>;
type SendCall = Call<z.output<typeof SubscriptionPathSchema>, unknown, SeatEventBody>;

interface FollowUpParts extends Pick<ServerStore, 'grants' | 'seatFollowUps'> {
  temporal: Temporal;
  access: Access;
  trail: AuditTrail;
}

export function followUpRoutes(parts: FollowUpParts): MountedOperation[] {
  const answers = {
    200: { description: 'The follow-up, also the last one that is over.', schema: SeatFollowUpViewSchema },
  };
  return [
    operation('Seats', 'GET /v1/subscriptions/{subscriptionId}/seat-follow-up', {
      id: 'getSeatFollowUp',
      summary: 'See how new seats are followed up, if any are',
      roles: ROLES,
      params: SubscriptionPathSchema,
      answers: { ...answers, 204: { description: 'No seats of it were ever followed up.' } },
      handle: (call) => look(parts, call),
    }),
    operation('Seats', 'POST /v1/subscriptions/{subscriptionId}/seat-follow-up/events', {
      id: 'sendSeatEvent',
      summary: 'Send the follow-up of new seats one event, such as a reminder now',
      roles: SENDERS,
      params: SubscriptionPathSchema,
      body: SeatEventBodySchema,
      answers,
      handle: (call) => send(parts, call),
    }),
  ];
}

async function look({ access, temporal }: FollowUpParts, call: LookCall): Promise<Answer> {
  const { subscriptionId } = call.params;
  await access.subscription(call, subscriptionId, 'view');
  const view = await lookAtFollowUp(temporal, { tenantId: call.principal.tenantId, subscriptionId });
  return view === null ? { status: 204 } : answer(view, call);
}

async function send(
  { access, temporal, trail, grants, seatFollowUps }: FollowUpParts,
  call: SendCall,
): Promise<Handled> {
  const { body, principal, params, ifMatch, requestKey } = call;
  const { type, ...why } = body;
  access.requireRole(principal, { id: `sendSeatEvent ${type}`, roles: SEAT_EVENTS[type].senders });
  const actor = actorOf(call);
  await access.subscription(call, params.subscriptionId, 'manage_seats');
  if (ifMatch === null) throw new Problem('precondition_required');
  const name = { tenantId: principal.tenantId, subscriptionId: params.subscriptionId };
  const seen = await lookAtFollowUp(temporal, name);
  if (seen === null) throw new Problem('not_found');
  // Nobody has seen what has not happened yet; the follow-up might be there when the event comes to it.
  if (seen.sequence < ifMatch) throw movedOn(seen, principal.role);
  const updateId = updateIdOf(requestKey, params.subscriptionId);
  const isAsSeen = seen.sequence === ifMatch && seen.allowedEvents.includes(type);
  const event = { type, by: actor };
  if (isAsSeen) {
    await grants.request(
      {
        grantId: grantIdOf(requestKey, params.subscriptionId),
        tenantId: principal.tenantId,
        changeId: seatsAsOrder(params.subscriptionId),
        eventType: type,
        reasonCode: why.reasonCode,
        reason: why.reason,
        evidence: null,
        subject: null,
        requestedBy: actor.userId,
        approvedBy: null,
      },
      { sentAs: updateId, event },
    );
    await trail.note(call, {
      entryId: `seats:${updateId}`,
      action: `SEATS_${type}`,
      before: { state: seen.state, sequence: seen.sequence },
      facts: { ...why, ...params },
    });
  }
  // It is sent all the same: perhaps this very event has moved the follow-up on, when it was sent before.
  const sent = { event, updateId, seen: ifMatch };
  const outcome = await sendToFollowUp(temporal, name, sent);
  if (outcome.kind === 'settled') {
    if (outcome.view.status !== 'active') await seatFollowUps.stop(name);
    return answer(outcome.view, call);
  }
  if (outcome.kind === 'under_way') throw unavailable('temporal');
  if (outcome.kind === 'other_event') throw new Problem('idempotency_key_reused');
  if (!isAsSeen) throw seen.sequence === ifMatch ? notTaken(type, seen, principal.role) : movedOn(seen, principal.role);
  const latest = (await lookAtFollowUp(temporal, name)) ?? seen;
  if (outcome.kind === 'moved_on') return { problem: movedOn(latest, principal.role) };
  if (outcome.kind === 'permission_refused' || outcome.kind === 'permission_unchecked') {
    return { problem: new Problem(outcome.kind, { facts: { event: type }, extra: { state: latest.state } }) };
  }
  return { problem: notTaken(type, latest, principal.role) };
}

const extraOf = (view: SeatView, role: Role) => ({ state: view.state, allowedEvents: allowedFor(view, role) });

const notTaken = (type: SeatEventType, view: SeatView, role: Role): Problem =>
  new Problem('event_not_allowed', {
    facts: { event: type, place: { text: `state.${view.state}` } },
    extra: extraOf(view, role),
  });

const movedOn = (view: SeatView, role: Role): Problem =>
  new Problem('precondition_failed', { extra: extraOf(view, role), headers: { ETag: etagOf(view.sequence) } });

const allowedFor = ({ allowedEvents }: SeatView, role: Role): SentSeatEventType[] =>
  allowedEvents.filter((type): type is SentSeatEventType => maySend(role, SEAT_EVENTS[type]));

function answer(
  view: SeatView,
  { locale, principal: { role } }: { locale: Locale; principal: { role: Role } },
): Answer {
  const { subscriptionId, bought, assigned, remindersSent, stuck = null } = view.details;
  const { state, status, sequence, nextTimerAt = null } = view;
  const body: SeatFollowUpView = {
    subscriptionId,
    state,
    done: status !== 'active',
    bought,
    assigned,
    remindersSent,
    nextReminderAt: nextTimerAt,
    stuck: stuck && stuckToApi(stuck, locale),
    sequence,
    allowedEvents: allowedFor(view, role),
  };
  return { status: 200, headers: { ETag: etagOf(sequence) }, body };
}
