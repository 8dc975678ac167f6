import type { z } from 'zod';
import { present } from '../../../billing/present';
import { type Actor, maySend, ORDER_EVENTS, type OrderEvent, ROLES, type Role } from '../../../machines/events';
import type { EventBody } from '../../../schemas/orders/events';
import type { ChangePathSchema } from '../../../schemas/orders/order';
import type { OrderView } from '../../../workflows/contract';
import type { Call } from '../../api/operation';
import { etagOf } from '../../api/preconditions';
import { actorOf } from '../../api/principal';
import { Problem } from '../../http/problem';
import type { Access } from '../../identity/access';
import { allowedFor } from '../views/to-api';
import type { VisibleOrders } from '../views/visible-orders';
import { checkPayload } from './checks';

export type EventCall = Call<z.output<typeof ChangePathSchema>, unknown, EventBody>;

export const SENDERS = ROLES.filter((role) => Object.values(ORDER_EVENTS).some((rule) => maySend(role, rule)));

export interface DoorParts {
  access: Access;
  visible: VisibleOrders;
  now(): Date;
}

/**
 * Everything that is checked of an event before anything is written: who sends it, to which order, in which state they
 * saw it, and its payload. The same for an event that is sent and for one that is only tried out.
 *
 * @throws Problem 403, 404, 409, 412, 422 or 428
 */
export async function checkedEvent(parts: DoorParts, call: EventCall): Promise<{ actor: Actor; view: OrderView }> {
  const { body, params, principal } = call;
  const rule = ORDER_EVENTS[body.type];
  parts.access.requireRole(principal, { id: `sendEvent ${body.type}`, roles: rule.senders });
  const actor = actorOf(call);
  const found = await parts.visible.allowed(call, params.changeId, 'buy');
  if (rule.needsReason && call.ifMatch === null) throw new Problem('precondition_required');
  const view = (await asSeen(parts.visible, call)) ?? found;
  checkPayload(body, principal.role, view, parts.now());
  return { actor, view };
}

/**
 * The order at the sequence that the caller saw; null where the caller does not say, or the order is long over. The
 * order itself is asked, not its read model: only it knows where it stands at this moment.
 *
 * @throws Problem 412 when it has moved on
 */
async function asSeen(visible: VisibleOrders, { ifMatch, params, principal }: EventCall): Promise<OrderView | null> {
  if (ifMatch === null) return null;
  const current = await visible.look({ tenantId: principal.tenantId, changeId: params.changeId });
  if (current === null || current.sequence === ifMatch) return current;
  throw movedOn(current, principal.role);
}

/** An order that is not where the caller saw it any more: where it stands now. */
export function movedOn(view: OrderView, role: Role): Problem {
  const extra = { changeId: view.details.changeId, state: view.state, allowedEvents: allowedFor(view, role) };
  return new Problem('precondition_failed', { extra, headers: { ETag: etagOf(view.sequence) } });
}

/** An event as the order takes it: its reason stays with the grant and the audit trail. */
export function eventOf(body: Extract<EventBody, { reason: string }>, by: Actor, grantId?: string): OrderEvent {
  const { reason: _reason, reasonCode: _code, ...payload } = body;
  return { ...payload, ...present({ grantId }), by } as OrderEvent;
}
