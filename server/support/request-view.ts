import type { Locale } from '../../billing/facts/types';
import {
  isActByTwo,
  ORDER_EVENTS,
  type Role,
  SELLER_ACTS,
  SENT_EVENTS,
  type SentEventType,
} from '../../machines/events';
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

/** What became of a request until a moment. */
interface Became {
  closed: Closed;
  ended: RequestView['ended'];
  now: Date;
}

/** A request as a list has it; what its order does, and would do, is looked up for one alone. */
export function requestView(
  grant: AskedGrant,
  order: OrderListItem | null,
  { reader, ...became }: Became & { reader: Reader },
): RequestView {
  const { grantId, changeId, eventType, reasonCode, reason, evidence, requestedBy, requestedAt, expiresAt } = grant;
  const { locale } = reader;
  const whyNot = whyNotApprove(grant, became, reader);
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
    closed: became.closed,
    ended: became.ended,
  };
}

/** The moves of an order since somebody asked for something to be done to it, the latest. */
export function movesSince({ moves, view }: OrderDoc, since: Date, locale: Locale): RequestView['movedSince'] {
  const later = (moves ?? view.transitions).filter(({ at }) => new Date(at) > since);
  return movesToApi(later, locale)
    .flatMap(({ item }) => (item.kind === 'move' ? [item] : []))
    .slice(-MOST_MOVES_SINCE);
}

function whyNotApprove(grant: AskedGrant, became: Became, reader: Reader): string | null {
  const { eventType, requestedBy } = grant;
  const say = (key: string): string | null => text(reader.locale, `whyNot.${key}`) ?? null;
  if (became.closed !== null && !maySendAnew(grant, became, reader)) return say('over');
  const approvers = approversOf(eventType);
  if (!approvers.includes(reader.principal.role)) return say(approvers[0] ?? '');
  return requestedBy === reader.person ? say('own') : null;
}

/** An act that was approved and has not begun, perhaps because nobody could be asked to begin it: whoever approved it may do so again. */
function maySendAnew({ eventType, approvedBy, expiresAt }: AskedGrant, { closed, ended, now }: Became, reader: Reader) {
  const hasNotBegun = closed?.as === 'approved' && ended === null && expiresAt > now;
  return hasNotBegun && isActByTwo(eventType) && approvedBy === reader.person;
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
