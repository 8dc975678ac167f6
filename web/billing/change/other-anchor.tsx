import type { Schemas } from '../../shared/api/api-types';
import { dateText } from '../../shared/dates/date-text';
import { Amount } from '../../shared/ui/amount';
import { Disclosure } from '../../shared/ui/disclosure';
import { useWords } from '../../shared/words/words';

interface OtherAnchorProps {
  quote: Schemas['Quote'];
  other: Schemas['OtherAnchor'];
  /** The sentence of the API on it. */
  said: string | undefined;
  isOld: boolean;
}

/** The same change with the other choice of billing date, folded, and then side by side with what is offered. */
export function OtherAnchor({ quote, other, said, isOld }: OtherAnchorProps) {
  const { say, language } = useWords();
  const { anchor } = other;
  const [change] = quote.changes;
  const [bill] = other.nextBills;
  const here = anchor === 'kept' ? 'reset' : 'kept';
  const money = (of: Schemas['Money']) => <Amount of={of} isOld={isOld} />;
  return (
    <Disclosure title={say('ui.billing.change.other', { anchor })}>
      {said !== undefined && <p>{said}.</p>}
      <table className="anchors">
        <thead>
          <tr>
            <td />
            <th scope="col">{say('ui.billing.change.other.column', { anchor: here })}</th>
            <th scope="col">{say('ui.billing.change.other.column', { anchor })}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{say('ui.billing.change.total')}</th>
            <td>{money(quote.dueToday)}</td>
            <td>{money(other.dueToday)}</td>
          </tr>
          {change && bill && (
            <>
              <tr>
                <th scope="row">{say('ui.billing.change.other.bill')}</th>
                <td>{dateText(change.nextBillDate, language)}</td>
                <td>{dateText(bill.date, language)}</td>
              </tr>
              <tr>
                <th scope="row">{say('ui.billing.change.other.amount')}</th>
                <td>{money(change.nextBillNet)}</td>
                <td>{money(bill.net)}</td>
              </tr>
            </>
          )}
        </tbody>
      </table>
    </Disclosure>
  );
}
