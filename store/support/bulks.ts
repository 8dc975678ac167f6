import { BULK_RESULTS, type BulkResult, type BulkStatus } from '../../machines/bulk';
import type { Actor, BulkEventType } from '../../machines/events';
import { type Connection, collectionOf, trusted } from '../mongo/collection';
import { findPlain, insertOnce, listPlain, WITHIN } from '../mongo/documents';

/** An order as it was when the list was made; `sequence` is null for an id that named none. */
export interface OrderSeen {
  changeId: string;
  state: string;
  sequence: number | null;
}

/** One event for many orders: who asked for it and why, and the list, which never changes. */
export interface Bulk {
  tenantId: string;
  bulkId: string;
  /** The event with its payload; what every order is sent. */
  event: { type: BulkEventType } & Record<string, unknown>;
  reasonCode: string;
  reason: string;
  /** Fingerprint of the request: another one under the same key is told so, however long ago this one came. */
  requestHash: string;
  requestedBy: Actor;
  approvedBy: string | null;
  /** The filter that the list was taken from, in the words of the API; null where the orders were named. */
  filter: Record<string, string> | null;
  orders: OrderSeen[];
  total: number;
  perMinute: number;
  status: BulkStatus;
  requestedAt: Date;
  /** Nobody approves it any more after this; null where nobody has to. */
  expiresAt: Date | null;
  endedAt: Date | null;
}

/** The result of a bulk for one of its orders. */
export interface BulkItem {
  tenantId: string;
  bulkId: string;
  changeId: string;
  status: BulkResult;
  code: string | null;
  /** The state of the order afterwards, as far as it is known. */
  state: string | null;
  at: Date;
}

type BulkName = Pick<Bulk, 'tenantId' | 'bulkId'>;
export type BulkCounts = Record<BulkResult, number>;

export interface Bulks {
  /** Keeps a bulk with its list, once: a repeated request finds the first one's. */
  open(bulk: Bulk): Promise<void>;
  /** Without its list, unless a part of it is asked for. */
  find(name: BulkName, part?: { from: number; count: number }): Promise<Bulk | null>;
  /** The latest first, without their lists. */
  list(tenantId: string, limit: number): Promise<Bulk[]>;
  /** Goes from one status to another, if it has one of those. @returns whether it did */
  move(name: BulkName, from: readonly BulkStatus[], to: BulkStatus, more?: Partial<Bulk>): Promise<boolean>;
  /** Requests of all tenants that nobody has approved in time. */
  listOverdue(at: Date, limit: number): Promise<BulkName[]>;
  /** Those of all tenants that are being worked on, or should be. */
  listRunning(limit: number): Promise<BulkName[]>;
  /** Those that run, rest or wait for a second person; counts no further than a limit. */
  countUnfinished(tenantId: string, limit: number): Promise<number>;
  /** Keeps the result of an order; the first one stays. */
  addResult(item: BulkItem): Promise<void>;
  results(name: BulkName, changeIds: readonly string[]): Promise<BulkItem[]>;
  counts(name: BulkName): Promise<BulkCounts>;
}

export function bulksIn(connection: Connection): Bulks {
  const model = collectionOf<Bulk>(
    connection,
    'bulks',
    {
      requiredText: ['tenantId', 'bulkId', 'reasonCode', 'reason', 'requestHash', 'status'],
      requiredNumber: ['total', 'perMinute'],
      requiredInstant: ['requestedAt'],
      text: ['approvedBy'],
      instant: ['expiresAt', 'endedAt'],
      json: ['event', 'requestedBy', 'filter', 'orders'],
    },
    [
      [{ tenantId: 1, bulkId: 1 }, { unique: true }],
      [{ tenantId: 1, requestedAt: -1 }],
      [{ tenantId: 1, status: 1 }],
      [{ status: 1, expiresAt: 1 }],
    ],
  );
  const items = collectionOf<BulkItem>(
    connection,
    'bulkitems',
    { requiredText: ['tenantId', 'bulkId', 'changeId', 'status'], requiredInstant: ['at'], text: ['code', 'state'] },
    [[{ tenantId: 1, bulkId: 1, changeId: 1 }, { unique: true }], [{ tenantId: 1, bulkId: 1, status: 1 }]],
  );
  return {
    async open(bulk) {
      await insertOnce(model, bulk);
    },
    find: ({ tenantId, bulkId }, { from, count } = { from: 0, count: 0 }) =>
      findPlain(model, { tenantId, bulkId }, count === 0 ? WITHOUT_LIST : { orders: { $slice: [from, count] } }),
    list: (tenantId, limit) => listPlain(model, { tenantId }, { sort: { requestedAt: -1 }, limit }, WITHOUT_LIST),
    async move({ tenantId, bulkId }, from, to, more = {}) {
      const filter = { tenantId, bulkId, status: trusted({ $in: from }) };
      return (await model.updateOne(filter, { $set: { ...more, status: to } }, WITHIN)).matchedCount === 1;
    },
    listOverdue: (at, limit) =>
      listPlain(model, { status: 'waiting_for_second_person', expiresAt: trusted({ $lte: at }) }, { limit }, NAME),
    listRunning: (limit) => listPlain(model, { status: 'running' }, { limit }, NAME),
    countUnfinished: (tenantId, limit) =>
      model.countDocuments({ tenantId, status: trusted({ $in: UNFINISHED }) }, { ...WITHIN, limit }).exec(),
    async addResult(item) {
      await insertOnce(items, item);
    },
    results: ({ tenantId, bulkId }, changeIds) =>
      listPlain(items, { tenantId, bulkId, changeId: trusted({ $in: changeIds }) }),
    async counts({ tenantId, bulkId }) {
      const counted = BULK_RESULTS.map(async (status) => [
        status,
        await items.countDocuments({ tenantId, bulkId, status }, WITHIN),
      ]);
      return Object.fromEntries(await Promise.all(counted)) as BulkCounts;
    },
  };
}

const UNFINISHED: BulkStatus[] = ['waiting_for_second_person', 'running', 'paused'];

const NAME = { tenantId: 1, bulkId: 1 } as const;
const WITHOUT_LIST = { orders: 0 } as const;
