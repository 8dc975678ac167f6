import type { BenchOptions } from '../options';
import type { PartReport } from '../report/report';
import { ThreadHeaps } from '../report/thread-heap';
import { OURS, startContender } from '../temporal/contenders';
import { startEngine } from '../temporal/engine';
import { checkOutGoldenOrder } from '../temporal/golden-path';

const CLIENTS = 10;
const WARM_UP = 50;
const STEPS = 4;
const KIBIBYTE = 1_024;
const MEBIBYTE = KIBIBYTE * KIBIBYTE;

interface Measure {
  cached: number;
  heap: number;
  resident: number;
}

/** Memory of a workflow that stays in the cache of a worker: orders that were checked out and wait for their customers. */
export async function measureCache({ orders }: BenchOptions): Promise<PartReport[]> {
  const heaps = new ThreadHeaps();
  await heaps.open();
  const engine = await startEngine();
  const contender = await startContender(engine, OURS, { maxCachedWorkflows: WARM_UP + orders * STEPS + 1 });
  const checkOut = () => checkOutGoldenOrder(engine.client, contender.taskQueue);
  try {
    const measures: Measure[] = [];
    for (const more of [WARM_UP, ...Array.from({ length: STEPS }, () => orders)]) {
      await checkOutMany(more, checkOut);
      const cached = (measures.at(-1)?.cached ?? 0) + more;
      measures.push({ cached, heap: await heaps.used(), resident: process.memoryUsage.rss() });
    }
    return [report(measures)];
  } finally {
    await contender.stop();
    await engine.stop();
    heaps.close();
  }
}

async function checkOutMany(count: number, checkOut: () => Promise<unknown>): Promise<void> {
  let left = count;
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await checkOut();
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

function report(measures: Measure[]): PartReport {
  const each = (from: Measure, to: Measure): string =>
    ((to.heap - from.heap) / (to.cached - from.cached) / KIBIBYTE).toFixed(0);
  return {
    title: 'Memory of workflows in the cache of a worker',
    columns: [
      'cached',
      'heap of the workflow thread, MiB',
      'KiB each since the row above',
      'resident MiB of the process',
    ],
    rows: measures.map((measure, at) => {
      const before = measures[at - 1];
      const { cached, heap, resident } = measure;
      return [
        String(cached),
        (heap / MEBIBYTE).toFixed(1),
        before === undefined ? '' : each(before, measure),
        (resident / MEBIBYTE).toFixed(0),
      ];
    }),
    notes: ['The heap is read after a collection. The process holds clients and benchmark too.'],
    verdicts: [],
  };
}
