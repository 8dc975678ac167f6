import type { z } from 'zod';
import { DESK_ACTS, ORDER_EVENTS, type Role } from '../../machines/events';
import { NoPathSchema, NoQuerySchema } from '../../schemas/api/requests';
import { ChangePathSchema } from '../../schemas/orders/order';
import {
  AssignedSchema,
  AssigningSchema,
  OpenRequestsSchema,
  RejectingSchema,
  RequestClosedSchema,
  RequestPathSchema,
} from '../../schemas/support/requests';
import { type Call, type Handled, type MountedOperation, operation } from '../api/operation';
import { etagOf } from '../api/preconditions';
import { updateIdOf } from '../http/identifiers';
import { Problem } from '../http/problem';
import { actorOf } from '../identity/principal';
import { findOrder } from '../orders/commands/start-routes';
import type { RouteParts } from '../route-parts';

type AssignCall = Call<z.output<typeof ChangePathSchema>, unknown, z.output<typeof AssigningSchema>>;
type RejectCall = Call<z.output<typeof RequestPathSchema>, unknown, z.output<typeof RejectingSchema>>;

const READERS: readonly Role[] = ['support_agent', 'support_lead', 'operator'];
/** Who may approve may reject. */
const APPROVERS: readonly Role[] = ORDER_EVENTS.OVERRIDE.senders;
const MOST_SHOWN = 200;

export function deskOperations(parts: RouteParts): MountedOperation[] {
  return [
    operation({
      id: 'assignChange',
      tag: 'Support',
      method: 'put',
      path: '/v1/changes/{changeId}/assignee',
      summary: 'Say who at support looks after an order',
      roles: DESK_ACTS.ASSIGN.senders,
      params: ChangePathSchema,
      query: NoQuerySchema,
      body: AssigningSchema,
      needsIdempotencyKey: true,
      answers: { 200: { description: 'Who looks after it now.', schema: AssignedSchema } },
      handle: (call) => assign(parts, call),
    }),
    operation({
      id: 'listRequests',
      tag: 'Support',
      method: 'get',
      path: '/v1/requests',
      summary: 'List what waits for a second person; approve one by its event with its grantId',
      roles: READERS,
      params: NoPathSchema,
      query: NoQuerySchema,
      needsIdempotencyKey: false,
      answers: { 200: { description: 'The open ones; those whose time is over are not.', schema: OpenRequestsSchema } },
      handle: (call) => listRequests(parts, call),
    }),
    operation({
      id: 'rejectRequest',
      tag: 'Support',
      method: 'post',
      path: '/v1/requests/{grantId}/reject',
      summary: 'Turn a request down, or take one back',
      roles: APPROVERS,
      params: RequestPathSchema,
      query: NoQuerySchema,
      body: RejectingSchema,
      needsIdempotencyKey: true,
      answers: { 200: { description: 'It is over.', schema: RequestClosedSchema } },
      handle: (call) => rejectRequest(parts, call),
    }),
  ];
}

async function assign(parts: RouteParts, call: AssignCall): Promise<Handled> {
  const { store, access, now } = parts;
  const { changeId } = call.params;
  const { tenantId } = call.principal;
  const actor = actorOf(call.principal, call.person);
  const { state, sequence } = await access.order(call, changeId, await findOrder(parts, call, changeId), 'view');
  if (call.ifMatch === null) throw new Problem('precondition_required');
  const { assignee, assigneeSeen, reasonCode, reason } = call.body;
  const before = (await store.orders.findDoc(tenantId, changeId))?.assigneeId ?? null;
  const movedOn = () =>
    new Problem('precondition_failed', { extra: { changeId, state }, headers: { ETag: etagOf(sequence) } });
  if (call.ifMatch !== sequence || (assigneeSeen !== undefined && assigneeSeen !== before)) throw movedOn();
  const entry = {
    ...{ tenantId, entryId: `assign:${updateIdOf(call.requestKey, changeId)}`, at: now(), action: 'ASSIGN', changeId },
    ...{ actorId: actor.userId, role: actor.role, before: { state, sequence }, after: { state, sequence } },
    facts: { reasonCode, reason, assigneeBefore: before, assignee },
  };
  await store.audit.append(entry);
  if (!(await store.orders.assign(tenantId, changeId, assignee, before))) {
    await store.audit.append({ ...entry, entryId: `${entry.entryId}:outcome`, action: 'ASSIGN:refused' });
    throw movedOn();
  }
  return { status: 200, body: { changeId, assignee } };
}

async function listRequests(
  { store, now }: RouteParts,
  { principal }: Call<unknown, unknown, undefined>,
): Promise<Handled> {
  const open = await store.grants.listOpen(principal.tenantId, now(), MOST_SHOWN);
  const items = open.flatMap(({ grantId, changeId, eventType, requestedAt, expiresAt, ...request }) => {
    if (requestedAt === undefined || expiresAt === undefined) return [];
    const { reasonCode, reason, evidence = null, requestedBy } = request;
    const times = { requestedAt: requestedAt.toISOString(), expiresAt: expiresAt.toISOString() };
    return [{ grantId, changeId, event: eventType, reasonCode, reason, evidence, requestedBy, ...times }];
  });
  return { status: 200, body: { items } };
}

async function rejectRequest({ store, now }: RouteParts, call: RejectCall): Promise<Handled> {
  const { grantId } = call.params;
  const { tenantId } = call.principal;
  const actor = actorOf(call.principal, call.person);
  const grant = await store.grants.find(tenantId, grantId);
  if (grant === null) throw new Problem('not_found');
  const at = now();
  const isRejected =
    (await store.grants.reject(tenantId, grantId, at)) || (await wasRejected(store, tenantId, grantId));
  if (!isRejected) throw new Problem('request_over');
  const { changeId, eventType, requestedBy } = grant;
  await store.audit.append({
    ...{ tenantId, entryId: `rejected:${grantId}`, at, actorId: actor.userId, role: actor.role },
    ...{ action: `${eventType}:rejected`, changeId, facts: { ...call.body, grantId, requestedBy } },
  });
  return { status: 200, body: { grantId, status: 'rejected' } };
}

/** Rejected before, and perhaps only the answer and the entry were lost: told twice, it stays as it is. */
async function wasRejected({ grants }: RouteParts['store'], tenantId: string, grantId: string): Promise<boolean> {
  return (await grants.find(tenantId, grantId))?.closedAs === 'rejected';
}
