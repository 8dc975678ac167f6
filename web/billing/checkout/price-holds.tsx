import { useEffect, useState } from 'react';
import { useReadAgain, useTimeZone } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { timeText } from '../../shared/dates/date-text';
import { useWords } from '../../shared/words/words';

/** Browsers take a longer time for none. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Until when the price holds, as an hour and not as a clock; and once it no longer does, what that means. */
export function PriceHolds({ order, quote }: { order: Schemas['Order']; quote: Schemas['Quote'] }) {
  const { say, language } = useWords();
  const zone = useTimeZone();
  const until = order.extended.quote ?? quote.expiresAt;
  const isOver = useIsPast(until);
  const words = isOver ? 'ui.billing.checkout.holds.over' : 'ui.billing.checkout.holds';
  return (
    <p className="second small" role="status">
      {say(words, { time: timeText(until, zone, language) })}
    </p>
  );
}

/** Whether an instant is past; the order is read again when that comes, because somebody may have moved it. */
function useIsPast(instant: Schemas['Instant']): boolean {
  const readAgain = useReadAgain();
  const [passed, setPassed] = useState<string | null>(null);
  const left = Date.parse(instant) - Date.now();
  useEffect(() => {
    const wait = Date.parse(instant) - Date.now();
    if (wait <= 0 || wait > LONGEST_TIMER) return;
    const timer = setTimeout(() => {
      setPassed(instant);
      void readAgain('GET /v1/changes/{changeId}');
    }, wait);
    return () => clearTimeout(timer);
  }, [instant, readAgain]);
  return left <= 0 || passed === instant;
}
