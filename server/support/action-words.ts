import type { Locale } from '../../billing/facts/types';
import { text } from '../http/texts';

/**
 * What somebody did, as the audit trail has it, in words: "RETRY:refused" is the act and how it ended. An action that has no
 * words is named as it is.
 */
export function wordsOfAction(action: string, locale: Locale): string {
  const [act = '', end] = action.split(':', 2);
  const deed = text(locale, `deed.${act}`) ?? text(locale, `event.${act.replace(/^SEATS_/, '')}`) ?? act;
  return end === undefined ? deed : (text(locale, `deedEnd.${end}`, { deed }) ?? `${deed} (${end})`);
}
