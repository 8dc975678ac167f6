import type { Contender } from './contender';
import { processorTime } from './report/processor-time';

/** What a number of orders took, in milliseconds. */
export interface Load {
  ordersPerSecond: number;
  latencies: number[];
  /** Processor time for one order; the engine's is missing where it cannot be read. */
  nodePerOrder: number;
  enginePerOrder: number | undefined;
}

/** Several loads of one contender, measured at different moments of a round, as one. */
export function together(loads: Load[], ordersEach: number): Load {
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const seconds = loads.map(({ ordersPerSecond }) => ordersEach / ordersPerSecond);
  const engine = loads.flatMap(({ enginePerOrder }) => (enginePerOrder === undefined ? [] : [enginePerOrder]));
  return {
    ordersPerSecond: ordersEach / mean(seconds),
    latencies: loads.flatMap(({ latencies }) => latencies),
    nodePerOrder: mean(loads.map(({ nodePerOrder }) => nodePerOrder)),
    enginePerOrder: engine.length === loads.length ? mean(engine) : undefined,
  };
}

/** Places `orders` orders with `clients` clients, each of whom starts the next one when the last is completed. */
export async function placeOrders(contender: Contender, orders: number, clients: number): Promise<Load> {
  const latencies: number[] = [];
  const engine = (): number | undefined =>
    contender.engineProcessId === undefined ? undefined : processorTime(contender.engineProcessId);
  const [nodeBefore, engineBefore, began] = [processorTime() ?? 0, engine(), performance.now()];
  let left = orders;
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const start = performance.now();
      await contender.placeOrder();
      latencies.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const elapsed = performance.now() - began;
  const engineAfter = engine();
  return {
    ordersPerSecond: (orders / elapsed) * 1_000,
    latencies,
    nodePerOrder: ((processorTime() ?? 0) - nodeBefore) / orders,
    enginePerOrder:
      engineBefore === undefined || engineAfter === undefined ? undefined : (engineAfter - engineBefore) / orders,
  };
}
