import type { BenchOptions } from '../options';
import { atMost, type PartReport } from '../report/report';
import { residentMemory } from '../stack/processes';
import { openShop, type Shop } from '../stack/shop';

const LIMIT_MEBIBYTES = 600;
/** A garbage collector breathes; more than this between two measures is growth. */
const FLAT_WITHIN = 1.1;
const CLIENTS = 20;

interface Measure {
  orders: number;
  worker: number;
  api: number;
}

/** Resident memory of the worker and the API, after a number of orders and after five times as many. */
export async function measureMemory({ memoryOrders }: BenchOptions): Promise<PartReport[]> {
  const shop = await openShop();
  try {
    const measures = [measure(0)];
    let placed = 0;
    for (const orders of [memoryOrders, memoryOrders * 5]) {
      await placeOrders(shop, orders - placed);
      placed = orders;
      measures.push(measure(orders));
      process.stderr.write(`  ${orders} orders placed\n`);
    }
    return [report(measures)];
  } finally {
    await shop.stop();
  }
}

async function placeOrders(shop: Shop, count: number): Promise<void> {
  let left = count;
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await shop.placeOrder(await shop.newSubscription());
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

function measure(orders: number): Measure {
  return { orders, worker: residentMemory('workflows/worker/main.ts'), api: residentMemory('server/main.ts') };
}

const whole = ({ worker, api }: Measure): number => Math.round(worker + api);

function report(measures: Measure[]): PartReport {
  const [, first, last] = measures;
  if (first === undefined || last === undefined) throw new Error('Nothing was measured.');
  const growth = whole(last) / whole(first);
  return {
    title: 'Resident memory of the worker and the API',
    columns: ['after orders', 'worker MiB', 'API MiB', 'together MiB'],
    rows: measures.map((row) => [String(row.orders), row.worker.toFixed(0), row.api.toFixed(0), String(whole(row))]),
    notes: [`${CLIENTS} clients through HTTP, each order on a subscription of its own; nobody forces a collection.`],
    verdicts: [
      atMost(`together after ${first.orders} orders`, LIMIT_MEBIBYTES, whole(first), ' MiB'),
      atMost(`together after ${last.orders} orders`, LIMIT_MEBIBYTES, whole(last), ' MiB'),
      atMost(`growth from ${first.orders} to ${last.orders} orders`, FLAT_WITHIN, growth, ' times'),
    ],
  };
}
