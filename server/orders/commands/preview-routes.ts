import { type Actor, ORDER_EVENTS, type OrderEvent } from '../../../machines/events';
import { EventPreviewSchema } from '../../../schemas/orders/event-preview';
import { type EventBody, EventBodySchema } from '../../../schemas/orders/events';
import { ChangePathSchema } from '../../../schemas/orders/order';
import type { OrderView } from '../../../workflows/contract';
import { type Handled, type MountedOperation, operation } from '../../api/operation';
import { etagOf } from '../../api/preconditions';
import type { Temporal } from '../../api/temporal';
import { Problem } from '../../http/problem';
import type { AuditTrail } from '../../identity/audit-trail';
import type { ServerStore } from '../../ports';
import { notAllowedAnswer } from './answers';
import { checkPayload } from './checks';
import { checkedEvent, type DoorParts, type EventCall, eventOf, movedOn, SENDERS } from './door';
import { subjectIn, wouldWait } from './grants';
import { eventPreviewOf } from './preview';
import { foresee } from './workflows';

/** Stands where the permission would: trying out asks for none, and nothing that is tried out reaches the order. */
const NO_GRANT = 'preview';

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
      'same problem. It changes nothing, so it needs no Idempotency-Key.',
    roles: SENDERS,
    params: ChangePathSchema,
    body: EventBodySchema,
    needsIdempotencyKey: false,
    answers: {
      200: { description: 'It would be accepted, and this is what it would do.', schema: EventPreviewSchema },
    },
    handle: (call) => previewEvent(parts, call),
  }),
];

async function previewEvent(parts: PreviewParts, call: EventCall): Promise<Handled> {
  const { body, params, principal, locale } = call;
  const { actor, view, hasMovedOn, objection } = await checkedEvent(parts, call);
  const { tenantId, role } = principal;
  if (hasMovedOn) throw movedOn(view, role);
  if (objection !== undefined) throw objection;
  await parts.trail.noteOrderRead(call, params.changeId);
  const event = 'reason' in body ? eventOf(body, actor, grantNamedFor(body)) : ({ ...body, by: actor } as OrderEvent);
  const seen = await foresee(parts.temporal, { tenantId, changeId: params.changeId }, event);
  if (seen === null) return notAllowedAnswer(body.type, view, role);
  if (seen.objection !== null) return objectionAnswer(parts, call, { view: seen.now, by: actor });
  const by = { person: actor.userId, at: parts.now(), subject: subjectIn(body.type, view) };
  const needsSecondPerson = 'reason' in body && (await wouldWait(parts.grants, call, body, by));
  const preview = eventPreviewOf(body.type, seen, { needsSecondPerson, locale });
  return { status: 200, headers: { ETag: etagOf(preview.sequence) }, body: preview };
}

const grantNamedFor = ({ type }: EventBody): string | undefined =>
  ORDER_EVENTS[type].carriesGrant ? NO_GRANT : undefined;

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
