import { STAFF } from '../../../machines/events';
import { ChangePathSchema } from '../../../schemas/orders/order';
import { MOST_RECORDED, type TaxRecord, TaxRecordSchema } from '../../../schemas/orders/tax-record';
import { type MountedOperation, operation } from '../../api/operation';
import type { ServerStore } from '../../ports';
import type { VisibleOrders } from './visible-orders';

type Decision = TaxRecord['decisions'][number]['decision'];

interface TaxRecordParts extends Pick<ServerStore, 'quotes' | 'taxAmendments' | 'vatEvidence'> {
  visible: VisibleOrders;
}

/** The VAT decision of an order, for those who have to defend it; raw answers of registers are not for customers. */
export const taxRecordRoutes = (parts: TaxRecordParts): MountedOperation[] => [
  operation('Changes', 'GET /v1/changes/{changeId}/tax', {
    id: 'getTaxRecord',
    summary: 'See how the VAT of an order was decided, on what evidence, and what was amended since',
    roles: STAFF,
    params: ChangePathSchema,
    answers: { 200: { description: 'The record.', schema: TaxRecordSchema } },
    async handle(call) {
      const { changeId } = call.params;
      const { tenantId } = call.principal;
      await parts.visible.shown(call, changeId, 'tax_record');
      const [quotes, amendments, checks] = await Promise.all([
        parts.quotes.listOfChange(tenantId, changeId),
        parts.taxAmendments.listOfChange(tenantId, changeId),
        parts.vatEvidence.listOfChange(tenantId, changeId),
      ]);
      const body: TaxRecord = {
        decisions: quotes.slice(-MOST_RECORDED).map(({ quoteId, at, taxDecision }) => ({
          quoteId,
          at: at.toISOString(),
          decision: taxDecision as Decision,
        })),
        amendments: amendments
          .slice(-MOST_RECORDED)
          .map(({ amendmentId, quoteId, at, taxDecision, amount, currency }) => ({
            amendmentId,
            quoteId,
            at: at.toISOString(),
            decision: taxDecision as Decision,
            credit: { amount, currency },
          })),
        checks: checks
          .slice(-MOST_RECORDED)
          .map(({ evidenceId, at, typed = null, vatNumber, outcome, code, registerCode = null, evidence }) => ({
            evidenceId,
            at: at.toISOString(),
            typed,
            vatNumber,
            outcome,
            code,
            registerCode,
            evidence: { ...evidence },
          })),
      };
      return { status: 200, body };
    },
  }),
];
