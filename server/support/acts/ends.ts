import type { Locale } from '../../../billing/facts/types';
import type { RequestView } from '../../../schemas/support/requests';
import type { AuditEntry } from '../../../store/audit/audit';
import type { StoredGrant } from '../../../store/support/grants';
import { text } from '../../http/texts';

/**
 * What came of an act that was agreed on, as whoever did it has written it down; null until then.
 *
 * @param deeds on its order, the oldest first
 */
export function actEndOf(
  { grantId, eventType }: Pick<StoredGrant, 'grantId' | 'eventType'>,
  deeds: readonly AuditEntry[],
  locale: Locale,
): RequestView['ended'] {
  const ends = [`${eventType}:outcome`, `${eventType}:refused`];
  const end = deeds.findLast(({ action, facts }) => ends.includes(action) && facts.grantId === grantId);
  if (end === undefined) return null;
  const { at, facts } = end;
  const because = typeof facts.because === 'string' ? facts.because : null;
  return {
    as: because === null ? 'done' : 'refused',
    text: because === null ? (text(locale, `actDone.${eventType}`) ?? '') : whyRefused(because, locale),
    at: at.toISOString(),
  };
}

/** Reasons that are codes of failures have the words of those. */
const whyRefused = (because: string, locale: Locale): string =>
  text(locale, `actRefused.${because}`) ?? text(locale, `stuck.${because}`) ?? because;
