import type { OrderView } from '../../workflows/contract';
import { type Connection, type Model, type QueryFilter, trusted } from '../mongo/collection';
import { findPlain, isDuplicate, listPlain, WITHIN } from '../mongo/documents';
import { untilWritten } from '../mongo/until-written';
import { EVER, type ListingFacts, listKeysOf, NO_FACTS, type OrderDoc, orderModel, projected } from './document';
import { type OrderLists, orderListsIn } from './lists';

export type { OrderDoc, Sorting } from './document';
export type { OrderFilters } from './filters';
export type { OrderPosition } from './lists';

interface IdlePosition {
  tenantId: string;
  changeId: string;
  idleSince: Date;
}

export interface IdleOrder extends IdlePosition {
  /** Until when it does not expire however long it idles, where support has said so. */
  keptOpenUntil: Date | null;
}

/** The read model of orders: written by the workflow, read by the API. */
export interface Orders extends OrderLists {
  /** Stores a view unless a later one is stored. @returns whether it was stored */
  project(view: OrderView, facts?: ListingFacts): Promise<boolean>;
  find(tenantId: string, changeId: string): Promise<OrderView | null>;
  /** The same, with what lists show of it. */
  findDoc(tenantId: string, changeId: string): Promise<OrderDoc | null>;
  /**
   * Gives an order to somebody at support, or back to all of them.
   *
   * @param seen who must have it at this moment, where that matters
   * @returns whether there is such an order, and it was with whom it was seen
   */
  assign(tenantId: string, changeId: string, assigneeId: string | null, seen?: string | null): Promise<boolean>;
  /** Orders of all tenants that have waited since before an instant, the longest first; from after one of them. */
  listIdle(before: Date, limit: number, after?: IdlePosition): Promise<IdleOrder[]>;
  /** Orders of all tenants that are over, by tenant and id; from after one of them. */
  listEnded(limit: number, after?: Pick<OrderDoc, 'tenantId' | 'changeId'>): Promise<OrderView[]>;
  /** Starts counting again, so that an order which ignores its expiry is not asked over and over. */
  noteAskedToExpire(order: IdlePosition, at: Date): Promise<void>;
}

export function ordersIn(connection: Connection): Orders {
  const model = orderModel(connection);
  return {
    ...orderListsIn(model),
    project: (view, facts = NO_FACTS) => project(model, view, facts),
    async find(tenantId, changeId) {
      const doc = await findPlain(model, { tenantId, changeId }, { view: 1 });
      return doc?.view ?? null;
    },
    findDoc: (tenantId, changeId) => findPlain(model, { tenantId, changeId }),
    assign: (tenantId, changeId, assigneeId, seen) => assign(model, { tenantId, changeId }, assigneeId, seen),
    listIdle: (before, limit, after) =>
      listPlain<OrderDoc, IdleOrder>(
        model,
        after ? afterIdle(after, before) : { idleSince: trusted({ $gt: EVER, $lt: before }) },
        { sort: { idleSince: 1, changeId: 1 }, limit },
        { tenantId: 1, changeId: 1, idleSince: 1, keptOpenUntil: 1 },
      ),
    async listEnded(limit, after) {
      const docs = await listPlain(
        model,
        { ...(after && behindOrder(after)), isDone: true },
        { sort: { tenantId: 1, changeId: 1 }, limit },
        { view: 1 },
      );
      return docs.map(({ view }) => view);
    },
    async noteAskedToExpire({ tenantId, changeId }, at) {
      await model.updateOne(
        { tenantId, changeId, idleSince: trusted({ $lt: at }) },
        { $set: { idleSince: at } },
        WITHIN,
      );
    },
  };
}

/** As pipelines: only the database knows, at the moment of writing, who has the order and what time it is. */
const PIPELINE = { ...WITHIN, updatePipeline: true } as const;

async function project(model: Model<OrderDoc>, view: OrderView, facts: ListingFacts): Promise<boolean> {
  const doc = projected(view, facts);
  const { tenantId, changeId, ...fields } = doc;
  const { taken, free } = listKeysOf(doc);
  const assigneeId = { $ifNull: ['$assigneeId', null] };
  const set = {
    ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { $literal: value }])),
    assigneeId,
    moves: withNewMoves(view),
    listKeys: { $cond: [{ $eq: [assigneeId, null] }, { $literal: free }, { $literal: taken }] },
    writtenAt: '$$NOW',
  };
  const older = { tenantId, changeId, sequence: trusted({ $lt: view.sequence }) };
  const write = (upsert: boolean) => model.updateOne(older, [{ $set: set }], { ...PIPELINE, upsert });
  try {
    const written = await write(true);
    return written.matchedCount + written.upsertedCount === 1;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
  // There is one, maybe since a moment ago: an earlier view gives way, a later one stays.
  return (await write(false)).matchedCount === 1;
}

/** The moves so far, and those of the view that are newer. */
function withNewMoves({ transitions }: OrderView) {
  const newer = { $gt: ['$$move.sequence', { $ifNull: ['$sequence', 0] }] };
  const added = { $filter: { input: { $literal: transitions }, as: 'move', cond: newer } };
  return { $concatArrays: [{ $ifNull: ['$moves', []] }, added] };
}

async function assign(
  model: Model<OrderDoc>,
  key: { tenantId: string; changeId: string },
  assigneeId: string | null,
  seen: string | null | undefined,
): Promise<boolean> {
  return untilWritten('order', async () => {
    const doc = await findPlain(model, key);
    if (doc === null) return false;
    const has = doc.assigneeId ?? null;
    if (seen !== undefined && seen !== has) return false;
    const { taken, free } = listKeysOf(doc);
    const listKeys = assigneeId === null ? free : taken;
    const set = { assigneeId: { $literal: assigneeId }, listKeys: { $literal: listKeys }, writtenAt: '$$NOW' };
    const asRead = { ...key, sequence: doc.sequence, assigneeId: has };
    const written = await model.updateOne(asRead, [{ $set: set }], PIPELINE);
    // A view that came in between has other lists, and who has it may be another one: once more with it.
    return written.matchedCount === 1 ? true : undefined;
  });
}

/** The bound on the first field lets the index start at the order; the alternatives alone would read from the top. */
function behindOrder({ tenantId, changeId }: Pick<OrderDoc, 'tenantId' | 'changeId'>): QueryFilter<OrderDoc> {
  return {
    tenantId: trusted({ $gte: tenantId }),
    $or: [{ tenantId: trusted({ $gt: tenantId }) }, { tenantId, changeId: trusted({ $gt: changeId }) }],
  };
}

function afterIdle({ idleSince, changeId }: IdlePosition, before: Date) {
  return {
    idleSince: trusted({ $gt: EVER, $gte: idleSince, $lt: before }),
    $or: [{ idleSince: trusted({ $gt: idleSince }) }, { idleSince, changeId: trusted({ $gt: changeId }) }],
  };
}
