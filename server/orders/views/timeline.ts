import type { Transition } from 'statechart-host/contract';
import type { Locale } from '../../../billing/facts/types';
import type { TimelineItem } from '../../../schemas/orders/timeline';
import type { AuditEntry } from '../../../store/audit/audit';
import { text } from '../../http/texts';
import { textOfState } from './headline';

/** The history of an order, oldest first: its own moves, and what people did to it. */
export function timelineOf(
  transitions: readonly Transition[],
  deeds: readonly AuditEntry[],
  locale: Locale,
): TimelineItem[] {
  const wordsOf = (event: string): string => text(locale, `event.${event}`) ?? event;
  const moves = transitions.map(({ at, event, from, to }) => ({
    kind: 'move' as const,
    at,
    text: textOfState(to, locale),
    importance: 'normal' as const,
    event,
    label: wordsOf(event),
    from,
    to,
  }));
  // The outcome of a deed is told by the order's own moves.
  const told = deeds.filter(({ action }) => !action.endsWith(':outcome'));
  const acts = told.map(({ at, action, actorId, role, facts }) => ({
    kind: 'deed' as const,
    at: at.toISOString(),
    text: wordsOf(action),
    importance: 'normal' as const,
    action,
    label: wordsOf(action),
    actorId,
    role,
    facts,
  }));
  return [...moves, ...acts].sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
}
