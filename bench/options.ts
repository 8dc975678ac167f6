import { parseArgs } from 'node:util';

/** How much is measured, and what follows from a budget that is not kept. */
export interface BenchOptions {
  parts: string[];
  rounds: number;
  /** Orders and clients of one round of throughput. */
  orders: number;
  clients: number;
  /** Orders of one round with a single client. */
  single: number;
  /** Memory is read after so many orders and after five times as many. */
  memoryOrders: number;
  /** Orders stored while lists are measured. */
  listOrders: number;
  /** Also measure the peer. */
  restate: boolean;
  /** Partitions of the peer's server; its own default when 0. */
  partitions: number;
  strict: boolean;
}

/** Reads the command line. @throws TypeError for an option nobody knows. */
export function readOptions(args: string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      orders: { type: 'string', default: '300' },
      clients: { type: 'string', default: '50' },
      single: { type: 'string', default: '30' },
      'memory-orders': { type: 'string', default: '1000' },
      'list-orders': { type: 'string', default: '1000000' },
      restate: { type: 'boolean', default: false },
      partitions: { type: 'string', default: '0' },
      strict: { type: 'boolean', default: false },
    },
  });
  const count = (name: Exclude<keyof typeof values, 'restate' | 'strict'>, least = 1): number => {
    const number = Number(values[name]);
    if (!Number.isInteger(number) || number < least)
      throw new TypeError(`--${name} must be a whole number from ${least}.`);
    return number;
  };
  return {
    parts: positionals,
    rounds: count('rounds'),
    orders: count('orders'),
    clients: count('clients'),
    single: count('single'),
    memoryOrders: count('memory-orders'),
    listOrders: count('list-orders', 10_000),
    restate: values.restate,
    partitions: count('partitions', 0),
    strict: values.strict,
  };
}
