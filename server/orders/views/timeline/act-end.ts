import { readableAmount } from '../../../../billing/explanation/messages';
import type { Locale } from '../../../../billing/facts/types';
import { compare } from '../../../../billing/money/amounts';
import type { AuditEntry } from '../../../../store/audit/audit';
import { text } from '../../../http/texts';

/** What a deed that is the end of an act says of it. */
export function wordsOfEnd(
  { action, facts }: Pick<AuditEntry, 'action' | 'facts'>,
  locale: Locale,
): { as: 'done' | 'refused'; text: string } {
  const [type = action] = action.split(':');
  const because = typeof facts.because === 'string' ? facts.because : null;
  return {
    as: because === null ? 'done' : 'refused',
    text: because === null ? wordsOfDone(type, facts, locale) : whyRefused(because, locale),
  };
}

/** Where nothing was left to give back, none was; entries of before tell no amount. */
function wordsOfDone(type: string, { amount, currency }: AuditEntry['facts'], locale: Locale): string {
  const isKnown = typeof amount === 'string' && typeof currency === 'string';
  const came = !isKnown ? 'unknown' : compare(amount, '0') === 0 ? 'none' : 'some';
  const told = isKnown ? readableAmount(amount, currency, { locale }) : '';
  return text(locale, `actDone.${type}`, { came, amount: told }) ?? '';
}

/** Reasons that are codes of failures have the words of those. */
const whyRefused = (because: string, locale: Locale): string =>
  text(locale, `actRefused.${because}`) ?? text(locale, `stuck.${because}`) ?? because;
