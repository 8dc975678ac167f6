import type { z } from 'zod';
import { present } from '../../billing/present';
import { DESK_ACTS } from '../../machines/events';
import { ChangePathSchema } from '../../schemas/orders/order';
import { AssignedSchema, AssigningSchema, TakenNextSchema, TakingNextSchema } from '../../schemas/support/requests';
import { type Call, type Handled, type MountedOperation, operation } from '../api/operation';
import { etagOf } from '../api/preconditions';
import { actorOf } from '../api/principal';
import { updateIdOf } from '../http/identifiers';
import { Problem } from '../http/problem';
import type { AuditTrail } from '../identity/audit-trail';
import type { VisibleOrders } from '../orders/views/visible-orders';
import type { ServerStore } from '../ports';
import { takeNext } from './take-next';

type AssignCall = Call<z.output<typeof ChangePathSchema>, unknown, z.output<typeof AssigningSchema>>;

interface AssigneeParts extends Pick<ServerStore, 'accounts' | 'orders' | 'audit'> {
  visible: VisibleOrders;
  trail: AuditTrail;
}

export const assigneeRoutes = (parts: AssigneeParts): MountedOperation[] => [
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
  operation('Support', 'POST /v1/changes/take-next', {
    id: 'takeNextChange',
    summary: 'Take the order that has waited for the longest and that nobody has',
    description:
      'Of several who ask at once, each gets another order. Of filters that do not go with `unassigned`, only the oldest ' +
      'thousand orders are looked at.',
    roles: DESK_ACTS.ASSIGN.senders,
    body: TakingNextSchema,
    answers: { 200: { description: 'It is the caller’s; null where none waits.', schema: TakenNextSchema } },
    handle: (call) => takeNext(parts, call),
  }),
];

async function assign({ orders, visible, trail }: AssigneeParts, call: AssignCall): Promise<Handled> {
  const { changeId } = call.params;
  const { tenantId } = call.principal;
  const { userId } = actorOf(call);
  const { state, sequence } = await visible.allowed(call, changeId, 'view');
  if (call.ifMatch === null) throw new Problem('precondition_required');
  const { assignee, assigneeSeen, reasonCode, reason } = call.body;
  const before = (await orders.findDoc(tenantId, changeId))?.assigneeId ?? null;
  const movedOn = () =>
    new Problem('precondition_failed', { extra: { changeId, state }, headers: { ETag: etagOf(sequence) } });
  if (call.ifMatch !== sequence || (assigneeSeen !== undefined && assigneeSeen !== before)) throw movedOn();
  const isNobodyElses = before === null || before === userId;
  if (assignee !== userId || !isNobodyElses) requireWhy(call.body);
  const deed = {
    entryId: `assign:${updateIdOf(call.requestKey, changeId)}`,
    action: 'ASSIGN',
    changeId,
    before: { state, sequence },
    after: { state, sequence },
    facts: { ...present({ reasonCode, reason }), assigneeBefore: before, assignee },
  };
  await trail.note(call, deed);
  if (!(await orders.assign(tenantId, changeId, assignee, { assigneeId: before }))) {
    await trail.note(call, { ...deed, entryId: `${deed.entryId}:outcome`, action: 'ASSIGN:refused' });
    throw movedOn();
  }
  return { status: 200, body: { changeId, assignee } };
}

/** @throws Problem 422 that points at what is missing of the reason */
function requireWhy(body: AssignCall['body']): void {
  const missing = (['reasonCode', 'reason'] as const).filter((name) => body[name] === undefined);
  if (missing.length === 0) return;
  throw new Problem('invalid_request', {
    errors: missing.map((name) => ({ pointer: `/${name}`, code: 'invalid_request', detail: 'field.reasonMissing' })),
  });
}
