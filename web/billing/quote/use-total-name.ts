import type { Schemas } from '../../shared/api/api-types';
import { dateText } from '../../shared/dates/date-text';
import { useWords } from '../../shared/words/words';

/** What is due: today, as also where there is no quote yet, or on the day on which it takes effect. */
export function useTotalName(quote: Pick<Schemas['Quote'], 'dueLater' | 'dueOn'> | undefined): string {
  const { say, language } = useWords();
  return quote?.dueLater
    ? say('ui.billing.order.due_on', { day: dateText(quote.dueOn, language) })
    : say('ui.billing.change.total');
}
