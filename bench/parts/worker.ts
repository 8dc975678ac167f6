import { loadavg } from 'node:os';
import type { WorkerTuning } from '../../dev/stack/processes';
import type { BenchOptions } from '../options';
import type { PartReport } from '../report/report';
import { percentile } from '../report/statistics';
import { residentMemory } from '../stack/processes';
import { type LostTasks, openShop, type RequestTimes, type Shop } from '../stack/shop';

const WARM_UP = 100;

/** Settings of a worker process that go together: what it holds, and what it takes at a time. */
interface Setting {
  heap: number;
  cached: number;
  tasks: number;
  polls: number;
}

/** The first is what a worker has unless told otherwise; each of the others differs in what goes with one more thing. */
const SETTINGS: Setting[] = [
  { heap: 256, cached: 500, tasks: 40, polls: 10 },
  // As the SDK chooses for this heap, but for the bound of at least 50.
  { heap: 256, cached: 50, tasks: 40, polls: 10 },
  { heap: 256, cached: 500, tasks: 24, polls: 8 },
  { heap: 256, cached: 500, tasks: 8, polls: 5 },
  { heap: 512, cached: 1_000, tasks: 40, polls: 10 },
];

interface Run {
  setting: Setting;
  ordersPerSecond: number;
  times: RequestTimes[];
  lost: LostTasks;
  workerMebibytes: number;
  load: number;
}

/** Orders of many clients through HTTP on one worker process, by its settings: lost workflow tasks and the slow end. */
export async function measureWorker(options: BenchOptions): Promise<PartReport[]> {
  const runs: Run[] = [];
  const [usual, ...others] = SETTINGS;
  for (const setting of [...Array.from({ length: options.rounds }, () => usual), ...others]) {
    if (setting === undefined) continue;
    const run = await measure(setting, options);
    runs.push(run);
    process.stderr.write(`  ${row(run).join(' | ')}\n`);
  }
  return [report(runs, options)];
}

async function measure(setting: Setting, { orders, clients }: BenchOptions): Promise<Run> {
  const shop = await openShop(tuningOf(setting));
  try {
    await placeOrders(shop, WARM_UP, Math.min(10, clients));
    await shop.lostTasks();
    const began = performance.now();
    const times = await placeOrders(shop, orders, clients);
    const seconds = (performance.now() - began) / 1_000;
    return {
      setting,
      times,
      ordersPerSecond: orders / seconds,
      load: loadavg()[0] ?? 0,
      workerMebibytes: residentMemory('workflows/worker/main.ts'),
      lost: await shop.lostTasks(),
    };
  } finally {
    await shop.stop();
  }
}

const tuningOf = ({ heap, cached, tasks, polls }: Setting): WorkerTuning => ({
  heapMebibytes: heap,
  environment: {
    MAX_CACHED_WORKFLOWS: String(cached),
    MAX_WORKFLOW_TASKS: String(tasks),
    MAX_WORKFLOW_POLLS: String(polls),
  },
});

async function placeOrders(shop: Shop, count: number, clients: number): Promise<RequestTimes[]> {
  const times: RequestTimes[] = [];
  let left = count;
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      times.push(await shop.placeOrder(await shop.newSubscription()));
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return times;
}

const COLUMNS = [
  'heap MiB',
  'cached',
  'tasks',
  'polls',
  'orders/s',
  'p50 / p99 / longest ms',
  'tasks timed out / not taken / failed',
  'worker MiB',
  'load',
];

function row({ setting, ordersPerSecond, times, lost, workerMebibytes, load }: Run): string[] {
  const whole = times.map(({ quote, checkout, place }) => quote + checkout + place);
  const { heap, cached, tasks, polls } = setting;
  return [
    ...[heap, cached, tasks, polls].map(String),
    ordersPerSecond.toFixed(1),
    [0.5, 0.99, 1].map((share) => percentile(whole, share).toFixed(0)).join(' / '),
    `${lost.timedOut} / ${lost.notTaken} / ${lost.failed}`,
    workerMebibytes.toFixed(0),
    load.toFixed(1),
  ];
}

function report(runs: Run[], { orders, clients }: BenchOptions): PartReport {
  return {
    title: `${orders} orders of ${clients} clients through HTTP on one worker process`,
    columns: COLUMNS,
    rows: runs.map(row),
    notes: [],
    verdicts: [],
  };
}
