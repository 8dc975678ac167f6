import { DAY } from '../../../billing/calendar/durations';
import type { Locale } from '../../../billing/facts/types';
import type { RequestView } from '../../../schemas/support/requests';
import type { AuditEntry } from '../../../store/audit/audit';
import type { StoredGrant } from '../../../store/support/grants';
import { text } from '../../http/texts';
import { wordsOfEnd } from '../../orders/views/timeline/act-end';

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
