import type { z } from 'zod';
import { DESK_ACTS } from '../../machines/events';
import { ChangePathSchema, WaitingForSecondPersonSchema } from '../../schemas/orders/order';
import { type EndingLost, EndingLostSchema, EndingUnderWaySchema } from '../../schemas/support/lost-order';
import {
  END_LOST,
  isLost,
  LOST_ORDER_WORKFLOW,
  type LostOrderInput,
  lostOrderWorkflowId,
} from '../../workflows/contract';
import { type Call, type Handled, type MountedOperation, operation } from '../api/operation';
import { actorOf } from '../api/principal';
import type { Temporal } from '../api/temporal';
import { updateIdOf } from '../http/identifiers';
import { Problem } from '../http/problem';
import type { AuditTrail } from '../identity/audit-trail';
import { notAllowedAnswer } from '../orders/commands/answers';
import { permissionFor } from '../orders/commands/grants';
import type { VisibleOrders } from '../orders/views/visible-orders';
import type { ServerStore } from '../ports';

type EndingCall = Call<z.output<typeof ChangePathSchema>, unknown, EndingLost>;

interface LostOrderParts extends Pick<ServerStore, 'grants'> {
  visible: VisibleOrders;
  temporal: Temporal;
  trail: AuditTrail;
  now(): Date;
}

/** An order that has lost its workflow takes no event any more: two persons may end it. */
export const lostOrderRoutes = (parts: LostOrderParts): MountedOperation[] => [
  operation('Support', 'POST /v1/changes/{changeId}/ending', {
    id: 'endLostOrder',
    summary: 'End an order whose workflow is gone; the first call asks, a second person’s with the grantId does it',
    description:
      'What was charged is voided or given back, what the order holds is let go, and the customer is told. Whether it was done, ' +
      'and why not, stands in the timeline of the order.',
    roles: DESK_ACTS.END_LOST.senders,
    params: ChangePathSchema,
    body: EndingLostSchema,
    answers: {
      200: { description: 'It is being ended.', schema: EndingUnderWaySchema },
      202: { description: 'Waiting for a second person.', schema: WaitingForSecondPersonSchema },
    },
    handle: (call) => endLost(parts, call),
  }),
];

async function endLost(parts: LostOrderParts, call: EndingCall): Promise<Handled> {
  const { grants, visible, temporal, trail, now } = parts;
  const { body, principal, requestKey, params } = call;
  const { changeId } = params;
  const view = await visible.allowed(call, changeId, 'view');
  if (!isLost(view)) return notAllowedAnswer(END_LOST, view, principal.role);
  // What was made is not undone by ending its order.
  if (view.tags.includes('committed')) throw new Problem('too_late_to_cancel', { extra: { changeId } });
  const asking = { person: actorOf(call).userId, at: now(), subject: null };
  const permission = await permissionFor(grants, call, { ...body, type: END_LOST }, asking);
  const { reasonCode, reason, evidence } = body;
  const { grantId } = permission;
  await trail.note(call, {
    entryId: `end-lost:${updateIdOf(requestKey, changeId)}`,
    action: permission.kind === 'waiting' ? `${END_LOST}:requested` : END_LOST,
    changeId,
    before: { state: view.state, sequence: view.sequence },
    facts: { reasonCode, reason, evidence, grantId },
  });
  if (permission.kind === 'waiting') return permission.answer;
  await startEnding(temporal, { tenantId: principal.tenantId, changeId, grantId, evidence });
  return { status: 200, body: { changeId, status: 'under_way' } };
}

/** Starts ending it, once for each request that was approved. @throws Problem 503 */
const startEnding = (temporal: Temporal, input: LostOrderInput): Promise<void> =>
  temporal.start(LOST_ORDER_WORKFLOW, {
    workflowId: lostOrderWorkflowId(input.tenantId, input.grantId),
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
  });
