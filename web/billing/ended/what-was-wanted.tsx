import { orderReference } from '../../../receipts/order-reference';
import { useTimeZone } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { timeText } from '../../shared/dates/date-text';
import { Fact, Facts } from '../../shared/ui/facts';
import { Sheet } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';

/** The wish of an order that is over, and from when until when it was open. */
export function WhatWasWanted({ order }: { order: Schemas['Order'] }) {
  const { say, language } = useWords();
  const zone = useTimeZone();
  const { quote, startedAt, updatedAt, changeId } = order;
  const time = (instant: Schemas['Instant']) => <time dateTime={instant}>{timeText(instant, zone, language)}</time>;
  const title = say(quote === null ? 'ui.billing.order.what' : 'ui.billing.ended.wanted');
  return (
    <Sheet label={title}>
      <h2>{title}</h2>
      {quote !== null && (
        <ul className="ordered">
          {quote.explanation.changes.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      <Facts>
        <Fact name={say('ui.billing.order.started')}>{time(startedAt)}</Fact>
        <Fact name={say('ui.billing.ended.at')}>{time(updatedAt)}</Fact>
        <Fact name={say('ui.billing.order.reference')}>
          <b>{orderReference(changeId)}</b>
        </Fact>
      </Facts>
    </Sheet>
  );
}
