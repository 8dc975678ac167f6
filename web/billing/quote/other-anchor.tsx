import type { Schemas } from '../../shared/api/api-types';
import { dateText } from '../../shared/dates/date-text';
import { Amount } from '../../shared/ui/amount';
import { Disclosure } from '../../shared/ui/disclosure';
import { useWords } from '../../shared/words/words';
import { SideBySide, type SideBySideRow } from './side-by-side';
import { useTotalName } from './use-total-name';

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
  const total = useTotalName(quote);
  const { anchor } = other;
  const [change, ...others] = quote.changes;
  const [bill] = other.nextBills;
  const here = anchor === 'kept' ? 'reset' : 'kept';
  const money = (of: Schemas['Money']) => <Amount of={of} isOld={isOld} />;
  const rows: SideBySideRow[] = [{ name: total, values: [money(quote.dueToday), money(other.dueToday)] }];
  if (change && bill && others.length === 0) {
    rows.push(
      {
        name: say('ui.billing.change.other.bill'),
        values: [dateText(change.nextBillDate, language), dateText(bill.date, language)],
      },
      { name: say('ui.billing.change.other.amount'), values: [money(change.nextBillNet), money(bill.net)] },
    );
  }
  return (
    <Disclosure title={say('ui.billing.change.other', { anchor })}>
      {said !== undefined && <p>{said}.</p>}
      <SideBySide
        columns={[
          say('ui.billing.change.other.column', { anchor: here }),
          say('ui.billing.change.other.column', { anchor }),
        ]}
        rows={rows}
      />
    </Disclosure>
  );
}
