import type { ReactNode } from 'react';
import type { Schemas } from '../../shared/api/api-types';
import { dateText, lastDayOf } from '../../shared/dates/date-text';
import { moneyText } from '../../shared/money/money-text';
import { Link } from '../../shared/ui/button';
import { Sheet } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { wayToChange } from './way-to-change';

interface CheckAnswersProps {
  order: Schemas['Order'];
  quote: Schemas['Quote'];
}

/** What is ordered, a row each, every row with the way to change it; a list a subscription. */
export function CheckAnswers({ order, quote }: CheckAnswersProps) {
  const { say } = useWords();
  return (
    <Sheet label={say('ui.billing.checkout.answers')}>
      <h2>{say('ui.billing.checkout.answers')}</h2>
      {quote.changes.map((change) => (
        <Answers key={change.subscriptionId} order={order} change={change} />
      ))}
    </Sheet>
  );
}

function Answers({ order, change }: { order: Schemas['Order']; change: Schemas['QuotedChange'] }) {
  const { say, language } = useWords();
  const { before, after, names, newPeriod, yearlyRateBefore, yearlyRateAfter } = change;
  const product = names?.product ?? change.subscriptionId;
  const mayEdit = order.allowedEvents.includes('EDIT');
  const row = (name: string, value: ReactNode, field: 'tier' | 'seats' | 'frequency') => (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
      {mayEdit && (
        <dd className="answer-change">
          <Link href={wayToChange(order, change, field)}>
            {say('ui.billing.checkout.change')}{' '}
            <span className="aloud">{say('ui.billing.checkout.change.what', { what: name, product })}</span>
          </Link>
        </dd>
      )}
    </div>
  );
  const fromTo = (one: string, other: string): string =>
    one === other ? other : say('ui.billing.change.from_to', { before: one, after: other });
  const seats = (count: number): string => say('ui.billing.checkout.seats', { seats: count });
  const often = (frequency: string): string => say('ui.billing.change.frequency.name', { frequency });
  const period = {
    first: dateText(newPeriod.start, language),
    last: dateText(lastDayOf(newPeriod), language),
  };
  return (
    <>
      <h3>{product}</h3>
      <dl className="answers">
        {row(
          say('ui.billing.change.tier'),
          fromTo(names?.tierBefore ?? before.tierId, names?.tierAfter ?? after.tierId),
          'tier',
        )}
        {row(say('ui.billing.change.seats'), fromTo(seats(before.seats), seats(after.seats)), 'seats')}
        {row(say('ui.billing.change.frequency'), fromTo(often(before.frequency), often(after.frequency)), 'frequency')}
        {row(say('ui.billing.checkout.period'), say('ui.billing.checkout.period.value', period), 'frequency')}
        {row(
          say('ui.billing.checkout.rate'),
          fromTo(moneyText(yearlyRateBefore, language), moneyText(yearlyRateAfter, language)),
          'tier',
        )}
      </dl>
    </>
  );
}
