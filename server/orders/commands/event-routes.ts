import { z } from 'zod';
import { present } from '../../../billing/present';
import { type Actor, auditedIn, ORDER_EVENTS, type OrderEvent } from '../../../machines/events';
import { EventBodySchema } from '../../../schemas/orders/events';
import {
  ChangePathSchema,
  OrderDocumentSchema,
  OrderStartingSchema,
  WaitingForSecondPersonSchema,
} from '../../../schemas/orders/order';
import type { KeyRing } from '../../../store/access/key-ring';
import { idsSentUnder } from '../../../store/access/update-marks';
import { isLost, type OrderView } from '../../../workflows/contract';
import { type Handled, type MountedOperation, operation } from '../../api/operation';
import { actorOf, isSupport } from '../../api/principal';
import type { Outcome, Temporal } from '../../api/temporal';
import { grantIdOf, updateIdOf } from '../../http/identifiers';
import { Problem } from '../../http/problem';
import { requireAllowance } from '../../identity/allowances';
import type { AuditTrail, Deed } from '../../identity/audit-trail';
import type { ServerStore } from '../../ports';
import type { OrderReaders } from '../views/order-readers';
import { notAllowedAnswer, orderAnswer, refusalAnswer, underWayAnswer, unpermittedAnswer } from './answers';
import { checkPayload } from './checks';
import { checkedEvent, type DoorParts, type EventCall, eventOf, movedOn, SENDERS } from './door';
import { permissionFor, permissionInPlaceOf, subjectIn } from './grants';
import { byReference, keepToken } from './payment-tokens';
import { isEventAnswered, sendToOrder } from './workflows';

/** Events after which the change is assessed, or may be: a refusal is their answer. */
const ASSESSED: ReadonlySet<string> = new Set(['EDIT', 'ADD_CHANGE', 'AMEND', 'PLACE_ORDER']);

export interface EventParts
  extends DoorParts,
    Pick<ServerStore, 'grants' | 'usage' | 'supportItems' | 'paymentSetups'> {
  readers: OrderReaders;
  temporal: Temporal;
  trail: AuditTrail;
  keyRing: KeyRing | null;
}

export const eventRoutes = (parts: EventParts): MountedOperation[] => [
  operation('Changes', 'POST /v1/changes/{changeId}/events', {
    id: 'sendEvent',
    summary: 'Send an order one event',
    roles: SENDERS,
    params: ChangePathSchema,
    body: EventBodySchema,
    joinsItself: true,
    answers: {
      200: { description: 'The order, settled.', schema: OrderDocumentSchema },
      202: {
        description: 'Accepted and not settled yet, or waiting for a second person.',
        schema: z.union([OrderDocumentSchema, OrderStartingSchema, WaitingForSecondPersonSchema]),
      },
    },
    handle: (call) => takeEvent(parts, call),
  }),
];

/** The one way an event of a caller gets to its order: check, permit, send, answer. */
export async function takeEvent(parts: EventParts, brought: EventCall): Promise<Handled> {
  const call = byReference(parts.keyRing, brought);
  const { params, principal } = call;
  const { actor, view, hasMovedOn, objection } = await checkedEvent(parts, call);
  const [updateId, ...formerIds] = idsOf(parts, call);
  const order = { tenantId: principal.tenantId, changeId: params.changeId };
  if (hasMovedOn || objection !== undefined) {
    const isAsked = objection !== undefined || formerIds.length > 0;
    const answered = isAsked ? await idAnswered(parts, call) : undefined;
    // What was right when it was sent first may not be so any more, perhaps by its own effect.
    if (objection !== undefined && answered === undefined) throw objection;
    return answerSentBefore(parts, call, { view, actor, updateId: answered ?? updateId });
  }
  if (call.body.type === 'PROVIDE_VAT') await requireAllowance(parts.usage, 'vat-check', call, parts.now());
  await keepToken(parts, { brought, sent: call }, view);
  const event = await permitted(parts, call, { view, actor });
  if (!('type' in event)) return event;
  const outcome = await sendToOrder(parts.temporal, order, { event, updateId }, call).catch(
    tellingSupport(parts, view),
  );
  await noteOutcome(parts.trail, call, { view, outcome });
  return answerOf(parts, call, { outcome, view });
}

/** An order that takes nothing any more does not come to rest: somebody has to see why. */
const tellingSupport =
  ({ supportItems, now }: EventParts, { details: { tenantId, changeId, changes } }: OrderView) =>
  async (error: unknown): Promise<never> => {
    if (error instanceof Problem && error.code === 'order_full') {
      await supportItems.open({
        tenantId,
        key: `${changeId}:order_full`,
        kind: 'order_full',
        subscriptionId: changes[0]?.subscriptionId ?? '',
        facts: { changeId },
        openedAt: now(),
      });
    }
    throw error;
  };

/**
 * The answer to an event of which the order knows already, though it has moved on since. Nothing is written for it: an event
 * that is not known is refused by the order, because it names what its sender saw.
 */
async function answerSentBefore(
  parts: EventParts,
  call: EventCall,
  { view, actor, updateId }: { view: OrderView; actor: Actor; updateId: string },
): Promise<Handled> {
  const { params, principal } = call;
  const order = { tenantId: principal.tenantId, changeId: params.changeId };
  const event = sentBefore(call, actor);
  const outcome = await sendToOrder(parts.temporal, order, { event, updateId }, call);
  const isKnown = ['settled', 'under_way', 'other_event'].includes(outcome.kind);
  if (isKnown) return answerOf(parts, call, { outcome, view });
  throw movedOn((await parts.visible.look(order)) ?? view, principal.role);
}

/** The event as it was made of this request the first time. */
function sentBefore({ body, params, requestKey }: EventCall, actor: Actor): OrderEvent {
  if (!('reason' in body)) return { ...body, by: actor };
  const named = 'grantId' in body ? body.grantId : undefined;
  return eventOf(body, actor, named ?? grantIdOf(requestKey, params.changeId));
}

/** The event as the order takes it, with the permission it needs; or the answer, when it must wait for one. */
async function permitted(
  parts: EventParts,
  call: EventCall,
  { view, actor }: { view: OrderView; actor: Actor },
): Promise<OrderEvent | Handled> {
  const { grants, trail, now } = parts;
  const { body } = call;
  const rule = ORDER_EVENTS[body.type];
  const asked = auditedIn(rule, body);
  const note = (action: string, facts: Deed['facts']): Promise<void> =>
    trail.note(call, { ...deedOf(call, view), action, facts });
  const update = updateIdOf(call.requestKey, call.params.changeId);
  if (!('reason' in body)) {
    const event: OrderEvent = { ...body, by: actor };
    if (isDeedOfSupport(call)) {
      const sending = { sentAs: update, event };
      await permissionInPlaceOf(grants, call, { type: body.type, person: actor.userId, sending });
    }
    if ('consent' in asked || isDeedOfSupport(call)) await note(body.type, asked);
    return event;
  }
  const why = { reasonCode: body.reasonCode, reason: body.reason, ...asked };
  // Nobody is asked for a permission that could not be used.
  if (rule.carriesGrant && !view.allowedEvents.includes(body.type)) {
    return notAllowedAnswer(body.type, view, call.principal.role);
  }
  const sending = (grantId: string) => ({ sentAs: update, event: eventOf(body, actor, grantId) });
  const asking = { person: actor.userId, at: now(), subject: subjectIn(body.type, view), sending };
  const permission = await permissionFor(grants, call, body, asking);
  const stage = permission.kind === 'waiting' ? ':requested' : '';
  // Where two persons act, the entry of each names the request that they agree on.
  const agreed = rule.needsSecondPerson ? { grantId: permission.grantId } : {};
  await note(`${body.type}${stage}`, { ...why, ...agreed });
  return permission.kind === 'waiting' ? permission.answer : eventOf(body, actor, permission.grantId);
}

/**
 * The ids of the update that brings the event, the one that it is sent under now first. They say that the API has sent it: what comes past
 * it is put on record.
 */
const idsOf = ({ keyRing }: EventParts, { principal, requestKey, params: { changeId } }: EventCall) =>
  idsSentUnder(keyRing, { tenantId: principal.tenantId, changeId }, updateIdOf(requestKey, changeId));

/** The one under which the event was sent and answered before; undefined where it was not. */
async function idAnswered(parts: EventParts, call: EventCall): Promise<string | undefined> {
  const order = { tenantId: call.principal.tenantId, changeId: call.params.changeId };
  for (const updateId of idsOf(parts, call)) {
    if (await isEventAnswered(parts.temporal, order, updateId)) return updateId;
  }
  return undefined;
}

/** Every deed of support is on record, also where it acts in the customer's place and gives no reason. */
const isDeedOfSupport = ({ body, principal }: EventCall): boolean => 'reason' in body || isSupport(principal);

/** Who asked for an event and why is kept for every event of support; once, however often it is sent. */
const deedOf = ({ requestKey, params: { changeId } }: EventCall, view: OrderView) => ({
  entryId: `event:${updateIdOf(requestKey, changeId)}`,
  changeId,
  before: placeOf(view),
});

const placeOf = ({ state, sequence }: OrderView) => ({ state, sequence });

/**
 * The outcome of an event of support: a second entry, because the first one is written before anything happens. Where the
 * order goes on for longer than its caller waits, its own moves tell the rest.
 */
async function noteOutcome(
  trail: AuditTrail,
  call: EventCall,
  { view, outcome }: { view: OrderView; outcome: Outcome<OrderView> },
): Promise<void> {
  if (!isDeedOfSupport(call)) return;
  const isDone = outcome.kind === 'settled';
  const word = isDone || outcome.kind === 'under_way' ? 'outcome' : 'refused';
  const { entryId, ...deed } = deedOf(call, view);
  await trail.note(call, {
    ...deed,
    ...present({ after: isDone ? placeOf(outcome.view) : undefined }),
    entryId: `${entryId}:outcome`,
    action: `${call.body.type}:${word}`,
    facts: isDone ? {} : { because: outcome.kind },
  });
}

async function answerOf(
  parts: EventParts,
  call: EventCall,
  { outcome, view }: { outcome: Outcome<OrderView>; view: OrderView },
): Promise<Handled> {
  const { visible, readers, now } = parts;
  const order = { tenantId: call.principal.tenantId, changeId: call.params.changeId };
  const { type } = call.body;
  const [updateId] = idsOf(parts, call);
  if (outcome.kind === 'settled') {
    const refused = ASSESSED.has(type) ? refusalAnswer(outcome.view) : undefined;
    return refused ?? orderAnswer(outcome.view, await readers.of(call, outcome.view));
  }
  if (outcome.kind === 'under_way') {
    // A worker accepted the event; that none can be asked just now must not make it look refused.
    const now = await visible.glance(order);
    const sent = { updateId };
    if (now === null) return underWayAnswer(order.changeId, sent);
    return orderAnswer(now, await readers.of(call, now), 202, sent);
  }
  if (outcome.kind === 'other_event') throw new Problem('idempotency_key_reused');
  const latest = isLost(view) ? view : ((await visible.look(order)) ?? view);
  // Another quote took its place between the look at the door and the order's own.
  if (outcome.kind === 'quote_changed' || outcome.kind === 'out_of_bounds') {
    checkPayload(call.body, actorOf(call), latest, now());
  }
  if (outcome.kind === 'moved_on') return { problem: movedOn(latest, call.principal.role) };
  const unpermitted = unpermittedAnswer(outcome.kind, type, { changeId: order.changeId, state: latest.state });
  if (unpermitted !== undefined) return unpermitted;
  return notAllowedAnswer(type, latest, call.principal.role);
}
