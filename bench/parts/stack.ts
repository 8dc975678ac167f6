import type { BenchOptions } from '../options';
import { atMost, type PartReport } from '../report/report';
import { median, percentile } from '../report/statistics';
import { openShop, type RequestTimes, type Shop } from '../stack/shop';

const WARM_UP = 100;

/** One order end to end through HTTP on the embedded stack, database and payment sandbox included, one client. */
export async function measureStack({ rounds, single }: BenchOptions): Promise<PartReport[]> {
  const shop = await openShop();
  try {
    await timeOrders(shop, WARM_UP);
    const byRound: RequestTimes[][] = [];
    for (let round = 0; round < rounds; round += 1) byRound.push(await timeOrders(shop, single));
    return [report(byRound)];
  } finally {
    await shop.stop();
  }
}

async function timeOrders(shop: Shop, count: number): Promise<RequestTimes[]> {
  const times: RequestTimes[] = [];
  for (let order = 0; order < count; order += 1) times.push(await shop.placeOrder(await shop.newSubscription()));
  return times;
}

const whole = ({ quote, checkout, place }: RequestTimes): number => quote + checkout + place;

function report(byRound: RequestTimes[][]): PartReport {
  const p50 = median(byRound.map((times) => median(times.map(whole))));
  return {
    title: 'One order end to end through HTTP (embedded stack, MongoDB, one client)',
    columns: ['round', 'orders', 'p50 ms', 'p99 ms', 'p50 of quote', 'of checkout', 'of place'],
    rows: byRound.map((times, round) => [
      String(round + 1),
      String(times.length),
      ...[percentile(times.map(whole), 0.5), percentile(times.map(whole), 0.99)].map((value) => value.toFixed(0)),
      ...(['quote', 'checkout', 'place'] as const).map((name) => median(times.map((time) => time[name])).toFixed(0)),
    ]),
    notes: [
      'Three requests: quote, checkout, place. This is elapsed time: judge it on a machine that does nothing else.',
    ],
    verdicts: [atMost('p50 of one order', 150, p50, ' ms', `${p50.toFixed(0)} ms`)],
  };
}
