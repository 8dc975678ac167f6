import { present } from '../../billing/present';
import { type Model, type QueryFilter, trusted } from '../mongo/collection';
import { beginningWith, firstPlain, listPlain, WITHIN } from '../mongo/documents';
import { EVER, indexOf, type OrderDoc, SORTINGS, type Sorting, STUCK_CODE } from './document';
import { keyFor, type OrderFilters } from './filters';

/** The beginning of a page: the value that its first order is sorted by, and that order, which may have moved since. */
export interface OrderPosition {
  at: Date;
  changeId: string;
}

export interface OrderListQuery {
  tenantId: string;
  filters: OrderFilters;
  /** Only orders that this person at support has taken. */
  assigneeId?: string;
  /** `updated`: the latest first. `age`: the longest in its state first. `timer`: the next to move by itself first. */
  sorting: Sorting;
  /** The end of the list: orders updated since then, in their state since before then, or whose timer is due by then. */
  until?: Date;
  from?: OrderPosition;
}

/** The state of an order, without the rest of its view. */
interface OrderStanding {
  changeId: string;
  /** Path of the state. */
  state: string;
  sequence: number;
}

/** The same, and whether it rests there. */
export interface OrderRest extends OrderStanding {
  settled: boolean;
  isStuck: boolean;
}

/** Why an order is stuck: what failed in which step. */
export interface StuckOrder {
  code: string;
  step: string;
  since: Date;
}

/** Lists of orders; each is read from an index from beginning to end, whatever it is narrowed by. */
export interface OrderLists {
  /** @throws Error for a combination of filters that is not offered: callers check it before */
  list(query: OrderListQuery, limit: number): Promise<OrderDoc[]>;
  /** The same, only where each order stands; of named orders, those that there are. */
  listStandings(query: Omit<OrderListQuery, 'from'> | NamedOrders, limit: number): Promise<OrderStanding[]>;
  /** Named orders, of which there may be fewer; in no order. */
  listNamed(orders: NamedOrders): Promise<OrderDoc[]>;
  /** Of named orders, where each rests, or works. */
  listRests(tenantId: string, changeIds: readonly string[]): Promise<OrderRest[]>;
  /** The number of orders in a list; counts no further than a limit. */
  count(query: Omit<OrderListQuery, 'from'>, limit: number): Promise<number>;
  /** Of the orders of a list those that are stuck: why, and since when. */
  listStuck(query: Omit<OrderListQuery, 'from'>, limit: number): Promise<StuckOrder[]>;
  /** The codes that orders of a tenant are stuck with, each once. */
  listStuckCodes(tenantId: string): Promise<string[]>;
  /** Under any of some hashes of one number, the latest first. */
  listByVatHashes(tenantId: string, vatHashes: readonly string[], limit: number): Promise<OrderDoc[]>;
  /** Whose ids begin with a text, in the order of their ids. */
  listByIdBeginning(tenantId: string, beginning: string, limit: number): Promise<OrderDoc[]>;
  /** When the last order of all tenants was written; null where there is none. */
  lastWritten(): Promise<Date | null>;
  /** Orders of all tenants written since an instant by the clock of the database, the first first. */
  listWrittenSince(since: Date, limit: number): Promise<OrderDoc[]>;
}

/** The field that a list is sorted by. */
export const sortedBy = (sorting: Sorting) => FIELDS[sorting];
const FIELDS = { updated: 'updatedAt', age: 'inStateSince', timer: 'nextTimerAt' } as const;

export function orderListsIn(model: Model<OrderDoc>): OrderLists {
  return {
    list: (query, limit) => listPlain(model, filterOf(query), pageOf(query, limit), WITHOUT_HISTORY),
    async listStandings(query, limit) {
      const found =
        'changeIds' in query
          ? await listPlain<OrderDoc, Standing>(model, named(query), { limit }, STANDING)
          : await listPlain<OrderDoc, Standing>(model, filterOf(query), pageOf(query, limit), STANDING);
      return found.map(({ changeId, sequence, view }) => ({ changeId, sequence, state: view.state }));
    },
    listNamed: (orders) => listPlain(model, named(orders), { limit: orders.changeIds.length }, WITHOUT_HISTORY),
    async listRests(tenantId, changeIds) {
      const found = await listPlain<OrderDoc, Rest>(model, named({ tenantId, changeIds }), {}, REST);
      return found.map(({ changeId, sequence, waits, view }) => {
        const { state, settled } = view;
        return { changeId, sequence, state, settled, isStuck: waits === 'stuck' };
      });
    },
    async listStuck(query, limit) {
      const found = await listPlain<OrderDoc, StuckStanding>(
        model,
        filterOf(query),
        pageOf(query, limit),
        STUCK_STANDING,
      );
      return found.flatMap(({ inStateSince: since, view }) => {
        const { stuck } = view.details;
        return stuck && since ? [{ ...stuck, since }] : [];
      });
    },
    listStuckCodes: (tenantId) =>
      model
        .distinct(STUCK_CODE, { tenantId, [STUCK_CODE]: trusted({ $gt: '' }) }, WITHIN)
        .lean<string[]>()
        .exec(),
    count: (query, limit) => model.countDocuments(filterOf(query), { ...WITHIN, hint: hintFor(query), limit }).exec(),
    listByVatHashes: (tenantId, vatHashes, limit) =>
      listPlain(
        model,
        { tenantId, vatHash: trusted({ $in: [...vatHashes] }) },
        { sort: SORTINGS.updated, limit },
        WITHOUT_HISTORY,
      ),
    listByIdBeginning: (tenantId, beginning, limit) =>
      listPlain(
        model,
        { tenantId, changeId: trusted(beginningWith(beginning)) },
        { sort: { changeId: 1 }, limit },
        WITHOUT_HISTORY,
      ),
    async lastWritten() {
      const last = await firstPlain(model, {}, { writtenAt: -1 }, { writtenAt: 1 });
      return last?.writtenAt ?? null;
    },
    listWrittenSince: (since, limit) =>
      listPlain(model, { writtenAt: trusted({ $gte: since }) }, { sort: { writtenAt: 1 }, limit }, WITHOUT_HISTORY),
  };
}

/** What grows with an order, and what nobody but its next start reads. */
const WITHOUT_HISTORY = { moves: 0, kept: 0 } as const;

type Standing = Pick<OrderDoc, 'changeId' | 'sequence'> & { view: { state: string } };
const STANDING = { changeId: 1, sequence: 1, 'view.state': 1 } as const;

type Rest = Pick<OrderDoc, 'changeId' | 'sequence' | 'waits'> & { view: { state: string; settled: boolean } };
const REST = { ...STANDING, waits: 1, 'view.settled': 1 } as const;

type StuckStanding = Pick<OrderDoc, 'inStateSince'> & {
  view: { details: { stuck: Omit<StuckOrder, 'since'> | null } };
};
const STUCK_STANDING = { inStateSince: 1, 'view.details.stuck.code': 1, 'view.details.stuck.step': 1 } as const;

interface NamedOrders {
  tenantId: string;
  changeIds: readonly string[];
}

const named = ({ tenantId, changeIds }: NamedOrders): QueryFilter<OrderDoc> => ({
  tenantId,
  changeId: trusted({ $in: changeIds }),
});

/** From an index of its own: which one serves a list is known here and not left to the planner. */
const pageOf = (query: Pick<OrderListQuery, 'sorting' | 'assigneeId'>, limit: number) => ({
  hint: hintFor(query),
  sort: SORTINGS[query.sorting],
  limit,
});

const hintFor = ({ sorting, assigneeId }: Pick<OrderListQuery, 'sorting' | 'assigneeId'>) =>
  indexOf(sorting, assigneeId !== undefined);

function filterOf({ tenantId, filters, assigneeId, sorting, until, from }: OrderListQuery): QueryFilter<OrderDoc> {
  const listKeys = keyFor(filters);
  if (listKeys === undefined) throw new Error('No list is narrowed by these filters together.');
  const field = FIELDS[sorting];
  const isNewestFirst = sorting === 'updated';
  // The bounds on the sorted field let the index start at the page; the alternatives alone would read from the top.
  const bounds = isNewestFirst
    ? present({ $gte: until, $lte: from?.at })
    : present({ $gt: EVER, $lte: until, $gte: from?.at });
  return present({
    tenantId,
    listKeys,
    assigneeId,
    [field]: Object.keys(bounds).length === 0 ? undefined : trusted(bounds),
    $or: from && startingAt(field, isNewestFirst, from),
  });
}

const startingAt = (field: string, isNewestFirst: boolean, { at, changeId }: OrderPosition) => [
  { [field]: trusted({ [isNewestFirst ? '$lt' : '$gt']: at }) },
  { [field]: at, changeId: trusted({ [isNewestFirst ? '$lte' : '$gte']: changeId }) },
];
