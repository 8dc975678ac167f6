import { mongo } from 'mongoose';
import type { Store } from '../../../store';
import { SORTINGS, type Sorting } from '../../../store/orders/document';
import { OFFERED, type OrderFilters } from '../../../store/orders/filters';
import type { OrderListQuery } from '../../../store/orders/lists';
import { openTestStore, rawDatabase, TENANT } from '../test-store';
import { sampleView } from './sample-view';

const ORDERS = 120;
const LIMIT = 25;
const at = (second: number): string => new Date(Date.UTC(2026, 2, 12, 10, 0, second)).toISOString();

/** Every order has all of this, so that no combination finds nothing. */
const VALUES: Required<OrderFilters> = {
  state: 'settlingPayment',
  waits: 'stuck',
  code: 'timeout',
  step: 'settlingPayment',
  country: 'FR',
  amount: 'EUR:under_1000',
  gateway: 'sandbox',
  accountId: 'acc_1',
  subscriptionId: 'sub_1',
  open: true,
  unassigned: true,
};

describe('every list offered', () => {
  let store: Store & { databaseName: string };
  let raw: Awaited<ReturnType<typeof rawDatabase>>;
  beforeAll(async () => {
    store = await openTestStore();
    raw = await rawDatabase(store.databaseName);
    for (let second = 0; second < ORDERS; second += 1) {
      const stuck = { step: 'settlingPayment', code: 'timeout', message: '', attempts: 1, since: at(second) };
      const details = {
        changeId: `c${String(second).padStart(4, '0')}`,
        payment: { status: 'unknown' },
        quote: { currency: 'EUR', dueToday: '357.67' },
        stuck,
      } as unknown as Parameters<typeof sampleView>[1];
      const shown = { state: 'settlingPayment.unknown', tags: ['money', 'stuck', 'settled'], nextTimerAt: at(second) };
      const view = sampleView({ at: at(second), ...shown }, details);
      await store.orders.project(view, { country: 'FR', gateway: 'sandbox', vatHash: null });
      // Every second one has been taken by somebody.
      if (second % 2 === 0) await store.orders.assign(TENANT, view.details.changeId, 'agnes');
    }
  });
  afterAll(async () => {
    await raw.close();
    await store.close();
  });

  const lists = OFFERED.flatMap((names) =>
    (Object.keys(SORTINGS) as Sorting[]).flatMap((sorting) =>
      [undefined, 'agnes'].map((assigneeId) => ({ names, sorting, assigneeId })),
    ),
  );

  it('every list offered reads from its index no more than it shows, on the first page and on the next', async () => {
    const readTooMuch: unknown[] = [];
    for (const { names, sorting, assigneeId } of lists) {
      // What somebody has taken is not unassigned.
      if (assigneeId !== undefined && names.includes('unassigned')) continue;
      const filters: OrderFilters = Object.fromEntries(names.map((name) => [name, VALUES[name]]));
      const query = { tenantId: TENANT, filters, sorting, ...(assigneeId === undefined ? {} : { assigneeId }) };
      const first = await explained(query);
      expect(first.found).toHaveLength(LIMIT + 1);
      const following = first.found[LIMIT];
      const from = { at: new Date(following?.at ?? 0), changeId: following?.changeId ?? '' };
      const next = await explained({ ...query, from });
      expect(next.found[0]).toEqual(following);
      for (const { examined, plan } of [first, next]) {
        if (examined > LIMIT + 1 || /COLLSCAN|"SORT"/.test(plan)) readTooMuch.push({ query, examined, plan });
      }
    }
    expect(readTooMuch).toEqual([]);
    expect(lists.length).toBeGreaterThan(150);
  });

  it('the codes that orders are stuck with are read from one to the next, however many orders have each', async () => {
    const stuck = { step: 'quoting', code: 'unexpected', message: '', attempts: 1, since: at(0) } as const;
    await store.orders.project(sampleView({ state: 'quoting.stuck', tags: ['stuck', 'settled'] }, { stuck }));
    await store.orders.project(
      sampleView(
        { state: 'quoting.stuck', tags: ['stuck', 'settled'] },
        { tenantId: 'other', stuck: { ...stuck, code: 'UnknownPolicy' } },
      ),
    );
    const asked = jest.spyOn(mongo.Collection.prototype, 'distinct');
    expect((await store.orders.listStuckCodes(TENANT)).sort()).toEqual(['timeout', 'unexpected']);
    const [[key, query] = []] = asked.mock.calls as unknown[][];
    asked.mockRestore();
    const explained = await raw.db.command({
      explain: { distinct: 'orders', key, query },
      verbosity: 'executionStats',
    });
    const { totalKeysExamined, totalDocsExamined } = explained.executionStats;
    expect({ isFew: totalKeysExamined < 6, totalDocsExamined }).toEqual({ isFew: true, totalDocsExamined: 0 });
  });

  /** A page of a list, and what the very same query costs the database. */
  async function explained(query: OrderListQuery) {
    const spy = jest.spyOn(mongo.Collection.prototype, 'find');
    const orders = await store.orders.list(query, LIMIT + 1);
    // What else runs in this process may ask for something at the same moment.
    const ofOrders = spy.mock.contexts.findLastIndex(
      (asked) => (asked as mongo.Collection).namespace === `${store.databaseName}.orders`,
    );
    const [filter, { hint, sort } = {}] = spy.mock.calls[ofOrders] as unknown as [
      mongo.Filter<mongo.Document>,
      { hint?: mongo.Hint; sort?: mongo.Sort }?,
    ];
    spy.mockRestore();
    const cursor = raw.db
      .collection('orders')
      .find(filter, { ...(hint && { hint }), ...(sort && { sort }), limit: LIMIT + 1 });
    const { executionStats, queryPlanner } = await cursor.explain('executionStats');
    const found = orders.map(({ changeId, updatedAt, inStateSince, nextTimerAt }) => ({
      changeId,
      at: { updated: updatedAt, age: inStateSince, timer: nextTimerAt }[query.sorting],
    }));
    return {
      found,
      examined: executionStats.totalDocsExamined as number,
      plan: JSON.stringify(queryPlanner.winningPlan),
    };
  }
});
