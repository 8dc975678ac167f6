import { type ApiProcess, startApi } from '../api/start';
import { type SeededDatabase, withSeeded } from '../lists/seeded';
import type { BenchOptions } from '../options';
import { atMost, type PartReport } from '../report/report';
import { median, percentile } from '../report/statistics';

/** So many have a few more than two hundred stuck ones: the most that are looked at one by one. */
const FEW_STUCK = 40_000;
const ASKED_A_KIND = 100;
/** As with lists: a hiccup of the machine falls into one turn. */
const TURNS = 3;

/** What is counted, as a query of the API. The first is what the queue of the desk asks for. */
const KINDS: Readonly<Record<string, string>> = {
  'all orders': '',
  'of a country': 'country=FR',
  'of an amount': 'currency=EUR&amount=under_100',
  'of a gateway': 'gateway=stripe',
  'that nobody has taken': 'unassigned=true',
  'that are stuck': 'waits=stuck&sort=age',
};

interface Measured {
  name: string;
  p50: number;
  p99: number;
}

interface Answer {
  codes: { text: string; exact: boolean }[];
}

/** The counts of the desk in one answer of the API, those by what failed among them, where few orders are stuck and where many are. */
export async function measureCounts({ listOrders }: BenchOptions): Promise<PartReport[]> {
  const reports: PartReport[] = [];
  for (const orders of [FEW_STUCK, listOrders]) reports.push(await withSeeded(orders, measureOn));
  return reports;
}

async function measureOn({ uri, databaseName, orders }: SeededDatabase): Promise<PartReport> {
  const api = await startApi(uri, databaseName);
  try {
    const turns: Measured[][] = [];
    for (let turn = 0; turn < TURNS; turn += 1) {
      const measured: Measured[] = [];
      for (const [name, query] of Object.entries(KINDS)) measured.push(await measure(api, name, query));
      turns.push(measured);
    }
    return report(orders, medianOf(turns), await ask(api, ''));
  } finally {
    api.process.kill();
  }
}

async function measure(api: ApiProcess, name: string, query: string): Promise<Measured> {
  const times: number[] = [];
  for (let count = 0; count < ASKED_A_KIND; count += 1) {
    const began = performance.now();
    await ask(api, query);
    times.push(performance.now() - began);
  }
  return { name, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

async function ask({ url, key }: ApiProcess, query: string): Promise<Answer> {
  const response = await fetch(`${url}/v1/change-counts?${query}`, { headers: { authorization: `Bearer ${key}` } });
  if (!response.ok) throw new Error(`The counts of "${query}" were answered ${response.status}.`);
  return (await response.json()) as Answer;
}

function medianOf(turns: readonly Measured[][]): Measured[] {
  return Object.keys(KINDS).map((name) => {
    const ofKind = turns.flat().filter((one) => one.name === name);
    return { name, p50: median(ofKind.map(({ p50 }) => p50)), p99: median(ofKind.map(({ p99 }) => p99)) };
  });
}

function report(orders: number, measured: Measured[], { codes }: Answer): PartReport {
  const most = Math.max(...measured.map(({ p99 }) => p99));
  return {
    title: `Counts of the desk, ${orders.toLocaleString('en')} orders stored`,
    columns: ['counts of the orders', 'p50 ms', 'p99 ms'],
    rows: measured.map(({ name, p50, p99 }) => [name, p50.toFixed(1), p99.toFixed(1)]),
    notes: [
      `One answer of the API each: in all, by what is waited for, by what failed, and what waits beside orders. Asked ${TURNS} times ` +
        `${ASKED_A_KIND} times, one after the other. Stuck orders by what failed: ${codes.map(({ text }) => text).join(', ')}; ` +
        'each number is counted up to 1,000.',
    ],
    verdicts: [atMost('p99 of the slowest counts', 50, most, ' ms')],
  };
}
