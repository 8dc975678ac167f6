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
import type { OrderView } from '../../../workflows/contract';
import { type Handled, type MountedOperation, operation } from '../../api/operation';
import { isSupport } from '../../api/principal';
import type { Outcome, Temporal } from '../../api/temporal';
import { updateIdOf } from '../../http/identifiers';
import { requireAllowance } from '../../identity/allowances';
import type { AuditTrail, Deed } from '../../identity/audit-trail';
import type { ServerStore } from '../../ports';
import { readerOf } from '../quotes/reader';
import { notAllowedAnswer, orderAnswer, refusalAnswer } from './answers';
import { checkPayload } from './checks';
import { checkedEvent, type DoorParts, type EventCall, eventOf, movedOn, SENDERS } from './door';
import { permissionFor, subjectIn } from './grants';
import { sendToOrder } from './workflows';

/** Events after which the change is assessed, or may be: a refusal is their answer. */
const ASSESSED: ReadonlySet<string> = new Set(['EDIT', 'ADD_CHANGE', 'AMEND', 'PLACE_ORDER']);

interface EventParts extends DoorParts, Pick<ServerStore, 'accounts' | 'grants' | 'usage'> {
  temporal: Temporal;
  trail: AuditTrail;
}

export const eventRoutes = (parts: EventParts): MountedOperation[] => [
  operation('Changes', 'POST /v1/changes/{changeId}/events', {
    id: 'sendEvent',
    summary: 'Send an order one event',
    roles: SENDERS,
    params: ChangePathSchema,
    body: EventBodySchema,
    answers: {
      200: { description: 'The order, settled.', schema: OrderDocumentSchema },
      202: {
        description: 'Accepted and not settled yet, or waiting for a second person.',
        schema: z.union([OrderDocumentSchema, OrderStartingSchema, WaitingForSecondPersonSchema]),
      },
    },
    handle: (call) => sendEvent(parts, call),
  }),
];

async function sendEvent(parts: EventParts, call: EventCall): Promise<Handled> {
  const { params, principal } = call;
  const { actor, view } = await checkedEvent(parts, call);
  if (call.body.type === 'PROVIDE_VAT') await requireAllowance(parts.usage, 'vat-check', call, parts.now());
  const event = await permitted(parts, call, { view, actor });
  if (!('type' in event)) return event;
  const { tenantId } = principal;
  const updateId = updateIdOf(call.requestKey, params.changeId);
  const order = { tenantId, changeId: params.changeId };
  const outcome = await sendToOrder(parts.temporal, order, { event, updateId }, call);
  await noteOutcome(parts.trail, call, { view, outcome });
  return answerOf(parts, call, { outcome, view });
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
  if (!('reason' in body)) {
    if ('consent' in asked || isDeedOfSupport(call)) await note(body.type, asked);
    return { ...body, by: actor };
  }
  const why = { reasonCode: body.reasonCode, reason: body.reason, ...asked };
  if (!rule.needsGrant) {
    await note(body.type, why);
    return eventOf(body, actor);
  }
  // Nobody is asked for a permission that could not be used.
  if (!view.allowedEvents.includes(body.type)) return notAllowedAnswer(body.type, view, call.principal.role);
  const asking = { person: actor.userId, at: now(), subject: subjectIn(body.type, view) };
  const permission = await permissionFor(grants, call, body, asking);
  const stage = permission.kind === 'waiting' ? ':requested' : '';
  // Where two persons act, the entry of each names the request that they agree on.
  const agreed = rule.needsSecondPerson ? { grantId: permission.grantId } : {};
  await note(`${body.type}${stage}`, { ...why, ...agreed });
  if (permission.kind === 'waiting') return permission.answer;
  return eventOf(body, actor, permission.grantId);
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
  { visible, accounts, now }: EventParts,
  call: EventCall,
  { outcome, view }: { outcome: Outcome<OrderView>; view: OrderView },
): Promise<Handled> {
  const order = { tenantId: call.principal.tenantId, changeId: call.params.changeId };
  const { type } = call.body;
  const reader = await readerOf(accounts, call, view.details);
  if (outcome.kind === 'settled') {
    const refused = ASSESSED.has(type) ? refusalAnswer(outcome.view) : undefined;
    return refused ?? orderAnswer(outcome.view, reader);
  }
  if (outcome.kind === 'under_way') {
    // A worker accepted the event; that none can be asked just now must not make it look refused.
    return orderAnswer((await visible.glance(order)) ?? view, reader, 202);
  }
  const latest = (await visible.look(order)) ?? view;
  // Another quote took its place between the look at the door and the order's own.
  if (outcome.kind === 'quote_changed') checkPayload(call.body, call.principal.role, latest, now());
  if (outcome.kind === 'moved_on') return { problem: movedOn(latest, call.principal.role) };
  return notAllowedAnswer(type, latest, call.principal.role);
}
