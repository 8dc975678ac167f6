import { NoQuerySchema } from '../../../schemas/api/requests';
import { ChangePathSchema } from '../../../schemas/orders/order';
import { type TaxRecord, TaxRecordSchema } from '../../../schemas/orders/tax-record';
import { type MountedOperation, operation } from '../../api/operation';
import type { RouteParts } from '../../route-parts';
import { findOrder } from '../commands/start-routes';
import { noteOrderRead } from './reads';

type Decision = TaxRecord['decisions'][number]['decision'];

/** How the VAT of an order was decided, for whoever has to defend it; raw answers of registers are not for customers. */
export function taxRecordOperations(parts: RouteParts): MountedOperation[] {
  const { store, access } = parts;
  return [
    operation({
      id: 'getTaxRecord',
      tag: 'Changes',
      method: 'get',
      path: '/v1/changes/{changeId}/tax',
      summary: 'See how the VAT of an order was decided, on what evidence, and what was amended since',
      roles: ['support_agent', 'support_lead', 'operator'],
      params: ChangePathSchema,
      query: NoQuerySchema,
      needsIdempotencyKey: false,
      answers: { 200: { description: 'The record.', schema: TaxRecordSchema } },
      async handle(call) {
        const { changeId } = call.params;
        const { tenantId } = call.principal;
        await access.order(call, changeId, await findOrder(parts, call, changeId), 'view');
        await noteOrderRead(parts, call, changeId, 'tax_record');
        const [quotes, amendments, checks] = await Promise.all([
          store.quotes.listOfChange(tenantId, changeId),
          store.taxAmendments.listOfChange(tenantId, changeId),
          store.vatEvidence.listOfChange(tenantId, changeId),
        ]);
        const body: TaxRecord = {
          decisions: quotes.map(({ quoteId, at, taxDecision }) => ({
            ...{ quoteId, at: at.toISOString(), decision: taxDecision as Decision },
          })),
          amendments: amendments.map(({ amendmentId, quoteId, at, taxDecision, amount, currency }) => ({
            ...{ amendmentId, quoteId, at: at.toISOString(), decision: taxDecision as Decision },
            credit: { amount, currency },
          })),
          checks: checks.map(({ evidenceId, at, typed = null, vatNumber, outcome, code, evidence }) => ({
            ...{ evidenceId, at: at.toISOString(), typed, vatNumber, outcome, code, evidence: { ...evidence } },
          })),
        };
        return { status: 200, body };
      },
    }),
  ];
}
