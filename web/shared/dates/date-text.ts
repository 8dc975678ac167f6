import { writtenDay, writtenDayOf, writtenTime } from '../../../billing/explanation/writing';
import type { Schemas } from '../api/api-types';
import { type Language, REGIONAL } from '../words/languages';

/** "1er avril 2026", "1 April 2026": the very text that the server's own sentences have. */
export const dateText = (date: Schemas['CivilDate'], language: Language): string =>
  writtenDay(language, Date.parse(`${date}T00:00Z`));

/** Date and time in a zone. */
export const timeText = (instant: Schemas['Instant'], timeZone: string, language: Language): string =>
  writtenTime(language, timeZone, Date.parse(instant));

/** The day of an instant in a zone. */
export const dayText = (instant: Schemas['Instant'], timeZone: string, language: Language): string =>
  writtenDayOf(language, timeZone, Date.parse(instant));

/** "15:05" in a zone, for what is minutes away. @param moment in milliseconds since 1970 */
export const clockText = (moment: number, timeZone: string, language: Language): string =>
  new Intl.DateTimeFormat(REGIONAL[language], { timeStyle: 'short', timeZone }).format(moment);

/** The last day of a period, of which the API tells the first day after it. */
export const lastDayOf = ({ end }: Schemas['Period']): Schemas['CivilDate'] => dayBefore(end);

export function dayBefore(date: Schemas['CivilDate']): Schemas['CivilDate'] {
  const day = new Date(Date.parse(`${date}T00:00Z`) - DAY);
  return day.toISOString().slice(0, 'YYYY-MM-DD'.length);
}

const DAY = 86_400_000;
