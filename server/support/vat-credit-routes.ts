import type { z } from 'zod';
import { DESK_ACTS } from '../../machines/events';
import { ChangePathSchema, WaitingForSecondPersonSchema } from '../../schemas/orders/order';
import { type VatCrediting, VatCreditingSchema, VatCreditUnderWaySchema } from '../../schemas/support/vat-credit';
import { VAT_CREDIT_WORKFLOW, type VatCreditInput, vatCreditWorkflowId } from '../../workflows/contract';
import { type Call, type Handled, type MountedOperation, operation } from '../api/operation';
import { actorOf } from '../api/principal';
import type { Temporal } from '../api/temporal';
import { updateIdOf } from '../http/identifiers';
import { Problem } from '../http/problem';
import type { AuditTrail } from '../identity/audit-trail';
import { permissionFor } from '../orders/commands/grants';
import type { VisibleOrders } from '../orders/views/visible-orders';
import type { ServerStore } from '../ports';

type CreditCall = Call<z.output<typeof ChangePathSchema>, unknown, VatCrediting>;

interface VatCreditParts extends Pick<ServerStore, 'supportItems' | 'grants'> {
  visible: VisibleOrders;
  temporal: Temporal;
  trail: AuditTrail;
  now(): Date;
}

/** VAT that was charged on a number which no register ever answered for: two persons may give it back on evidence. */
export const vatCreditRoutes = (parts: VatCreditParts): MountedOperation[] => [
  operation('Support', 'POST /v1/changes/{changeId}/vat-credit', {
    id: 'creditVat',
    summary: 'Give back VAT of an order on evidence; the first call asks, a second person’s with the grantId does it',
    roles: DESK_ACTS.CREDIT_VAT.senders,
    params: ChangePathSchema,
    body: VatCreditingSchema,
    answers: {
      200: { description: 'It is being credited.', schema: VatCreditUnderWaySchema },
      202: { description: 'Waiting for a second person.', schema: WaitingForSecondPersonSchema },
    },
    handle: (call) => creditVat(parts, call),
  }),
];

async function creditVat(parts: VatCreditParts, call: CreditCall): Promise<Handled> {
  const { supportItems, grants, visible, temporal, trail, now } = parts;
  const { body, principal, requestKey, params } = call;
  const { changeId } = params;
  const { tenantId } = principal;
  const { details } = await visible.allowed(call, changeId, 'view');
  const { vat, quote, accountId } = details;
  const item = await supportItems.find(tenantId, `${changeId}:vat-follow-up`);
  if (item === null || vat === null || quote === null) throw new Problem('not_found');
  if (item.status === 'closed') throw new Problem('item_closed');
  const asking = { person: actorOf(call).userId, at: now(), subject: null };
  const permission = await permissionFor(grants, call, { ...body, type: 'CREDIT_VAT' }, asking);
  const { reasonCode, reason, evidence } = body;
  const { grantId } = permission;
  await trail.note(call, {
    entryId: `credit-vat:${updateIdOf(requestKey, changeId)}`,
    action: permission.kind === 'waiting' ? 'CREDIT_VAT:requested' : 'CREDIT_VAT',
    changeId,
    facts: { reasonCode, reason, evidence, grantId },
  });
  if (permission.kind === 'waiting') return permission.answer;
  const order = { tenantId, accountId, changeId, quoteId: quote.quoteId, vatNumber: vat.number, delays: [] };
  await startCredit(temporal, { order, grantId, evidence });
  return { status: 200, body: { changeId, status: 'under_way' } };
}

/** Starts giving VAT back, once for each request that was approved. @throws Problem 503 */
const startCredit = (temporal: Temporal, input: VatCreditInput): Promise<void> =>
  temporal.start(VAT_CREDIT_WORKFLOW, {
    workflowId: vatCreditWorkflowId(input.order.tenantId, input.grantId),
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
  });
