import type { Contender } from '../contender';
import type { BenchOptions } from '../options';
import { atLeast, atMost, type PartReport, type Verdict } from '../report/report';
import { median, percentile, ratios, spread } from '../report/statistics';
import { type Result, runRounds } from '../rounds';
import type { Recipe } from '../temporal/bundle';
import { HAND_WRITTEN, OURS, REGULAR_ONLY, startContender, type TemporalContender } from '../temporal/contenders';
import { type Engine, startEngine } from '../temporal/engine';
import { costOfOneOrder, type OrderCost } from '../temporal/history-cost';

const RECIPES: Recipe[] = [OURS, HAND_WRITTEN, REGULAR_ONLY];

/** The golden path of an order, ours beside a hand-written workflow, regular activities and, if asked for, a peer. */
export async function measureOrder(options: BenchOptions, startPeer?: () => Promise<Contender>): Promise<PartReport[]> {
  const engine = await startEngine();
  const contenders: TemporalContender[] = [];
  for (const recipe of RECIPES) contenders.push(await startContender(engine, recipe));
  const peer = await startPeer?.();
  try {
    const costs = await costsOf(engine, contenders);
    const results = await runRounds(peer === undefined ? contenders : [...contenders, peer], options);
    return [costReport(contenders, costs), speedReport(results, options)];
  } finally {
    await Promise.all([...contenders, ...(peer === undefined ? [] : [peer])].map((contender) => contender.stop()));
    await engine.stop();
  }
}

async function costsOf(engine: Engine, contenders: TemporalContender[]): Promise<OrderCost[]> {
  const costs: OrderCost[] = [];
  for (const { taskQueue } of contenders) costs.push(await costOfOneOrder(engine, taskQueue));
  return costs;
}

function costReport(contenders: TemporalContender[], costs: OrderCost[]): PartReport {
  const [ours] = costs;
  if (ours === undefined) throw new Error('No order was placed.');
  return {
    title: 'What one order costs (golden path, from its history)',
    columns: ['', 'history events', 'workflow tasks', 'Temporal actions', 'client calls'],
    rows: costs.map(({ events, workflowTasks, actions, calls }, at) => [
      contenders[at]?.name ?? '',
      ...[events, workflowTasks, actions, calls].map(String),
    ]),
    notes: [],
    verdicts: [
      atMost('history events', 34, ours.events),
      atMost('workflow tasks', 4, ours.workflowTasks),
      atMost('Temporal actions', 9, ours.actions),
      atMost('client calls', 3, ours.calls),
    ],
  };
}

function speedReport(results: Result[], { rounds, orders, clients, single }: BenchOptions): PartReport {
  return {
    title: 'Golden path, side by side',
    columns: [
      '',
      `orders/s, ${clients} clients`,
      `p50 / p99 ms, ${clients} clients`,
      'p50 / p99 ms, 1 client',
      'Node CPU ms/order',
      'engine CPU ms/order',
    ],
    rows: results.map(speedRow),
    notes: [
      `${rounds} rounds of ${orders} orders with ${clients} clients and ${single} with one; median of the rounds, in ` +
        'brackets the lowest and highest. Ratios are taken within a round: whatever else the machine does moves all ' +
        'alike, so only ratios are judged.',
      ...capacityNote(results),
    ],
    verdicts: speedVerdicts(results),
  };
}

/** With both cores busy, orders/s is cores divided by processor time an order, and that hardly sees other programs. */
function capacityNote([ours, handWritten]: Result[]): string[] {
  if (ours === undefined || handWritten === undefined) return [];
  const whole = ({ many }: Result): number[] =>
    many.map(({ nodePerOrder, enginePerOrder = 0 }) => nodePerOrder + enginePerOrder);
  return [
    `Processor time of an order, hand-written over ours, Node and engine together: ${spread(ratios(whole(handWritten), whole(ours)))}.`,
  ];
}

function speedRow({ name, many, one }: Result): string[] {
  const slow = percentilesOf(many.flatMap(({ latencies }) => latencies));
  const engine = many.flatMap(({ enginePerOrder }) => (enginePerOrder === undefined ? [] : [enginePerOrder]));
  return [
    name,
    spread(
      many.map(({ ordersPerSecond }) => ordersPerSecond),
      1,
    ),
    slow,
    percentilesOf(one.flatMap(({ latencies }) => latencies)),
    spread(
      many.map(({ nodePerOrder }) => nodePerOrder),
      1,
    ),
    engine.length === 0 ? 'not readable' : spread(engine, 1),
  ];
}

const percentilesOf = (latencies: number[]): string =>
  `${percentile(latencies, 0.5).toFixed(0)} / ${percentile(latencies, 0.99).toFixed(0)}`;

const throughput = ({ many }: Result): number[] => many.map(({ ordersPerSecond }) => ordersPerSecond);
const latency = ({ one }: Result): number[] => one.map(({ latencies }) => median(latencies));

function speedVerdicts([ours, handWritten, regularOnly, peer]: Result[]): Verdict[] {
  if (ours === undefined || handWritten === undefined || regularOnly === undefined) return [];
  const faster = (what: string, limit: number, other: Result): Verdict => {
    const values = ratios(throughput(ours), throughput(other));
    return atLeast(what, limit, median(values), '', spread(values));
  };
  const verdicts = [
    faster('orders/s over hand-written', 0.95, handWritten),
    faster('orders/s over regular activities only', 1.15, regularOnly),
  ];
  if (peer === undefined) return verdicts;
  const slower = ratios(latency(ours), latency(peer));
  return [
    ...verdicts,
    faster(`orders/s over ${peer.name}`, 1, peer),
    atMost(`p50 of one client over ${peer.name}`, 1, median(slower), '', spread(slower)),
  ];
}
