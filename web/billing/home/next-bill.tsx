import type { Schemas } from '../../shared/api/api-types';
import { dateText } from '../../shared/dates/date-text';
import { moneyText } from '../../shared/money/money-text';
import { percentText } from '../../shared/money/percent-text';
import { Amount } from '../../shared/ui/amount';
import { Fact } from '../../shared/ui/facts';
import { useWords } from '../../shared/words/words';

/** When the next bill comes and what it will be, its tax said; or why none comes. */
export function NextBill({ subscription }: { subscription: Schemas['SubscriptionListItem'] }) {
  const { say, language } = useWords();
  const { nextBill, noBill } = subscription;
  if (nextBill === null)
    return <Fact name={say('ui.billing.next_bill')}>{noBill?.text ?? say('ui.billing.no_bill')}</Fact>;
  const { date, net, total } = nextBill;
  return (
    <Fact name={say('ui.billing.next_bill')}>
      <b>{dateText(date, language)}</b>
      <Amount of={total ?? net} />
      <span className="second small">
        <BillTax bill={nextBill} />
      </span>
    </Fact>
  );
}

/** What of a bill is tax, and why it has none or nobody can say yet. */
function BillTax({ bill }: { bill: Schemas['NextBill'] }) {
  const { say, language } = useWords();
  const { vat, vatTreatment } = bill;
  if (vat === null || vatTreatment.kind === 'hold') return say('ui.billing.tax.hold');
  if (vatTreatment.kind === 'reverse_charge') return say('ui.billing.tax.reverse_charge');
  if (vatTreatment.kind === 'out_of_scope') return say('ui.billing.tax.out_of_scope');
  const percent = percentText(vatTreatment.percent, language);
  return say('ui.billing.tax.charged', { vat: moneyText(vat, language), percent });
}
