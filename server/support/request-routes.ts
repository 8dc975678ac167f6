import type { z } from 'zod';
import { DESK_ACTS, ORDER_EVENTS, type Role, SELLER_ACTS, STAFF } from '../../machines/events';
import { ChangePathSchema } from '../../schemas/orders/order';
import {
  AssignedSchema,
  AssigningSchema,
  OpenRequestsSchema,
  RejectingSchema,
  RequestClosedSchema,
  RequestPathSchema,
} from '../../schemas/support/requests';
import type { StoredGrant } from '../../store/support/grants';
import { type Call, type Handled, type MountedOperation, operation } from '../api/operation';
import { etagOf } from '../api/preconditions';
import { actorOf } from '../api/principal';
import { updateIdOf } from '../http/identifiers';
import { Problem } from '../http/problem';
import type { AuditTrail } from '../identity/audit-trail';
import type { VisibleOrders } from '../orders/views/visible-orders';
import type { ServerStore } from '../ports';

type AssignCall = Call<z.output<typeof ChangePathSchema>, unknown, z.output<typeof AssigningSchema>>;
type RejectCall = Call<z.output<typeof RequestPathSchema>, unknown, z.output<typeof RejectingSchema>>;

/** Who may approve may reject. */
const approversOf = (event: StoredGrant['eventType']): readonly Role[] =>
  event === 'CHANGE_SETTINGS' ? SELLER_ACTS.CHANGE_SETTINGS.senders : ORDER_EVENTS.OVERRIDE.senders;
const APPROVERS: readonly Role[] = [...approversOf('OVERRIDE'), ...approversOf('CHANGE_SETTINGS')];
const MOST_SHOWN = 200;

interface RequestParts extends Pick<ServerStore, 'orders' | 'grants'> {
  visible: VisibleOrders;
  trail: AuditTrail;
  now(): Date;
}

export const requestRoutes = (parts: RequestParts): MountedOperation[] => [
  operation('Support', 'PUT /v1/changes/{changeId}/assignee', {
    id: 'assignChange',
    summary: 'Say who at support looks after an order',
    roles: DESK_ACTS.ASSIGN.senders,
    params: ChangePathSchema,
    body: AssigningSchema,
    needsIdempotencyKey: true,
    answers: { 200: { description: 'Who looks after it now.', schema: AssignedSchema } },
    handle: (call) => assign(parts, call),
  }),
  operation('Support', 'GET /v1/requests', {
    id: 'listRequests',
    summary: 'List what waits for a second person; approve one by its event with its grantId',
    roles: STAFF,
    answers: { 200: { description: 'The open ones; those whose time is over are not.', schema: OpenRequestsSchema } },
    async handle({ principal }) {
      const open = await parts.grants.listOpen(principal.tenantId, parts.now(), MOST_SHOWN);
      return { status: 200, body: { items: open.flatMap(toView) } };
    },
  }),
  operation('Support', 'POST /v1/requests/{grantId}/reject', {
    id: 'rejectRequest',
    summary: 'Turn a request down, or take one back',
    roles: APPROVERS,
    params: RequestPathSchema,
    body: RejectingSchema,
    answers: { 200: { description: 'It is over.', schema: RequestClosedSchema } },
    handle: (call) => rejectRequest(parts, call),
  }),
];

async function assign({ orders, visible, trail }: RequestParts, call: AssignCall): Promise<Handled> {
  const { changeId } = call.params;
  const { tenantId } = call.principal;
  actorOf(call);
  const { state, sequence } = await visible.allowed(call, changeId, 'view');
  if (call.ifMatch === null) throw new Problem('precondition_required');
  const { assignee, assigneeSeen, reasonCode, reason } = call.body;
  const before = (await orders.findDoc(tenantId, changeId))?.assigneeId ?? null;
  const movedOn = () =>
    new Problem('precondition_failed', { extra: { changeId, state }, headers: { ETag: etagOf(sequence) } });
  if (call.ifMatch !== sequence || (assigneeSeen !== undefined && assigneeSeen !== before)) throw movedOn();
  const deed = {
    entryId: `assign:${updateIdOf(call.requestKey, changeId)}`,
    action: 'ASSIGN',
    changeId,
    before: { state, sequence },
    after: { state, sequence },
    facts: { reasonCode, reason, assigneeBefore: before, assignee },
  };
  await trail.note(call, deed);
  if (!(await orders.assign(tenantId, changeId, assignee, before))) {
    await trail.note(call, { ...deed, entryId: `${deed.entryId}:outcome`, action: 'ASSIGN:refused' });
    throw movedOn();
  }
  return { status: 200, body: { changeId, assignee } };
}

function toView({ grantId, changeId, eventType, requestedAt, expiresAt, ...request }: StoredGrant) {
  if (requestedAt === undefined || expiresAt === undefined) return [];
  const { reasonCode, reason, evidence = null, requestedBy } = request;
  const times = { requestedAt: requestedAt.toISOString(), expiresAt: expiresAt.toISOString() };
  return [{ grantId, changeId, event: eventType, reasonCode, reason, evidence, requestedBy, ...times }];
}

async function rejectRequest({ grants, trail, now }: RequestParts, call: RejectCall): Promise<Handled> {
  const { grantId } = call.params;
  const { tenantId, role } = call.principal;
  actorOf(call);
  const grant = await grants.find(tenantId, grantId);
  if (grant === null) throw new Problem('not_found');
  if (!approversOf(grant.eventType).includes(role)) throw new Problem('role_not_allowed', { facts: { role } });
  // Rejected before, and perhaps only the answer and the entry were lost: told twice, it stays as it is.
  const isRejected =
    (await grants.reject(tenantId, grantId, now())) || (await grants.find(tenantId, grantId))?.closedAs === 'rejected';
  if (!isRejected) throw new Problem('request_over');
  const { changeId, eventType, requestedBy } = grant;
  await trail.note(call, {
    entryId: `rejected:${grantId}`,
    action: `${eventType}:rejected`,
    changeId,
    facts: { ...call.body, grantId, requestedBy },
  });
  return { status: 200, body: { grantId, status: 'rejected' } };
}
