import { type Actor, ORDER_EVENTS } from '../../../machines/events';
import { EventPreviewSchema, TriedEventSchema } from '../../../schemas/orders/event-preview';
import type { TriedBody } from '../../../schemas/orders/events';
import { ChangePathSchema } from '../../../schemas/orders/order';
import type { OrderView } from '../../../workflows/contract';
import { type Call, type Handled, type MountedOperation, operation } from '../../api/operation';
import { etagOf } from '../../api/preconditions';
import type { Temporal } from '../../api/temporal';
import { Problem } from '../../http/problem';
import type { AuditTrail } from '../../identity/audit-trail';
import type { ServerStore } from '../../ports';
import { notAllowedAnswer } from './answers';
import { checkPayload } from './checks';
import { checkedEvent, type DoorParts, type EventCall, movedOn, SENDERS } from './door';
import { subjectIn, wouldWait } from './grants';
import { eventPreviewOf } from './preview';
import { asIfSent, triedAs } from './tried-event';
import { foresee } from './workflows';

type TryCall = Call<EventCall['params'], unknown, TriedBody>;

interface PreviewParts extends DoorParts, Pick<ServerStore, 'grants'> {
  temporal: Temporal;
  trail: AuditTrail;
}

export const previewRoutes = (parts: PreviewParts): MountedOperation[] => [
  operation('Changes', 'POST /v1/changes/{changeId}/events/preview', {
    id: 'previewEvent',
    summary: 'See what an event would do, without sending it',
    description:
      'Takes what `POST …/events` takes and checks it in the same way: what would be refused is answered with the ' +
      'same problem. The reason, the evidence and whatever else decides nothing may be left out. It changes nothing, so ' +
      'it needs no Idempotency-Key.',
    roles: SENDERS,
    params: ChangePathSchema,
    body: TriedEventSchema,
    needsIdempotencyKey: false,
    answers: {
      200: { description: 'It would be accepted, and this is what it would do.', schema: EventPreviewSchema },
    },
    handle: (call) => previewEvent(parts, call),
  }),
];

async function previewEvent(parts: PreviewParts, tried: TryCall): Promise<Handled> {
  const call = { ...tried, body: asIfSent(tried.body, parts.now()) };
  const { body, params, principal, locale } = call;
  const { needsReason } = ORDER_EVENTS[body.type];
  const { actor, view, hasMovedOn, objection } = await checkedEvent(parts, call);
  const { tenantId, role } = principal;
  if (hasMovedOn) throw movedOn(view, role);
  if (objection !== undefined) throw objection;
  await parts.trail.noteOrderRead(call, params.changeId);
  const event = triedAs(body, actor);
  const seen = await foresee(parts.temporal, { tenantId, changeId: params.changeId }, event);
  if (seen === null) return notAllowedAnswer(body.type, view, role);
  if (seen.objection !== null) return objectionAnswer(parts, call, { view: seen.now, by: actor });
  const by = { person: actor.userId, at: parts.now(), subject: subjectIn(body.type, view) };
  const needsSecondPerson = needsReason && (await wouldWait(parts.grants, tried, by));
  const preview = eventPreviewOf(body.type, seen, { needsSecondPerson, locale });
  return { status: 200, headers: { ETag: etagOf(preview.sequence) }, body: preview };
}

/** The answer that the event itself would get. */
function objectionAnswer(
  { now }: DoorParts,
  { body, principal }: EventCall,
  { view, by }: { view: OrderView; by: Actor },
): Handled {
  checkPayload(body, by, view, now());
  if (view.allowedEvents.includes(body.type)) throw new Problem('invalid_request');
  return notAllowedAnswer(body.type, view, principal.role);
}
