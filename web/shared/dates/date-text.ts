import { writtenDay, writtenTime } from '../../../billing/explanation/writing';
import type { Schemas } from '../api/api-types';
import type { Language } from '../words/languages';

/** "1er avril 2026", "1 April 2026": the very text that the server's own sentences have. */
export const dateText = (date: Schemas['CivilDate'], language: Language): string =>
  writtenDay(language, Date.parse(`${date}T00:00Z`));

/** Date and time in a zone. */
export const timeText = (instant: Schemas['Instant'], timeZone: string, language: Language): string =>
  writtenTime(language, timeZone, Date.parse(instant));

/** The last day of a period, of which the API tells the first day after it. */
export function lastDayOf({ end }: Schemas['Period']): Schemas['CivilDate'] {
  const day = new Date(Date.parse(`${end}T00:00Z`) - DAY);
  return day.toISOString().slice(0, 'YYYY-MM-DD'.length);
}

const DAY = 86_400_000;
