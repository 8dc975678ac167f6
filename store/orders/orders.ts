import type { WrittenIn } from 'statechart-host/contract';
import type { OrderView, ProjectedOrder } from '../../workflows/contract';
import { isDuplicate } from '../mongo/availability';
import { type Connection, type Model, type QueryFilter, trusted } from '../mongo/collection';
import { findPlain, listPlain, WITHIN } from '../mongo/documents';
import { untilWritten } from '../mongo/until-written';
import {
  EVER,
  type Kept,
  type ListingFacts,
  LOOKED_FOR,
  listKeysOf,
  NO_FACTS,
  type OrderDoc,
  orderModel,
  projected,
} from './document';
import { keyFor, type OrderFilters } from './filters';
import { type OrderLists, orderListsIn } from './lists';

export type { Kept, ListingFacts, OrderDoc, Sorting } from './document';
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

/** What support has beside an order. */
interface AtDesk {
  /** Who has taken it; null where that is nobody. */
  assigneeId: string | null;
  /** How many notes there are on it. */
  notes: number;
}

/** What must be so of an order at the moment when somebody is given it, where that matters. */
export interface SeenOrder {
  /** Who has it. */
  assigneeId?: string | null;
  /** It stands in one of these lists. */
  inOneOf?: readonly OrderFilters[];
}

type OrderKey = Pick<OrderDoc, 'tenantId' | 'changeId'>;

/** An order, and when it was last written. */
export type RestingOrder = OrderKey & Pick<OrderDoc, 'view' | 'writtenAt'>;

/** A number that an order has, and what it is found by; in the clear, for whoever makes the hash anew. */
interface HashedNumber extends OrderKey {
  number: string;
  vatHash: string;
}

/** What is kept of an open order; null where that is nothing. */
export type KeptOfOrder = OrderKey & { kept: Kept | null };

/** The read model of orders: written by the workflow, read by the API. */
export interface Orders extends OrderLists {
  /**
   * Stores a view, and what is kept with it, unless one of a later task is stored, or a later one of the same task.
   *
   * @returns whether it was stored
   */
  project(view: ProjectedOrder, facts?: ListingFacts, kept?: Kept | null): Promise<boolean>;
  /**
   * Stores a view in the place of what a task has written. What is kept stays where the view is still that of the same move.
   *
   * @returns false where another task has written since
   */
  correct(writtenIn: WrittenIn, view: ProjectedOrder, facts: ListingFacts): Promise<boolean>;
  find(tenantId: string, changeId: string): Promise<OrderView | null>;
  /** The same, with what lists show of it. */
  findDoc(tenantId: string, changeId: string): Promise<OrderDoc | null>;
  /** What support has beside an order. */
  findAtDesk(tenantId: string, changeId: string): Promise<AtDesk>;
  /** What is kept of an order; null where that is nothing. */
  findKept(tenantId: string, changeId: string): Promise<Kept | null>;
  /** Open orders of all tenants with what is kept of them, by tenant and id; from after one of them. */
  listKept(limit: number, after?: OrderKey): Promise<KeptOfOrder[]>;
  /** Puts what is sealed with another key in the place of what was read. @returns false where it was written anew meanwhile */
  reseal(order: OrderKey, read: Kept, resealed: Kept): Promise<boolean>;
  /**
   * Gives an order to somebody at support, or back to all of them.
   *
   * @returns whether there is such an order, and it was as it was seen
   */
  assign(tenantId: string, changeId: string, assigneeId: string | null, seen?: SeenOrder): Promise<boolean>;
  /** There are so many notes on an order now: told to whoever watches it. */
  noteNotes(order: OrderKey, notes: number): Promise<void>;
  /** Orders of all tenants that have waited since before an instant, the longest first; from after one of them. */
  listIdle(before: Date, limit: number, after?: IdlePosition): Promise<IdleOrder[]>;
  /** Orders of all tenants that are over, by tenant and id; from after one of them. */
  listEnded(limit: number, after?: OrderKey): Promise<OrderView[]>;
  /** The same of those that are not. */
  listOpen(limit: number, after?: OrderKey): Promise<RestingOrder[]>;
  /**
   * Open orders of all tenants that have rested since before an instant, and that nobody has looked for since; those first
   * that were not looked for for the longest.
   */
  listUnlookedFor(before: Date, limit: number): Promise<RestingOrder[]>;
  /** Somebody has looked whether its workflow runs. */
  noteLookedFor(order: OrderKey, at: Date): Promise<void>;
  /** VAT numbers that orders of all tenants are found by, by tenant and id of the order; from after one of them. */
  listHashedNumbers(limit: number, after?: OrderKey): Promise<HashedNumber[]>;
  /** An order is found by another hash of its number, unless a number was written since. @returns whether it was so */
  rehash(read: HashedNumber, vatHash: string): Promise<boolean>;
  /** Starts counting again, so that an order which ignores its expiry is not asked over and over. */
  noteAskedToExpire(order: IdlePosition, at: Date): Promise<void>;
}

export function ordersIn(connection: Connection): Orders {
  const model = orderModel(connection);
  return {
    ...orderListsIn(model),
    project: (view, facts = NO_FACTS, kept = null) => project(model, view, facts, kept),
    async correct(writtenIn, view, facts) {
      const { tenantId, changeId } = view.details;
      const ofTheTask = { tenantId, changeId, 'view.writtenIn': writtenIn };
      const set = { ...fieldsOf(view, facts), kept: keptThrough(view) };
      return (await model.updateOne(ofTheTask, [{ $set: set }], PIPELINE)).matchedCount === 1;
    },
    async find(tenantId, changeId) {
      const doc = await findPlain(model, { tenantId, changeId }, { view: 1 });
      return doc?.view ?? null;
    },
    findDoc: (tenantId, changeId) => findPlain(model, { tenantId, changeId }, { kept: 0 }),
    async findAtDesk(tenantId, changeId) {
      const doc = await findPlain(model, { tenantId, changeId }, { assigneeId: 1, notes: 1 });
      return { assigneeId: doc?.assigneeId ?? null, notes: doc?.notes ?? 0 };
    },
    async findKept(tenantId, changeId) {
      const doc = await findPlain(model, { tenantId, changeId }, { kept: 1 });
      return doc?.kept ?? null;
    },
    async listKept(limit, after) {
      const filter = { ...(after && behindOrder(after)), isDone: false };
      const shown = { tenantId: 1, changeId: 1, kept: 1 } as const;
      const found = await listPlain<OrderDoc, Omit<KeptOfOrder, 'kept'> & { kept?: Kept }>(
        model,
        filter,
        { sort: BY_KEY, limit },
        shown,
      );
      return found.map(({ kept = null, ...order }) => ({ ...order, kept }));
    },
    async reseal({ tenantId, changeId }, read, resealed) {
      const asRead = { tenantId, changeId, 'kept.keyId': read.keyId, 'kept.box': read.box };
      return (await model.updateOne(asRead, { $set: { kept: resealed } }, WITHIN)).matchedCount === 1;
    },
    assign: (tenantId, changeId, assigneeId, seen) => assign(model, { tenantId, changeId }, assigneeId, seen),
    async noteNotes({ tenantId, changeId }, notes) {
      const set = { notes: { $max: ['$notes', notes] }, writtenAt: '$$NOW' };
      await model.updateOne({ tenantId, changeId }, [{ $set: set }], PIPELINE);
    },
    listIdle: (before, limit, after) =>
      listPlain<OrderDoc, IdleOrder>(
        model,
        after ? afterIdle(after, before) : { idleSince: trusted({ $gt: EVER, $lt: before }) },
        { sort: { idleSince: 1, changeId: 1 }, limit },
        { tenantId: 1, changeId: 1, idleSince: 1, keptOpenUntil: 1 },
      ),
    async listEnded(limit, after) {
      const filter = { ...(after && behindOrder(after)), isDone: true };
      const docs = await listPlain<OrderDoc, RestingOrder>(model, filter, { sort: BY_KEY, limit }, RESTING);
      return docs.map(({ view }) => view);
    },
    listOpen: (limit, after) =>
      listPlain(model, { ...(after && behindOrder(after)), isDone: false }, { sort: BY_KEY, limit }, RESTING),
    listUnlookedFor: (before, limit) =>
      listPlain(
        model,
        // Also those that have no such instant yet.
        { isDone: false, lookedForAt: trusted({ $not: { $gte: before } }), writtenAt: trusted({ $lt: before }) },
        { hint: LOOKED_FOR, sort: LOOKED_FOR, limit },
        RESTING,
      ),
    async noteLookedFor({ tenantId, changeId }, lookedForAt) {
      await model.updateOne({ tenantId, changeId }, { $set: { lookedForAt } }, WITHIN);
    },
    async listHashedNumbers(limit, after) {
      const filter = { ...(after && behindOrder(after)), vatHash: trusted({ $gt: '' }) };
      const docs = await listPlain<OrderDoc, Hashed>(model, filter, { sort: BY_KEY, limit }, HASHED);
      return docs.map(({ view, ...key }) => ({ ...key, number: view.details.vat.number }));
    },
    async rehash({ tenantId, changeId, vatHash: read }, vatHash) {
      return (
        (await model.updateOne({ tenantId, changeId, vatHash: read }, { $set: { vatHash } }, WITHIN)).matchedCount === 1
      );
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

const BY_KEY = { tenantId: 1, changeId: 1 } as const;
type Hashed = Omit<HashedNumber, 'number'> & { view: { details: { vat: Pick<HashedNumber, 'number'> } } };
const HASHED = { ...BY_KEY, vatHash: 1, 'view.details.vat.number': 1 } as const;
const RESTING = { tenantId: 1, changeId: 1, view: 1, writtenAt: 1 } as const;

/** As pipelines: only the database knows, at the moment of writing, who has the order and what time it is. */
const PIPELINE = { ...WITHIN, updatePipeline: true } as const;

async function project(
  model: Model<OrderDoc>,
  view: ProjectedOrder,
  facts: ListingFacts,
  kept: Kept | null,
): Promise<boolean> {
  const { tenantId, changeId } = view.details;
  const set = { ...fieldsOf(view, facts), kept: kept === null ? '$$REMOVE' : { $literal: kept } };
  const earlier = { tenantId, changeId, $or: earlierThan(view) };
  const write = (upsert: boolean) => model.updateOne(earlier, [{ $set: set }], { ...PIPELINE, upsert });
  try {
    const written = await write(true);
    return written.matchedCount + written.upsertedCount === 1;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
  // There is one, maybe since a moment ago: an earlier view gives way, a later one stays.
  return (await write(false)).matchedCount === 1;
}

function fieldsOf(view: ProjectedOrder, facts: ListingFacts) {
  const doc = projected(view, facts);
  const { tenantId: _, changeId: __, ...fields } = doc;
  const { taken, free } = listKeysOf(doc);
  const assigneeId = { $ifNull: ['$assigneeId', null] };
  return {
    ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { $literal: value }])),
    assigneeId,
    moves: withMovesOf(view),
    listKeys: { $cond: [{ $eq: [assigneeId, null] }, { $literal: free }, { $literal: taken }] },
    writtenAt: '$$NOW',
  };
}

/**
 * What a later write takes the place of. By the sequence alone a move that never happened would stay for ever: a task may be
 * lost after it has written, and what is done in its place may lead elsewhere.
 */
function earlierThan({ sequence, writtenIn }: ProjectedOrder): QueryFilter<OrderDoc>[] {
  const { run, runStartedAt, startedEvent, startedAt } = writtenIn;
  const ofTheRun = { 'view.writtenIn.run': run };
  const ofTheEvent = { ...ofTheRun, 'view.writtenIn.startedEvent': startedEvent };
  const ofTheTask = { ...ofTheEvent, 'view.writtenIn.startedAt': startedAt };
  return [
    { 'view.writtenIn.runStartedAt': trusted({ $lt: runStartedAt }) },
    { ...ofTheRun, 'view.writtenIn.startedEvent': trusted({ $lt: startedEvent }) },
    { ...ofTheEvent, 'view.writtenIn.startedAt': trusted({ $lt: startedAt }) },
    { ...ofTheTask, sequence: trusted({ $lte: sequence }) },
    // A run that was reset begins when the one before it did.
    {
      'view.writtenIn.run': trusted({ $ne: run }),
      'view.writtenIn.runStartedAt': runStartedAt,
      'view.writtenIn.startedAt': trusted({ $lt: startedAt }),
    },
  ];
}

/** A move that was lost and is done again has another instant. */
function keptThrough({ status, sequence, transitions }: ProjectedOrder) {
  const latest = { $arrayElemAt: ['$view.transitions.at', -1] };
  const isSameMove = { $and: [{ $eq: ['$sequence', sequence] }, { $eq: [latest, transitions.at(-1)?.at ?? null] }] };
  return status === 'active' ? { $cond: [isSameMove, '$kept', '$$REMOVE'] } : '$$REMOVE';
}

/** The moves before those of the view, and these in the place of all that were written since. */
function withMovesOf({ transitions }: ProjectedOrder) {
  const [first] = transitions;
  const before = first === undefined ? true : { $lt: ['$$move.sequence', first.sequence] };
  const kept = { $filter: { input: { $ifNull: ['$moves', []] }, as: 'move', cond: before } };
  return { $concatArrays: [kept, { $literal: transitions }] };
}

async function assign(
  model: Model<OrderDoc>,
  key: { tenantId: string; changeId: string },
  assigneeId: string | null,
  { assigneeId: seen, inOneOf }: SeenOrder = {},
): Promise<boolean> {
  return untilWritten('order', async () => {
    const doc = await findPlain(model, key);
    if (doc === null) return false;
    const has = doc.assigneeId ?? null;
    if (seen !== undefined && seen !== has) return false;
    if (inOneOf !== undefined && !inOneOf.some((filters) => standsIn(doc, filters))) return false;
    const { taken, free } = listKeysOf(doc);
    const listKeys = assigneeId === null ? free : taken;
    const set = { assigneeId: { $literal: assigneeId }, listKeys: { $literal: listKeys }, writtenAt: '$$NOW' };
    const asRead = { ...key, sequence: doc.sequence, 'view.writtenIn': doc.view.writtenIn, assigneeId: has };
    const written = await model.updateOne(asRead, [{ $set: set }], PIPELINE);
    // A view that came in between has other lists, and who has it may be another one: once more with it.
    return written.matchedCount === 1 ? true : undefined;
  });
}

function standsIn({ listKeys }: OrderDoc, filters: OrderFilters): boolean {
  const key = keyFor(filters);
  return key !== undefined && listKeys.includes(key);
}

/** The bound on the first field lets the index start at the order; the alternatives alone would read from the top. */
function behindOrder({ tenantId, changeId }: OrderKey): QueryFilter<OrderDoc> {
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
