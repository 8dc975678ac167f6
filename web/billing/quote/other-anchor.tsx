import type { ReactNode } from 'react';
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
            <th scope="col">{say('ui.billing.change.other.column', { anchor: here })}</th>
            <th scope="col">{say('ui.billing.change.other.column', { anchor })}</th>
          </tr>
        </thead>
        <Compared name={say('ui.billing.change.total')} here={money(quote.dueToday)} there={money(other.dueToday)} />
        {change && bill && (
          <>
            <Compared
              name={say('ui.billing.change.other.bill')}
              here={dateText(change.nextBillDate, language)}
              there={dateText(bill.date, language)}
            />
            <Compared
              name={say('ui.billing.change.other.amount')}
              here={money(change.nextBillNet)}
              there={money(bill.net)}
            />
          </>
        )}
      </table>
    </Disclosure>
  );
}

/** A name over its two values: three columns would not fit. */
function Compared({ name, here, there }: { name: string; here: ReactNode; there: ReactNode }) {
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={2}>
          {name}
        </th>
      </tr>
      <tr>
        <td>{here}</td>
        <td>{there}</td>
      </tr>
    </tbody>
  );
}
