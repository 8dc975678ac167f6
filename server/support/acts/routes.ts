import type { z } from 'zod';
import { DESK_ACTS } from '../../../machines/events';
import { EventPreviewSchema } from '../../../schemas/orders/event-preview';
import { ChangePathSchema, WaitingForSecondPersonSchema } from '../../../schemas/orders/order';
import { type ActOfTwo, ActOfTwoSchema, ActUnderWaySchema } from '../../../schemas/support/act-of-two';
import type { OrderView } from '../../../workflows/contract';
import { type Call, type Handled, type MountedOperation, operation } from '../../api/operation';
import { etagOf } from '../../api/preconditions';
import { actorOf } from '../../api/principal';
import { updateIdOf } from '../../http/identifiers';
import { Problem } from '../../http/problem';
import type { AuditTrail } from '../../identity/audit-trail';
import { movedOn } from '../../orders/commands/door';
import { permissionFor } from '../../orders/commands/grants';
import type { VisibleOrders } from '../../orders/views/visible-orders';
import type { ServerStore } from '../../ports';
import type { Act } from './act';
import { type ActsByTwo, previewOf } from './acts';

interface ActParts extends Pick<ServerStore, 'grants'> {
  acts: ActsByTwo;
  visible: VisibleOrders;
  trail: AuditTrail;
  now(): Date;
}

type PathCall = Call<z.output<typeof ChangePathSchema>>;
type ActCall = Call<z.output<typeof ChangePathSchema>, unknown, ActOfTwo>;

export const actRoutes = (parts: ActParts): MountedOperation[] =>
  parts.acts.all.flatMap((act) => [asking(parts, act), trying(parts, act)]);

/** The first call of it asks; the second one, by somebody else and with the `grantId`, does it. Both are on record. */
const asking = (parts: ActParts, act: Act): MountedOperation =>
  operation('Support', `POST /v1/changes/{changeId}/${act.path}`, {
    id: act.id,
    summary: `${act.summary}; the first call asks, a second person’s with the grantId does it`,
    ...(act.description === undefined ? {} : { description: act.description }),
    roles: DESK_ACTS[act.type].senders,
    params: ChangePathSchema,
    body: ActOfTwoSchema,
    answers: {
      200: { description: act.underWay, schema: ActUnderWaySchema },
      202: { description: 'Waiting for a second person.', schema: WaitingForSecondPersonSchema },
    },
    handle: (call) => ask(parts, act, call),
  });

const trying = (parts: ActParts, act: Act): MountedOperation =>
  operation('Support', `GET /v1/changes/{changeId}/${act.path}/preview`, {
    id: act.previewId,
    summary: `${act.summary}: see what it would do at this moment, without asking for it`,
    description: 'What would be refused is answered with the same problem.',
    roles: DESK_ACTS[act.type].senders,
    params: ChangePathSchema,
    answers: { 200: { description: 'It may be asked for, and this is what it would do.', schema: EventPreviewSchema } },
    handle: (call) => tryOut(parts, act, call),
  });

async function tryOut({ visible }: ActParts, act: Act, call: PathCall): Promise<Handled> {
  const { principal, params, locale } = call;
  const view = await visible.shown(call, params.changeId);
  await act.look(view, principal.role);
  const preview = await previewOf(act, view, { needsSecondPerson: true, locale });
  return { status: 200, headers: { ETag: etagOf(preview.sequence) }, body: preview };
}

async function ask(parts: ActParts, act: Act, call: ActCall): Promise<Handled> {
  const { grants, visible, trail, now } = parts;
  const { body, principal, requestKey, params } = call;
  const { changeId } = params;
  const { type } = act;
  const view = await visible.allowed(call, changeId, 'view');
  const underWay = { status: 200, body: { changeId, status: 'under_way' } };
  // Done by this very approval, the order does not take it any more.
  if (await isDoneBy(grants, act, call)) return underWay;
  requireSeen(view, call);
  const found = await act.look(view, principal.role);
  const permission = await permissionFor(
    grants,
    call,
    { ...body, type },
    {
      person: actorOf(call).userId,
      at: now(),
      subject: null,
      sending: () => act.sending?.(found),
    },
  );
  const { reasonCode, reason, evidence } = body;
  const { grantId } = permission;
  await trail.note(call, {
    entryId: `${type.toLowerCase().replaceAll('_', '-')}:${updateIdOf(requestKey, changeId)}`,
    action: permission.kind === 'waiting' ? `${type}:requested` : type,
    changeId,
    before: { state: view.state, sequence: view.sequence },
    facts: { reasonCode, reason, evidence, grantId },
  });
  if (permission.kind === 'waiting') return permission.answer;
  await act.begin(found, { tenantId: principal.tenantId, changeId, grantId, evidence });
  return underWay;
}

/** Whether the caller has approved this request already, and it was used since: then only the answer was lost. */
async function isDoneBy(grants: ActParts['grants'], { type }: Act, call: ActCall): Promise<boolean> {
  const { grantId, evidence } = call.body;
  if (grantId === undefined) return false;
  const grant = await grants.find(call.principal.tenantId, grantId);
  if (grant === null || grant.usedAt === null || grant.approvedBy !== actorOf(call).userId) return false;
  return grant.changeId === call.params.changeId && grant.eventType === type && grant.evidence === evidence;
}

/**
 * Whoever approves says upon which order as they saw it.
 *
 * @throws Problem 412 or 428
 */
function requireSeen(view: OrderView, { ifMatch, body, principal }: ActCall): void {
  if (ifMatch === null && body.grantId !== undefined) throw new Problem('precondition_required');
  if (ifMatch !== null && ifMatch !== view.sequence) throw movedOn(view, principal.role);
}
