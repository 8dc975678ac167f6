import { readableAmount } from '../../../billing/explanation/messages';
import { creditForVat } from '../../../billing/quotes/vat-credit';
import { VAT_CREDIT_WORKFLOW, type VatFollowUpInput, vatCreditWorkflowId } from '../../../workflows/contract';
import type { Temporal } from '../../api/temporal';
import { Problem } from '../../http/problem';
import { text } from '../../http/texts';
import type { ServerStore } from '../../ports';
import { type Act, ONCE } from './act';

interface VatCreditParts extends Pick<ServerStore, 'supportItems' | 'settings'> {
  temporal: Temporal;
}

/** VAT that was charged on a number which no register ever answered for: two persons may give it back on evidence. */
export const creditingVat = ({ supportItems, settings, temporal }: VatCreditParts): Act<VatFollowUpInput> => ({
  type: 'CREDIT_VAT',
  path: 'vat-credit',
  id: 'creditVat',
  previewId: 'previewVatCredit',
  summary: 'Give back VAT of an order on evidence',
  underWay: 'It is being credited.',
  async look({ details: { tenantId, changeId, accountId, vat, quote } }) {
    if (vat?.chargedMeanwhile !== true || quote === null) throw new Problem('not_found');
    const item = await supportItems.find(tenantId, `${changeId}:vat-follow-up`);
    if (item === null) throw new Problem('not_found');
    if (item.status === 'closed') throw new Problem('item_closed');
    return { tenantId, accountId, changeId, quoteId: quote.quoteId, vatNumber: vat.number, delays: [] };
  },
  async foresee(view, locale) {
    const { tenantId, quote } = view.details;
    const { negativeTotal } = await settings.read(tenantId);
    // What later orders have given back already only the credit itself finds out.
    const most = quote === null ? '' : readableAmount(creditForVat(quote, [], '0').amount, quote.currency, { locale });
    const sentence = text(locale, 'preview.act.CREDIT_VAT', { most, way: negativeTotal }) ?? '';
    return {
      foresight: { leadsTo: view, path: [], steps: [], undecided: null },
      beside: { sentence, movesMoney: true, mails: ['vatCredited'] },
    };
  },
  begin: (order, { grantId, evidence }) =>
    temporal.start(VAT_CREDIT_WORKFLOW, {
      workflowId: vatCreditWorkflowId(order.tenantId, grantId),
      args: [{ order, grantId, evidence }],
      ...ONCE,
    }),
});
