import { MOST_ORDERS } from '../../../machines/bulk';
import { type BulkEventType, ORDER_EVENTS, type SentEventType } from '../../../machines/events';
import type { BulkRequest } from '../../../schemas/support/bulk';
import type { Bulk, OrderSeen } from '../../../store/support/bulks';
import { Problem } from '../../http/problem';
import { checkDeadline } from '../../orders/commands/checks';
import { orderListOf } from '../../orders/views/filters';
import type { ServerStore } from '../../ports';

/** The wish of a bulk: the event as every order is sent it, and why. */
type BulkWish = Pick<Bulk, 'event' | 'reasonCode' | 'reason'>;

/**
 * @throws Problem 403 `second_person_required` for an event that overrides money or VAT evidence: each order's evidence is
 * looked at by itself; 422 for a deadline that is over or too far off
 */
export function bulkWishOf({ event }: BulkRequest, now: Date): BulkWish {
  const { reasonCode, reason } = event;
  return { event: bulkEventOf(event, now), reasonCode, reason };
}

/** The event alone, also of a bulk that is only tried out. Throws as {@link bulkWishOf}. */
export function bulkEventOf(event: BulkRequest['event'], now: Date): Bulk['event'] {
  const { type, reasonCode: _code, reason: _reason, ...payload } = event;
  if (!isBulkEvent(type)) throw new Problem('second_person_required');
  if ('until' in event) checkDeadline(event.until, now, '/event/until');
  return { type, ...payload };
}

const isBulkEvent = (type: SentEventType): type is BulkEventType => ORDER_EVENTS[type].bulk;

/**
 * The orders that a request is about, as they stand at this moment; an id that names none of the tenant's comes along, so
 * that it gets a result too.
 *
 * @throws Problem 422 `bulk_too_large`, `bulk_empty` or `filters_not_combined`
 */
export async function listedOrders(
  orders: ServerStore['orders'],
  tenantId: string,
  { changeIds, filter }: Pick<BulkRequest, 'changeIds' | 'filter'>,
): Promise<OrderSeen[]> {
  const ids = changeIds === undefined ? undefined : [...new Set(changeIds)];
  if (ids !== undefined && ids.length > MOST_ORDERS) throw tooLarge();
  if (ids !== undefined) {
    const found = await orders.listStandings({ tenantId, changeIds: ids }, MOST_ORDERS);
    const byId = new Map(found.map((order) => [order.changeId, order]));
    return ids.map((changeId) => byId.get(changeId) ?? { changeId, state: '', sequence: null });
  }
  const found = await orders.listStandings(orderListOf(tenantId, filter ?? { sort: 'updated' }), MOST_ORDERS + 1);
  if (found.length > MOST_ORDERS) throw tooLarge();
  if (found.length === 0) throw new Problem('bulk_empty');
  return found;
}

const tooLarge = (): Problem => new Problem('bulk_too_large', { facts: { most: MOST_ORDERS } });
