import { type Model, type QueryFilter, trusted } from 'mongoose';
import { WITHIN } from '../mongo/collection';
import { EVER, indexOf, type OrderDoc, SORTINGS, type Sorting } from './document';
import { keyFor, type OrderFilters } from './filters';

/** Where a page begins: the value that its first order is sorted by, and that order, which may have moved since. */
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

/** Where an order stands. */
interface OrderStanding {
  changeId: string;
  /** Path of the state. */
  state: string;
  sequence: number;
}

/** Lists of orders; each is read from an index from beginning to end, whatever it is narrowed by. */
export interface OrderLists {
  /** @throws Error for a combination of filters that is not offered: callers check it before */
  list(query: OrderListQuery, limit: number): Promise<OrderDoc[]>;
  /** The same, only where each order stands; of named orders, those that there are. */
  listStandings(query: Omit<OrderListQuery, 'from'> | NamedOrders, limit: number): Promise<OrderStanding[]>;
  /** How many orders a list holds; counts no further than a limit. */
  count(query: Omit<OrderListQuery, 'from'>, limit: number): Promise<number>;
  /** The latest first. */
  listByVatHash(tenantId: string, vatHash: string, limit: number): Promise<OrderDoc[]>;
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
    list: (query, limit) =>
      model
        .find(filterOf(query), { _id: 0, moves: 0 }, { ...WITHIN, hint: hintFor(query) })
        .sort(SORTINGS[query.sorting])
        .limit(limit)
        .lean<OrderDoc[]>()
        .exec(),
    async listStandings(query, limit) {
      const found = await ('changeIds' in query
        ? model.find(named(query), STANDING, WITHIN)
        : model.find(filterOf(query), STANDING, { ...WITHIN, hint: hintFor(query) }).sort(SORTINGS[query.sorting])
      )
        .limit(limit)
        .lean<{ changeId: string; sequence: number; view: { state: string } }[]>();
      return found.map(({ changeId, sequence, view }) => ({ changeId, sequence, state: view.state }));
    },
    count: (query, limit) => model.countDocuments(filterOf(query), { ...WITHIN, hint: hintFor(query), limit }).exec(),
    listByVatHash: (tenantId, vatHash, limit) =>
      model
        .find({ tenantId, vatHash }, { _id: 0, moves: 0 }, WITHIN)
        .sort(SORTINGS.updated)
        .limit(limit)
        .lean<OrderDoc[]>()
        .exec(),
    async lastWritten() {
      const last = await model
        .findOne({}, { _id: 0, writtenAt: 1 }, WITHIN)
        .sort({ writtenAt: -1 })
        .lean<Pick<OrderDoc, 'writtenAt'>>();
      return last?.writtenAt ?? null;
    },
    listWrittenSince: (since, limit) =>
      model
        .find({ writtenAt: trusted({ $gte: since }) }, { _id: 0, moves: 0 }, WITHIN)
        .sort({ writtenAt: 1 })
        .limit(limit)
        .lean<OrderDoc[]>()
        .exec(),
  };
}

const STANDING = { _id: 0, changeId: 1, sequence: 1, 'view.state': 1 } as const;

interface NamedOrders {
  tenantId: string;
  changeIds: readonly string[];
}

const named = ({ tenantId, changeIds }: NamedOrders): QueryFilter<OrderDoc> => ({
  tenantId,
  changeId: trusted({ $in: changeIds }),
});

const hintFor = ({ sorting, assigneeId }: Pick<OrderListQuery, 'sorting' | 'assigneeId'>) =>
  indexOf(sorting, assigneeId !== undefined);

function filterOf({ tenantId, filters, assigneeId, sorting, until, from }: OrderListQuery): QueryFilter<OrderDoc> {
  const listKeys = keyFor(filters);
  if (listKeys === undefined) throw new Error('No list is narrowed by these filters together.');
  const field = FIELDS[sorting];
  const isNewestFirst = sorting === 'updated';
  // The bounds on the sorted field let the index start at the page; the alternatives alone would read from the top.
  const bounds = {
    ...(isNewestFirst ? {} : { $gt: EVER }),
    ...(until === undefined ? {} : isNewestFirst ? { $gte: until } : { $lte: until }),
    ...(from === undefined ? {} : isNewestFirst ? { $lte: from.at } : { $gte: from.at }),
  };
  return {
    tenantId,
    listKeys,
    ...(assigneeId === undefined ? {} : { assigneeId }),
    ...(Object.keys(bounds).length === 0 ? {} : { [field]: trusted(bounds) }),
    ...(from === undefined ? {} : { $or: startingAt(field, isNewestFirst, from) }),
  };
}

const startingAt = (field: string, isNewestFirst: boolean, { at, changeId }: OrderPosition) => [
  { [field]: trusted({ [isNewestFirst ? '$lt' : '$gt']: at }) },
  { [field]: at, changeId: trusted({ [isNewestFirst ? '$lte' : '$gte']: changeId }) },
];
