import type { BenchOptions } from '../options';
import { atMost, type PartReport } from '../report/report';
import { median, percentile } from '../report/statistics';
import { openShop, type Shop } from '../stack/shop';

const WARM_UP = 30;

/** One order end to end through HTTP on the embedded stack, database and payment sandbox included, one client. */
export async function measureStack({ rounds, single }: BenchOptions): Promise<PartReport[]> {
  const shop = await openShop();
  try {
    await timeOrders(shop, WARM_UP);
    const byRound: number[][] = [];
    for (let round = 0; round < rounds; round += 1) byRound.push(await timeOrders(shop, single));
    return [report(byRound)];
  } finally {
    await shop.stop();
  }
}

async function timeOrders(shop: Shop, count: number): Promise<number[]> {
  const latencies: number[] = [];
  for (let order = 0; order < count; order += 1) {
    const subscriptionId = await shop.newSubscription();
    const began = performance.now();
    await shop.placeOrder(subscriptionId);
    latencies.push(performance.now() - began);
  }
  return latencies;
}

function report(byRound: number[][]): PartReport {
  const p50 = median(byRound.map(median));
  return {
    title: 'One order end to end through HTTP (embedded stack, MongoDB, one client)',
    columns: ['round', 'orders', 'p50 ms', 'p99 ms'],
    rows: byRound.map((latencies, round) => [
      String(round + 1),
      String(latencies.length),
      median(latencies).toFixed(0),
      percentile(latencies, 0.99).toFixed(0),
    ]),
    notes: [
      'Three requests: quote, checkout, place. This is elapsed time: judge it on a machine that does nothing else.',
    ],
    verdicts: [atMost('p50 of one order', 150, p50, ' ms', `${p50.toFixed(0)} ms`)],
  };
}
