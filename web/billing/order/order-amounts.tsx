import type { Schemas } from '../../shared/api/api-types';
import { dateText } from '../../shared/dates/date-text';
import { percentText } from '../../shared/money/percent-text';
import { Amount, AmountLine, AmountLines } from '../../shared/ui/amount';
import { Sheet } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { settlementOf } from '../quote/settlement';

interface OrderAmountsProps {
  quote: Schemas['Quote'];
  /** What became of the total, where it is no longer due. */
  paid?: string;
}

/** What an order costs, line by line, and what its subscriptions cost from then on. */
export function OrderAmounts({ quote, paid }: OrderAmountsProps) {
  const words = useWords();
  const { say, language } = words;
  const { lines, vat, vatTreatment, dueToday, dueOn, dueLater, changes } = quote;
  const percent = percentText(vatTreatment.percent, language);
  const due = dueLater
    ? say('ui.billing.order.due_on', { day: dateText(dueOn, language) })
    : say('ui.billing.order.due');
  return (
    <Sheet label={say('ui.billing.order.summary')}>
      <h2>{say('ui.billing.order.summary')}</h2>
      <AmountLines>
        {lines.map(({ lineId, kind, text, net }) => (
          <AmountLine key={lineId} name={say(`ui.billing.line.${kind}`)} of={net}>
            {text}
          </AmountLine>
        ))}
        <AmountLine name={say('ui.billing.order.vat', { percent })} of={vat} />
        {settlementOf(quote, words).map(({ name, of }) => (
          <AmountLine key={name} name={name} of={of} />
        ))}
      </AmountLines>
      <dl className="total">
        <dt>{paid ?? due}</dt>
        <dd>
          <Amount of={dueToday} isLarge />
        </dd>
      </dl>
      <dl className="later">
        {changes.map(({ subscriptionId, names, nextBillDate, nextBillNet }) => (
          <div key={subscriptionId}>
            <dt>
              {say('ui.billing.order.next_bill', {
                product: names?.product ?? subscriptionId,
                day: dateText(nextBillDate, language),
              })}
            </dt>
            <dd>
              <Amount of={nextBillNet} />
            </dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
