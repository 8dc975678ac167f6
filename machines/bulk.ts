import { type BulkEventType, ORDER_EVENTS } from './events';

/** One event for many orders: those that the catalogue marks with `bulk`. */

/** More orders than this are never worked on in one go. */
export const MOST_ORDERS = 1_000;
/** Up to here one person may decide alone. */
const ALONE_UP_TO = 100;

/**
 * Whether somebody else has to approve it first: where there are many orders, and, however few they are, where each
 * would be given up or done anew with money in it.
 */
export function bulkNeedsSecondPerson(type: BulkEventType, orders: number): boolean {
  const { movesMoney, carriesGrant } = ORDER_EVENTS[type];
  return orders > ALONE_UP_TO || (movesMoney && carriesGrant);
}

const CLEARING: ReadonlySet<BulkEventType> = new Set(['RETRY', 'RETRY_NEW_KEY', 'SKIP', 'ABORT']);

/** Whether an event is to end being stuck, so that an order which still is has not been helped. */
export const clearsStuck = (type: BulkEventType): boolean => CLEARING.has(type);

export const BULK_STATUSES = [
  'waiting_for_second_person',
  'running',
  'paused',
  'done',
  'cancelled',
  'expired',
] as const;
export type BulkStatus = (typeof BULK_STATUSES)[number];

/**
 * Result of one order: it took the event (`done`) or did not (`refused`); it had moved on since the list was made
 * (`skipped`); or it took it and is stuck again, or nobody answered (`failed`).
 */
export const BULK_RESULTS = ['done', 'refused', 'skipped', 'failed'] as const;
export type BulkResult = (typeof BULK_RESULTS)[number];
