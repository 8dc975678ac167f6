import type { Contender } from './contender';
import { type Load, placeOrders } from './load';
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

/**
 * Measures the contenders in turns, each round beginning with another one, so that what drifts (other programs, a
 * growing database, a warming machine) touches all of them alike.
 */
export async function runRounds(contenders: Contender[], options: BenchOptions): Promise<Result[]> {
  const results = contenders.map(({ name }): Result => ({ name, many: [], one: [] }));
  for (const contender of contenders) await placeOrders(contender, Math.min(60, options.orders), WARM_UP_CLIENTS);
  for (let round = 0; round < options.rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const at = (round + turn) % contenders.length;
      const [contender, result] = [contenders[at], results[at]];
      if (contender === undefined || result === undefined) continue;
      const many = await placeOrders(contender, options.orders, options.clients);
      const one = await placeOrders(contender, options.single, 1);
      result.many.push(many);
      result.one.push(one);
      tellProgress(round, options.rounds, result.name, many, one);
    }
  }
  return results;
}

function tellProgress(round: number, rounds: number, name: string, many: Load, one: Load): void {
  const rate = many.ordersPerSecond.toFixed(1);
  process.stderr.write(
    `  round ${round + 1} of ${rounds}: ${name}: ${rate} orders/s, p50 ${median(one.latencies).toFixed(0)} ms\n`,
  );
}
