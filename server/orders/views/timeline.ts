import type { Transition } from 'statechart-host/contract';
import type { Locale } from '../../../billing/facts/types';
import type { TimelineItem } from '../../../schemas/orders/order';
import type { AuditEntry } from '../../../store/audit/audit';
import { textOfState } from './headline';

/** The history of an order, oldest first: its own moves, and what people did to it. */
export function timelineOf(
  transitions: readonly Transition[],
  deeds: readonly AuditEntry[],
  locale: Locale,
): TimelineItem[] {
  const moves = transitions.map(({ at, event, from, to }) => ({
    kind: 'move' as const,
    at,
    event,
    from,
    to,
    text: textOfState(to, locale),
  }));
  // The outcome of a deed is told by the order's own moves.
  const told = deeds.filter(({ action }) => !action.endsWith(':outcome'));
  const acts = told.map(({ at, action, actorId, role, facts }) => ({
    kind: 'deed' as const,
    at: at.toISOString(),
    action,
    actorId,
    role,
    facts,
  }));
  return [...moves, ...acts].sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
}
