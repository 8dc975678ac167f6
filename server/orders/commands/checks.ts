import { DAY } from '../../../billing/calendar/durations';
import type { Role } from '../../../machines/events';
import type { EventBody } from '../../../schemas/orders/events';
import { parseVatNumber } from '../../../tax/vat-number';
import type { OrderView } from '../../../workflows/contract';
import { Problem } from '../../http/problem';
import { wrongField, wrongVatNumber } from '../../http/validation';

const SUPPORT: ReadonlySet<Role> = new Set(['support_agent', 'support_lead']);

/** Support may move a deadline so far ahead: an order that waits for longer is better quoted anew. */
const FURTHEST_DAYS = 90;

/**
 * Checks a payload before anything is asked of the order: a VAT number that cannot be one, a deadline that is over or too
 * far off, another quote than the one the customer saw, an advisor's word without purchase order.
 *
 * @throws Problem 422 or 409
 */
export function checkPayload(body: EventBody, role: Role, view: OrderView, now: Date): void {
  switch (body.type) {
    case 'PROVIDE_VAT': {
      const number = parseVatNumber(body.vatNumber);
      if (!number.ok) throw wrongVatNumber(number.reason);
      return;
    }
    case 'EXTEND_QUOTE':
    case 'EXTEND_LINK':
    case 'KEEP_OPEN':
      checkDeadline(body.until, now);
      return;
    case 'PLACE_ORDER':
      checkPlacing(body, role, view);
      return;
    case 'ACCEPT_HANDOVER':
      // What a corporate customer is delivered and invoiced under; it cannot be added once the order is on its way.
      if (view.details.route === 'advisor' && body.purchaseOrder === null)
        throw wrongField('invalid_request', '/purchaseOrder', 'field.purchaseOrderMissing');
      return;
    default:
  }
}

/** @throws Problem 422 that points at the deadline */
export function checkDeadline(until: string, now: Date, pointer = '/until'): void {
  const ahead = Date.parse(until) - now.getTime();
  if (ahead > 0 && ahead <= FURTHEST_DAYS * DAY) return;
  throw wrongField('invalid_request', pointer, 'field.deadlineOutOfReach', { days: FURTHEST_DAYS });
}

function checkPlacing(body: Extract<EventBody, { type: 'PLACE_ORDER' }>, role: Role, view: OrderView): void {
  // Support may place for the customer, but only with the customer's word on record.
  if (SUPPORT.has(role) && body.consent === undefined)
    throw wrongField('invalid_request', '/consent', 'field.consentMissing');
  const { quote, changeId } = view.details;
  if (body.quoteHash === undefined || quote === null || body.quoteHash === quote.hash) return;
  throw new Problem('quote_changed', { extra: { changeId, quoteHash: quote.hash } });
}
