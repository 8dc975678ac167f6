import { z } from 'zod';
import { type Actor, auditedIn, ORDER_EVENTS, type OrderEvent } from '../../../machines/events';
import { NoQuerySchema } from '../../../schemas/api/requests';
import { EventBodySchema } from '../../../schemas/orders/events';
import {
  ChangePathSchema,
  OrderDocumentSchema,
  OrderStartingSchema,
  WaitingForSecondPersonSchema,
} from '../../../schemas/orders/order';
import type { AuditEntry } from '../../../store/audit/audit';
import type { OrderView } from '../../../workflows/contract';
import { type Handled, type MountedOperation, operation } from '../../api/operation';
import { updateIdOf } from '../../http/identifiers';
import { requireAllowance } from '../../identity/allowances';
import type { RouteParts } from '../../route-parts';
import { readerOfOrder } from '../views/reader';
import { notAllowedAnswer, orderAnswer, refusalAnswer } from './answers';
import { checkPayload } from './checks';
import { checkedEvent, type EventCall, eventOf, movedOn, SENDERS } from './door';
import { permissionFor, subjectIn } from './grants';
import type { Outcome } from './workflows';

/** Events after which the change is assessed, or may be: a refusal is their answer. */
const ASSESSED: ReadonlySet<string> = new Set(['EDIT', 'ADD_CHANGE', 'AMEND', 'PLACE_ORDER']);

export function eventOperations(parts: RouteParts): MountedOperation[] {
  return [
    operation({
      id: 'sendEvent',
      tag: 'Changes',
      method: 'post',
      path: '/v1/changes/{changeId}/events',
      summary: 'Send an order one event',
      roles: SENDERS,
      params: ChangePathSchema,
      query: NoQuerySchema,
      body: EventBodySchema,
      needsIdempotencyKey: true,
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
}

async function sendEvent(parts: RouteParts, call: EventCall): Promise<Handled> {
  const { params, principal } = call;
  const { actor, view } = await checkedEvent(parts, call);
  if (call.body.type === 'PROVIDE_VAT') await requireAllowance(parts.store.usage, 'vat-check', call, parts.now());
  const event = await permitted(parts, call, { view, actor });
  if (!('type' in event)) return event;
  const { tenantId } = principal;
  const updateId = updateIdOf(call.requestKey, params.changeId);
  const order = { tenantId, changeId: params.changeId };
  const outcome = await parts.workflows.send(order, event, updateId, call);
  await noteOutcome(parts, call, { actor, view, outcome });
  return answerOf(parts, call, { outcome, view });
}

/** The event as the order takes it, with the permission it needs; or the answer, when it must wait for one. */
async function permitted(
  parts: RouteParts,
  call: EventCall,
  { view, actor }: { view: OrderView; actor: Actor },
): Promise<OrderEvent | Handled> {
  const { store, now } = parts;
  const { body } = call;
  const deed = { actor, at: now(), before: placeOf(view) };
  const rule = ORDER_EVENTS[body.type];
  const asked = auditedIn(rule, body);
  if (!('reason' in body)) {
    const isOnRecord = 'consent' in asked || isDeedOfSupport(parts, call);
    if (isOnRecord) await store.audit.append(auditEntryOf(call, body.type, asked, deed));
    return { ...body, by: actor };
  }
  const why = { reasonCode: body.reasonCode, reason: body.reason, ...asked };
  if (!rule.needsGrant) {
    await store.audit.append(auditEntryOf(call, body.type, why, deed));
    return eventOf(body, actor);
  }
  // Nobody is asked for a permission that could not be used.
  if (!view.allowedEvents.includes(body.type)) return notAllowedAnswer(body.type, view, call.principal.role);
  const asking = { person: actor.userId, at: deed.at, subject: subjectIn(body.type, view) };
  const permission = await permissionFor(store.grants, call, body, asking);
  const stage = permission.kind === 'waiting' ? ':requested' : '';
  // Where two persons act, the entry of each names the request that they agree on.
  const agreed = rule.needsSecondPerson ? { grantId: permission.grantId } : {};
  await store.audit.append(auditEntryOf(call, `${body.type}${stage}`, { ...why, ...agreed }, deed));
  if (permission.kind === 'waiting') return permission.answer;
  return eventOf(body, actor, permission.grantId);
}

/** What support does is on record, also where it acts in the customer's place and gives no reason. */
const isDeedOfSupport = ({ access }: RouteParts, { body, principal }: EventCall): boolean =>
  'reason' in body || access.isSupport(principal);

/** Who asked for it and why is kept for every event of support; once, however often it is sent. */
function auditEntryOf(
  { principal, params, requestKey }: EventCall,
  action: string,
  facts: AuditEntry['facts'],
  { actor, at, ...places }: Deed,
): AuditEntry {
  const { changeId } = params;
  const entryId = `event:${updateIdOf(requestKey, changeId)}`;
  const { tenantId } = principal;
  return { tenantId, entryId, at, actorId: actor.userId, role: actor.role, action, changeId, ...places, facts };
}

type Deed = { actor: Actor; at: Date } & Pick<AuditEntry, 'before' | 'after'>;

const placeOf = ({ state, sequence }: OrderView) => ({ state, sequence });

/**
 * What became of an event of support: a second entry, because the first one is written before anything happens. Where the
 * order goes on for longer than its caller waits, its own moves tell the rest.
 */
async function noteOutcome(
  parts: RouteParts,
  call: EventCall,
  { actor, view, outcome }: { actor: Actor; view: OrderView; outcome: Outcome },
): Promise<void> {
  const { store, now } = parts;
  if (!isDeedOfSupport(parts, call)) return;
  const isDone = outcome.kind === 'settled';
  const places = { before: placeOf(view), ...(isDone ? { after: placeOf(outcome.view) } : {}) };
  const word = isDone || outcome.kind === 'under_way' ? 'outcome' : 'refused';
  const facts: AuditEntry['facts'] = isDone ? {} : { because: outcome.kind };
  const entry = auditEntryOf(call, `${call.body.type}:${word}`, facts, { actor, at: now(), ...places });
  await store.audit.append({ ...entry, entryId: `${entry.entryId}:outcome` });
}

async function answerOf(
  { workflows, store, now }: RouteParts,
  call: EventCall,
  { outcome, view }: { outcome: Outcome; view: OrderView },
): Promise<Handled> {
  const { changeId } = call.params;
  const { tenantId } = call.principal;
  const { type } = call.body;
  const reader = await readerOfOrder(store.accounts, call, view);
  if (outcome.kind === 'settled') {
    const refused = ASSESSED.has(type) ? refusalAnswer(outcome.view) : undefined;
    return refused ?? orderAnswer(outcome.view, reader);
  }
  if (outcome.kind === 'under_way') {
    // A worker accepted the event; that none can be asked just now must not make it look refused.
    return orderAnswer((await workflows.glance({ tenantId, changeId })) ?? view, reader, 202);
  }
  const latest = (await workflows.look({ tenantId, changeId })) ?? view;
  // Another quote took its place between the look at the door and the order's own.
  if (outcome.kind === 'quote_changed') checkPayload(call.body, call.principal.role, latest, now());
  if (outcome.kind === 'moved_on') return { problem: movedOn(latest, call.principal.role) };
  return notAllowedAnswer(type, latest, call.principal.role);
}
