import type { Locale } from '../../../billing/facts/types';
import type { Counted } from '../../../schemas/support/lists';

/** Counting further would cost more than knowing it is worth. */
const COUNTS_TO = 1_000;

/** What the store is asked to count to: one more says that there are more. */
export const COUNTED_UP_TO = COUNTS_TO + 1;

export function inWords(found: number, locale: Locale): Counted {
  const count = Math.min(found, COUNTS_TO);
  const exact = found <= COUNTS_TO;
  const number = new Intl.NumberFormat(locale).format(count);
  return { count, exact, text: exact ? number : `${number}+` };
}
