import type { Change, Route } from '../../../billing/facts/types';
import { type Actor, isSupportRole, type OrderEvent } from '../../events';
import { millisecondsOf } from '../../instant';

/** Support may move a deadline so far ahead: an order that waits for longer is better quoted anew. */
export const FURTHEST_DAYS = 90;

const DAY = 86_400_000;

/** Whether a deadline is still to come, and near enough. @param now milliseconds since 1970 */
export function isInReach(until: string, now: number): boolean {
  const ahead = millisecondsOf(until) - now;
  return ahead > 0 && ahead <= FURTHEST_DAYS * DAY;
}

/** Why a payload is not taken, whichever way it comes. */
export type OutOfBounds = 'deadline_out_of_reach' | 'consent_missing' | 'purchase_order_missing' | 'lift_waits';

/** What the payload of an event is judged by. */
interface Judged {
  route: Route | null;
  changes: readonly Change[];
  /** Milliseconds since 1970. */
  now: number;
}

/** The bounds of payloads: the API and the order itself ask here, since not every event comes through the API. */
export function outOfBounds(event: OrderEvent, { route, changes, now }: Judged): OutOfBounds | undefined {
  switch (event.type) {
    case 'EXTEND_QUOTE':
    case 'EXTEND_LINK':
    case 'KEEP_OPEN':
      return isInReach(event.until, now) ? undefined : 'deadline_out_of_reach';
    case 'PLACE_ORDER':
      // Support may place for the customer, but only with the customer's word on record.
      return isOfSupport(event.by) && event.consent === undefined ? 'consent_missing' : undefined;
    case 'ACCEPT_HANDOVER':
      // What a corporate customer is delivered and invoiced under; it cannot be added once the order is on its way.
      if (route === 'advisor' && event.purchaseOrder === null) return 'purchase_order_missing';
      // At the end of the period there may be no subscription left to go on.
      return event.effective === 'period_end' && changes.some(({ liftEnd }) => liftEnd) ? 'lift_waits' : undefined;
    default:
      return undefined;
  }
}

const isOfSupport = (by: Actor | undefined): boolean => by !== undefined && isSupportRole(by.role);
