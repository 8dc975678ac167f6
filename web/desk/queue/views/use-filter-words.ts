import { useStateNames } from '../../../shared/statechart/load';
import { REGIONAL } from '../../../shared/words/languages';
import { useWords } from '../../../shared/words/words';
import { usePersonName } from '../../parts/person-name';
import { useDesk } from '../../words/desk-words';
import { useCounts } from '../counts/use-counts';
import { BAND_WORDS, FILTER_WORDS } from './filter-words';
import type { Filter, View } from './view';

/** What a filter of a view says, e.g. "Country: Germany". */
export function useFilterWords(view: View): (name: Filter) => string {
  const { say } = useDesk();
  const { language } = useWords();
  const { data: counts } = useCounts();
  const nameOf = usePersonName();
  const nameOfState = useStateNames(language, view.state !== undefined || view.step !== undefined);
  const toldOf = (name: Filter): string => {
    const value = String(view[name]);
    if (name === 'waits' && view.waits !== undefined) return say(`desk.queue.waits.${view.waits}`);
    if (name === 'code') return counts?.codes.find(({ code }) => code === value)?.title ?? value;
    if (name === 'amount' && view.amount !== undefined)
      return say(BAND_WORDS[view.amount], { currency: view.currency ?? '' });
    if (name === 'assignee') return value === 'me' ? say('desk.queue.who.me') : nameOf(value);
    if (name === 'state' || name === 'step') return nameOfState(value);
    if (name === 'country') return countryName(value, REGIONAL[language]);
    return value;
  };
  return (name) => say(FILTER_WORDS[name], { value: toldOf(name), waits: view.waits ?? '' });
}

/** A country by its name; an address may say anything. */
function countryName(code: string, language: string): string {
  try {
    return new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}
