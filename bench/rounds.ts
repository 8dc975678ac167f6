import type { Contender } from './contender';
import { type Load, placeOrders, together } from './load';
import type { BenchOptions } from './options';
import { median } from './report/statistics';

/** What one contender did in every round. */
export interface Result {
  name: string;
  /** Many clients at once: throughput. */
  many: Load[];
  /** One client: latency. */
  one: Load[];
}

const WARM_UP_CLIENTS = 10;
/** A round is measured in slices by turns: other programs come and go faster than a whole round takes. */
const SLICES = 3;

/**
 * Measures the contenders in turns, each slice beginning with another one, so that what drifts (other programs, a
 * growing database, a warming machine) touches all of them alike.
 */
export async function runRounds(contenders: Contender[], options: BenchOptions): Promise<Result[]> {
  const results = contenders.map(({ name }): Result => ({ name, many: [], one: [] }));
  for (const contender of contenders) await placeOrders(contender, Math.min(100, options.orders), WARM_UP_CLIENTS);
  for (let round = 0; round < options.rounds; round += 1) {
    const loads = await measureRound(contenders, round, options);
    for (const [at, { many, one }] of loads.entries()) {
      results[at]?.many.push(many);
      results[at]?.one.push(one);
      tellProgress(round, options.rounds, contenders[at]?.name ?? '', many, one);
    }
  }
  return results;
}

async function measureRound(contenders: Contender[], round: number, options: BenchOptions) {
  const [orders, single] = [Math.ceil(options.orders / SLICES), Math.ceil(options.single / SLICES)];
  const slices = contenders.map(() => ({ many: [] as Load[], one: [] as Load[] }));
  for (let turn = 0; turn < SLICES * contenders.length; turn += 1) {
    const at = (round + turn + Math.floor(turn / contenders.length)) % contenders.length;
    const contender = contenders[at];
    if (contender === undefined) continue;
    slices[at]?.many.push(await placeOrders(contender, orders, options.clients));
    slices[at]?.one.push(await placeOrders(contender, single, 1));
  }
  return slices.map(({ many, one }) => ({ many: together(many, orders), one: together(one, single) }));
}

function tellProgress(round: number, rounds: number, name: string, many: Load, one: Load): void {
  const rate = many.ordersPerSecond.toFixed(1);
  process.stderr.write(
    `  round ${round + 1} of ${rounds}: ${name}: ${rate} orders/s, p50 ${median(one.latencies).toFixed(0)} ms\n`,
  );
}
