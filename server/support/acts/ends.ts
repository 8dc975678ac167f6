import { DAY } from '../../../billing/calendar/durations';
import { readableAmount } from '../../../billing/explanation/messages';
import type { Locale } from '../../../billing/facts/types';
import { compare } from '../../../billing/money/amounts';
import type { RequestView } from '../../../schemas/support/requests';
import type { AuditEntry } from '../../../store/audit/audit';
import type { StoredGrant } from '../../../store/support/grants';
import { text } from '../../http/texts';

/** Long after a request that was approved has run out, nobody is at work on it any more. */
const GIVEN_UP_AFTER = DAY;

/**
 * What came of an act that was agreed on, as whoever did it has written it down; null until then, or until it is long over and
 * nobody has.
 *
 * @param deeds on its order, the oldest first
 */
export function actEndOf(
  { grantId, eventType, expiresAt }: Pick<StoredGrant, 'grantId' | 'eventType' | 'expiresAt'>,
  deeds: readonly AuditEntry[],
  { locale, now }: { locale: Locale; now: Date },
): RequestView['ended'] {
  const ends = [`${eventType}:outcome`, `${eventType}:refused`];
  const end = deeds.findLast(({ action, facts }) => ends.includes(action) && facts.grantId === grantId);
  if (end === undefined) {
    const until = expiresAt === undefined ? now : new Date(expiresAt.getTime() + GIVEN_UP_AFTER);
    return until >= now ? null : { as: 'unknown', text: text(locale, 'actUnknown') ?? '', at: until.toISOString() };
  }
  return { ...wordsOfEnd(end, locale), at: end.at.toISOString() };
}

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
