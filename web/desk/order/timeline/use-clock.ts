import { clockText, dayText } from '../../../shared/dates/date-text';
import { useWords } from '../../../shared/words/words';
import { useDeskTime } from '../../zone/zone';

interface Clock {
  /** "15:05". */
  clock(instant: string): string;
  /** "1 December 2026". */
  day(instant: string): string;
  /** The hour of today, the day of what is longer ago. */
  short(instant: string): string;
}

/** Hours and days each by themselves, where both would not have room. @param ofAccount IANA zone of the order's account */
export function useClock(ofAccount: string | null): Clock {
  const { language } = useWords();
  const { zone } = useDeskTime(ofAccount);
  const clock = (instant: string): string => clockText(Date.parse(instant), zone, language);
  const day = (instant: string): string => dayText(instant, zone, language);
  const today = day(new Date().toISOString());
  return { clock, day, short: (instant) => (day(instant) === today ? clock(instant) : day(instant)) };
}
