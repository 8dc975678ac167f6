import { useTimeZone } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { dateText, timeText } from '../../shared/dates/date-text';
import { Fact, Facts } from '../../shared/ui/facts';
import { Sheet } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';

/** What whoever decides has before them: the wish of each subscription in a sentence, from when, and which quote. */
export function SentAlong({ order: { quote, effective } }: { order: Pick<Schemas['Order'], 'quote' | 'effective'> }) {
  const { say, language } = useWords();
  const zone = useTimeZone();
  if (quote === null) return null;
  const { explanation, at, effectiveDate } = quote;
  return (
    <Sheet label={say('ui.billing.handed_over.sent')}>
      <h2>{say('ui.billing.handed_over.sent')}</h2>
      <ul className="ordered">
        {explanation.changes.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <Facts>
        <Fact name={say('ui.billing.handed_over.effective')}>
          {say('ui.billing.handed_over.effective.text', { effective, day: dateText(effectiveDate, language) })}
        </Fact>
        <Fact name={say('ui.billing.handed_over.quote')}>
          <time dateTime={at}>{timeText(at, zone, language)}</time>
        </Fact>
      </Facts>
    </Sheet>
  );
}
