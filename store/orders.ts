import { type Connection, type Model, type QueryFilter, trusted } from 'mongoose';
import type { OrderView } from '../workflows/contract';
import { collectionOf, insertOnce, instant, json, number, text, WITHIN } from './collection';
import { findPlain } from './versioned';

/** An order as lists read it; the whole view travels along. */
export interface OrderDoc {
  tenantId: string;
  changeId: string;
  accountId: string;
  subscriptionIds: string[];
  /** Of the view: a later one is never overwritten by an earlier one. */
  sequence: number;
  /** First part of the state's path, e.g. "settlingPayment". */
  state: string;
  tags: string[];
  stuckStep: string | null;
  isDone: boolean;
  updatedAt: Date;
  /** Set while the order waits for somebody without holding money, so that it may expire; else null. */
  idleSince: Date | null;
  view: OrderView;
}

export interface OrderFilter {
  tenantId: string;
  tag?: string;
  state?: string;
  stuckStep?: string;
  accountId?: string;
  subscriptionId?: string;
}

/** Where a page ended: the latest changes come first. */
export interface OrderCursor {
  updatedAt: Date;
  changeId: string;
}

export interface IdleOrder {
  tenantId: string;
  changeId: string;
  idleSince: Date;
}

/** The read model of orders: written by the workflow, read by the API and the console. */
export interface Orders {
  /** Stores a view unless a later one is stored. @returns whether it was stored */
  project(view: OrderView): Promise<boolean>;
  find(tenantId: string, changeId: string): Promise<OrderView | null>;
  /** One page; a filter names at most one field besides the tenant, each has an index. */
  list(filter: OrderFilter, page: { after?: OrderCursor; limit: number }): Promise<OrderDoc[]>;
  /** Orders of all tenants that have waited since before an instant, the longest first; from after one of them. */
  listIdle(before: Date, limit: number, after?: IdleOrder): Promise<IdleOrder[]>;
  /** Starts counting again, so that an order which ignores its expiry is not asked over and over. */
  noteAskedToExpire(order: IdleOrder, at: Date): Promise<void>;
}

/** MongoDB uses a partial index only for a filter that says what the index says, word for word. */
const EVER = new Date(0);

export function ordersIn(connection: Connection): Orders {
  const model = orderModel(connection);
  return {
    project: (view) => project(model, toDoc(view)),
    async find(tenantId, changeId) {
      const doc = await findPlain(model, { tenantId, changeId });
      return doc?.view ?? null;
    },
    list: ({ tenantId, tag, subscriptionId, ...equal }, { after, limit }) =>
      model
        .find(
          {
            tenantId,
            ...(tag === undefined ? {} : { tags: tag }),
            ...(subscriptionId === undefined ? {} : { subscriptionIds: subscriptionId }),
            ...equal,
            ...(after ? afterCursor(after) : {}),
          } as QueryFilter<OrderDoc>,
          { _id: 0 },
          WITHIN,
        )
        .sort({ updatedAt: -1, changeId: -1 })
        .limit(limit)
        .lean<OrderDoc[]>()
        .exec(),
    listIdle: (before, limit, after) =>
      model
        .find(
          after ? afterIdle(after, before) : { idleSince: trusted({ $gt: EVER, $lt: before }) },
          { _id: 0, tenantId: 1, changeId: 1, idleSince: 1 },
          WITHIN,
        )
        .sort({ idleSince: 1, changeId: 1 })
        .limit(limit)
        .lean<IdleOrder[]>()
        .exec(),
    async noteAskedToExpire({ tenantId, changeId }, at) {
      await model.updateOne(
        { tenantId, changeId, idleSince: trusted({ $lt: at }) },
        { $set: { idleSince: at } },
        WITHIN,
      );
    },
  };
}

async function project(model: Model<OrderDoc>, doc: OrderDoc): Promise<boolean> {
  const { tenantId, changeId, sequence } = doc;
  const key = { tenantId, changeId };
  const overwrite = () =>
    model.updateOne({ ...key, sequence: trusted({ $lt: sequence }) }, { $set: doc }, { ...WITHIN, upsert: false });
  if ((await overwrite()).matchedCount === 1) return true;
  if (await insertOnce(model, doc)) return true;
  // Somebody inserted in between: an earlier view gives way, a later one stays.
  return (await overwrite()).matchedCount === 1;
}

function toDoc(view: OrderView): OrderDoc {
  const { details, sequence, tags, done } = view;
  const updatedAt = new Date(view.at);
  const state = view.state.split('.', 1)[0] ?? view.state;
  const waits = view.settled && !done && !['money', 'stuck', 'committed'].some((tag) => tags.includes(tag));
  return {
    tenantId: details.tenantId,
    changeId: details.changeId,
    accountId: details.accountId,
    subscriptionIds: details.changes.map(({ subscriptionId }) => subscriptionId),
    sequence,
    state,
    tags,
    stuckStep: details.stuck?.step ?? null,
    isDone: done,
    updatedAt,
    idleSince: waits ? updatedAt : null,
    view,
  };
}

/** The bound on the first field lets the index start at the cursor; the alternatives alone would read from the top. */
function afterCursor({ updatedAt, changeId }: OrderCursor): QueryFilter<OrderDoc> {
  return {
    updatedAt: trusted({ $lte: updatedAt }),
    $or: [{ updatedAt: trusted({ $lt: updatedAt }) }, { updatedAt, changeId: trusted({ $lt: changeId }) }],
  };
}

function afterIdle({ idleSince, changeId }: IdleOrder, before: Date): QueryFilter<OrderDoc> {
  return {
    idleSince: trusted({ $gt: EVER, $gte: idleSince, $lt: before }),
    $or: [{ idleSince: trusted({ $gt: idleSince }) }, { idleSince, changeId: trusted({ $gt: changeId }) }],
  };
}

function orderModel(connection: Connection): Model<OrderDoc> {
  const latest = { updatedAt: -1, changeId: -1 } as const;
  return collectionOf<OrderDoc>(
    connection,
    'orders',
    {
      tenantId: text,
      changeId: text,
      accountId: text,
      subscriptionIds: [String],
      sequence: number,
      state: text,
      tags: [String],
      stuckStep: String,
      isDone: { type: Boolean, required: true },
      updatedAt: instant,
      idleSince: Date,
      view: json,
    },
    [
      [{ tenantId: 1, changeId: 1 }, { unique: true }],
      [{ tenantId: 1, ...latest }],
      [{ tenantId: 1, tags: 1, ...latest }],
      [{ tenantId: 1, state: 1, ...latest }],
      [{ tenantId: 1, stuckStep: 1, ...latest }, { partialFilterExpression: { stuckStep: { $gt: '' } } }],
      [{ tenantId: 1, accountId: 1, ...latest }],
      [{ tenantId: 1, subscriptionIds: 1, ...latest }],
      [{ idleSince: 1, changeId: 1 }, { partialFilterExpression: { idleSince: { $gt: EVER } } }],
    ],
  );
}
