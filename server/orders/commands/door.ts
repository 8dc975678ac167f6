import type { z } from 'zod';
import { present } from '../../../billing/present';
import {
  type Actor,
  maySend,
  ORDER_EVENTS,
  type OrderEvent,
  ROLES,
  type Role,
  type SentEventType,
} from '../../../machines/events';
import type { EventBody } from '../../../schemas/orders/events';
import type { ChangePathSchema } from '../../../schemas/orders/order';
import { isLost, type OrderView } from '../../../workflows/contract';
import type { Call } from '../../api/operation';
import { etagOf } from '../../api/preconditions';
import { actorOf } from '../../api/principal';
import { Problem } from '../../http/problem';
import type { Access } from '../../identity/access';
import { allowedFor } from '../views/acts';
import type { VisibleOrders } from '../views/visible-orders';
import { payloadProblem } from './checks';

export type EventCall = Call<z.output<typeof ChangePathSchema>, unknown, EventBody>;

export const SENDERS = ROLES.filter((role) => Object.values(ORDER_EVENTS).some((rule) => maySend(role, rule)));

export interface DoorParts {
  access: Access;
  visible: VisibleOrders;
  now(): Date;
}

interface CheckedEvent {
  actor: Actor;
  view: OrderView;
  /** The order is not where the caller saw it: perhaps this very event has moved it, when it was sent before. */
  hasMovedOn: boolean;
  /** What is wrong with the payload as the order stands; undefined where nothing is, or it was not looked at. */
  objection?: Problem | undefined;
}

/**
 * Everything that is checked of an event before anything is written: who sends it, to which order, in which state they
 * saw it, and its payload. The same for an event that is sent and for one that is only tried out.
 *
 * @throws Problem 403, 404, 412 or 428
 */
export async function checkedEvent(parts: DoorParts, call: EventCall): Promise<CheckedEvent> {
  const { body, params, principal } = call;
  const rule = ORDER_EVENTS[body.type];
  parts.access.requireRole(principal, { id: `sendEvent ${body.type}`, roles: rule.senders });
  const actor = actorOf(call);
  const found = await parts.visible.allowed(call, params.changeId, 'buy');
  if (rule.needsReason && call.ifMatch === null) throw new Problem('precondition_required');
  const view = isLost(found) ? found : ((await asItStands(parts.visible, call)) ?? found);
  if (call.ifMatch !== null && view.sequence > call.ifMatch) return { actor, view, hasMovedOn: true };
  // Nobody has seen what has not happened yet; the order might be there when the event comes to it.
  if (call.ifMatch !== null && view.sequence < call.ifMatch) throw movedOn(view, principal.role);
  return { actor, view, hasMovedOn: false, objection: payloadProblem(body, actor, view, parts.now()) };
}

/**
 * The order at this moment, where the caller says what they saw; null where they do not, or the order is long over. The
 * order itself is asked, not its read model: only it knows where it stands.
 */
async function asItStands(
  visible: VisibleOrders,
  { ifMatch, params, principal }: EventCall,
): Promise<OrderView | null> {
  return ifMatch === null ? null : visible.look({ tenantId: principal.tenantId, changeId: params.changeId });
}

/** An order that is not where the caller saw it any more: where it stands now. */
export function movedOn(view: OrderView, role: Role): Problem {
  const extra = { changeId: view.details.changeId, state: view.state, allowedEvents: allowedFor(view, role) };
  return new Problem('precondition_failed', { extra, headers: { ETag: etagOf(view.sequence) } });
}

/** An event as the order takes it: its reason stays with the grant and the audit trail. */
export function eventOf(body: { type: SentEventType }, by: Actor, grantId?: string): OrderEvent {
  const { reason: _reason, reasonCode: _code, ...payload } = body as Extract<EventBody, { reason: string }>;
  const grant = ORDER_EVENTS[body.type].carriesGrant ? present({ grantId }) : {};
  return { ...payload, ...grant, by } as OrderEvent;
}
