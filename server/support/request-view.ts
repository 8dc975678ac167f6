import type { Locale } from '../../billing/facts/types';
import { ORDER_EVENTS, type Role, SELLER_ACTS, SENT_EVENTS, type SentEventType } from '../../machines/events';
import type { OrderListItem } from '../../schemas/orders/order';
import { MOST_MOVES_SINCE, type RequestView } from '../../schemas/support/requests';
import type { AuditEntry } from '../../store/audit/audit';
import type { OrderDoc } from '../../store/orders/orders';
import type { StoredGrant } from '../../store/support/grants';
import type { Caller } from '../api/principal';
import { text } from '../http/texts';
import { movesToApi } from '../orders/views/timeline/moves';

/** Requests for a second person, as pages show them. */

/** A request that waits or has waited for a second person, in whose place nobody else acts. */
export type AskedGrant = StoredGrant & Required<Pick<StoredGrant, 'requestedAt' | 'expiresAt'>> & Why;
type Why = { reasonCode: string; reason: string };

export const isAsked = (grant: StoredGrant): grant is AskedGrant =>
  grant.requestedAt !== undefined && grant.expiresAt !== undefined && grant.reason !== null;

/** Who may approve may reject. */
export const approversOf = (event: StoredGrant['eventType']): readonly Role[] =>
  event === 'CHANGE_SETTINGS' ? SELLER_ACTS.CHANGE_SETTINGS.senders : ORDER_EVENTS.OVERRIDE.senders;

export const isEventOfOrder = (event: string): event is SentEventType => SENT_EVENTS.some((one) => one === event);

type Reader = Caller & { locale: Locale };
type Closed = RequestView['closed'];

/** A request as a list has it; what its order does, and would do, is looked up for one alone. */
export function requestView(
  grant: AskedGrant,
  order: OrderListItem | null,
  { closed, reader }: { closed: Closed; reader: Reader },
): RequestView {
  const { grantId, changeId, eventType, reasonCode, reason, evidence, requestedBy, requestedAt, expiresAt } = grant;
  const { locale } = reader;
  const whyNot = whyNotApprove(grant, closed, reader);
  return {
    grantId,
    changeId,
    event: eventType,
    label: text(locale, `event.${eventType}`) ?? eventType,
    reasonCode,
    reason,
    evidence,
    requestedBy,
    requestedAt: requestedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    order,
    preview: null,
    objection: null,
    movedSince: [],
    mayApprove: whyNot === null,
    whyNot,
    closed,
    ended: null,
  };
}

/** The moves of an order since somebody asked for something to be done to it, the latest. */
export function movesSince({ moves, view }: OrderDoc, since: Date, locale: Locale): RequestView['movedSince'] {
  const later = (moves ?? view.transitions).filter(({ at }) => new Date(at) > since);
  return movesToApi(later, locale)
    .flatMap(({ item }) => (item.kind === 'move' ? [item] : []))
    .slice(-MOST_MOVES_SINCE);
}

function whyNotApprove({ eventType, requestedBy }: AskedGrant, closed: Closed, reader: Reader): string | null {
  const say = (key: string): string | null => text(reader.locale, `whyNot.${key}`) ?? null;
  if (closed !== null) return say('over');
  const approvers = approversOf(eventType);
  if (!approvers.includes(reader.principal.role)) return say(approvers[0] ?? '');
  return requestedBy === reader.person ? say('own') : null;
}

/** @param rejection the entry that says who rejected it, where somebody did */
export function closedAs(grant: AskedGrant, rejection: AuditEntry | null, now: Date): Closed {
  const { approvedBy, usedAt, expiresAt, closedAs: over } = grant;
  if (over === 'rejected') {
    const { actorId = null, at, facts = {} } = rejection ?? {};
    const reason = typeof facts.reason === 'string' ? facts.reason : null;
    return { as: 'rejected', by: actorId, at: at?.toISOString() ?? null, reason };
  }
  if (approvedBy !== null) {
    const as = usedAt === null ? 'approved' : 'used';
    return { as, by: approvedBy, at: usedAt?.toISOString() ?? null, reason: null };
  }
  if (over === null && expiresAt > now) return null;
  return { as: 'expired', by: null, at: expiresAt.toISOString(), reason: null };
}
