import { VAT_CREDIT_WORKFLOW, vatCreditWorkflowId } from '../../../workflows/contract';
import type { MountedOperation } from '../../api/operation';
import type { Temporal } from '../../api/temporal';
import { Problem } from '../../http/problem';
import type { ServerStore } from '../../ports';
import { type ActParts, actOfTwo, ONCE } from './routes';

interface VatCreditParts extends ActParts, Pick<ServerStore, 'supportItems'> {
  temporal: Temporal;
}

/** VAT that was charged on a number which no register ever answered for: two persons may give it back on evidence. */
export const vatCreditRoutes = ({ supportItems, temporal, ...parts }: VatCreditParts): MountedOperation[] => [
  actOfTwo(parts, {
    type: 'CREDIT_VAT',
    route: 'POST /v1/changes/{changeId}/vat-credit',
    id: 'creditVat',
    summary: 'Give back VAT of an order on evidence',
    underWay: 'It is being credited.',
    async look({ details: { vat, quote, accountId } }, { principal: { tenantId }, params: { changeId } }) {
      const item = await supportItems.find(tenantId, `${changeId}:vat-follow-up`);
      if (item === null || vat === null || quote === null) throw new Problem('not_found');
      if (item.status === 'closed') throw new Problem('item_closed');
      return { tenantId, accountId, changeId, quoteId: quote.quoteId, vatNumber: vat.number, delays: [] };
    },
    begin: (order, { grantId, evidence }) =>
      temporal.start(VAT_CREDIT_WORKFLOW, {
        workflowId: vatCreditWorkflowId(order.tenantId, grantId),
        args: [{ order, grantId, evidence }],
        ...ONCE,
      }),
  }),
];
