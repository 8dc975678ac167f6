import { createConnection, mongo } from 'mongoose';
import { connectStore, type Store } from '../../store/index';
import { sortedBy } from '../../store/orders/lists';
import { type ListKind, listKinds } from '../lists/queries';
import { type SeededDatabase, withSeeded } from '../lists/seeded';
import type { BenchOptions } from '../options';
import { atMost, type PartReport } from '../report/report';
import { median, percentile } from '../report/statistics';

const LIMIT = 25;
const COUNTS_TO = 1_001;
const ASKED_A_KIND = 100;
/** A hiccup of the machine falls into one turn of a kind, so what counts is the median of its turns. */
const TURNS = 3;
const SLOWEST_SHOWN = 12;

interface Measured {
  name: string;
  p50: number;
  p99: number;
  /** Documents that the database looked at beyond those it answered with, at most. */
  examined: number;
  countP99: number;
}

/** Every list that is offered, on a small and on a large database: how long it takes and what the database looks at. */
export async function measureLists({ listOrders }: BenchOptions): Promise<PartReport[]> {
  const reports: PartReport[] = [];
  for (const orders of [10_000, listOrders]) reports.push(await withSeeded(orders, measureOn));
  return reports;
}

async function measureOn({ uri, databaseName, orders, seconds }: SeededDatabase): Promise<PartReport> {
  const store = await connectStore(uri, { databaseName });
  const raw = await createConnection(uri, { dbName: databaseName }).asPromise();
  try {
    const turns: Measured[][] = [];
    for (let turn = 1; turn <= TURNS; turn += 1) {
      const measured: Measured[] = [];
      for (const kind of listKinds(orders)) measured.push(await measure(store, raw.collection('orders'), kind));
      turns.push(measured);
      process.stderr.write(`${orders} orders: turn ${turn} of ${TURNS} measured\n`);
    }
    return report(orders, seconds, medianOf(turns));
  } finally {
    await raw.close();
    await store.close();
  }
}

async function measure(store: Store, orders: unknown, { name, query }: ListKind): Promise<Measured> {
  const times: number[] = [];
  const counting: number[] = [];
  let examined = 0;
  for (let seed = 0; seed < ASKED_A_KIND; seed += 1) {
    const asked = query(seed);
    const began = performance.now();
    const first = await store.orders.list(asked, LIMIT + 1);
    const read = performance.now();
    const following = first[LIMIT];
    const at = following?.[sortedBy(asked.sorting)];
    if (following && at) await store.orders.list({ ...asked, from: { at, changeId: following.changeId } }, LIMIT + 1);
    const done = performance.now();
    times.push(read - began);
    if (following) times.push(done - read);
    if (seed % 10 > 0) continue;
    examined = Math.max(examined, (await docsExamined(store, orders as mongo.Collection, asked)) - first.length);
    const before = performance.now();
    await store.orders.count(asked, COUNTS_TO);
    counting.push(performance.now() - before);
  }
  return {
    name,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    examined,
    countP99: percentile(counting, 0.99),
  };
}

/** Each kind of list with the median of what its turns took; of the documents looked at, the most. */
function medianOf(turns: readonly Measured[][]): Measured[] {
  const [first = []] = turns;
  return first.map(({ name }, kind) => {
    const ofKind = turns.flatMap((measured) => measured[kind] ?? []);
    return {
      name,
      p50: median(ofKind.map(({ p50 }) => p50)),
      p99: median(ofKind.map(({ p99 }) => p99)),
      examined: Math.max(...ofKind.map(({ examined }) => examined)),
      countP99: median(ofKind.map(({ countP99 }) => countP99)),
    };
  });
}

/** What the very query that the store sends makes the database look at. */
async function docsExamined(store: Store, orders: mongo.Collection, asked: ReturnType<ListKind['query']>) {
  const { find } = mongo.Collection.prototype;
  let sent: Parameters<mongo.Collection['find']> | undefined;
  mongo.Collection.prototype.find = function spy(this: mongo.Collection, ...call: Parameters<typeof find>) {
    sent = call as typeof sent;
    return find.apply(this, call);
  } as typeof find;
  await store.orders.list(asked, LIMIT + 1);
  mongo.Collection.prototype.find = find;
  if (sent === undefined) throw new Error('The store asked nothing.');
  const { hint, sort } = (sent[1] ?? {}) as { hint?: mongo.Hint; sort?: mongo.Sort };
  const cursor = orders.find(sent[0] ?? {}, { ...(hint && { hint }), ...(sort && { sort }), limit: LIMIT + 1 });
  return (await cursor.explain('executionStats')).executionStats.totalDocsExamined as number;
}

function report(orders: number, seeding: number, measured: Measured[]): PartReport {
  const slowest = [...measured].sort((left, right) => right.p99 - left.p99).slice(0, SLOWEST_SHOWN);
  const usual = percentile(
    measured.map(({ p99 }) => p99),
    0.5,
  );
  const most = (of: (one: Measured) => number): number => Math.max(...measured.map(of));
  return {
    title: `Lists of orders, ${orders.toLocaleString('en')} stored`,
    columns: ['the slowest of them', 'p50 ms', 'p99 ms', 'p99 ms of counting to 1,000'],
    rows: slowest.map(({ name, p50, p99, countP99 }) => [name, p50.toFixed(1), p99.toFixed(1), countP99.toFixed(1)]),
    notes: [
      `${measured.length} kinds of list (every combination of filters offered, every sort, with and without an ` +
        `assignee), each asked ${TURNS} times ${ASKED_A_KIND} times for pages of ${LIMIT}, first page and next one, through the store. ` +
        `Seeded in ${seeding.toFixed(0)} s (${Math.round(orders / seeding)} orders/s).`,
    ],
    verdicts: [
      atMost('p99 of a list, the median kind', 50, usual, ' ms'),
      atMost(
        'p99 of the slowest kind of list',
        50,
        most(({ p99 }) => p99),
        ' ms',
      ),
      atMost(
        'documents looked at beyond those read',
        0,
        most(({ examined }) => examined),
      ),
      atMost(
        'p99 of the slowest count',
        50,
        most(({ countP99 }) => countP99),
        ' ms',
      ),
    ],
  };
}
