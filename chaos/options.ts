import { parseArgs } from 'node:util';
import { present } from '../billing/present';

export interface ChaosOptions {
  orders: number;
  clients: number;
  /** Decides what is ordered and what goes wrong. */
  seed: number;
  /** Without any fault. */
  calm: boolean;
  /** Two builds of workers and a balancer in front of the APIs, by the plan of a drill in place of the seed's faults. */
  isDrill?: boolean;
  /** On the Temporal server that users have, in place of the embedded engine. */
  server: boolean;
  /** Where everything about an order is kept that something was found about. */
  evidence?: string;
}

export const CHAOS_HELP = `npm run chaos -- [options]
Many orders of many kinds on a whole stack of its own, while each part of it is killed or away; in the end everything must be true.

  --orders N         how many orders are made (60; two minutes on two cores, 400 take six)
  --clients N        how many customers make them at the same time (20)
  --seed N           decides what is ordered and what goes wrong (1)
  --calm             nothing goes wrong
  --server           on the open-source Temporal server with PostgreSQL and mutual TLS, in place of the embedded engine
  --evidence FOLDER  keeps everything about an order that something was found about
  --help             shows this

Exits with 0 when everything is as it must be, 1 when something is not, 2 when it could not run.
A database without room needs root, for a small file system of its own, or else prlimit (util-linux).`;

/** Reads the command line. @returns null where help is asked for. @throws TypeError for an option nobody knows, or a number that is none */
export function readChaosOptions(args: string[]): ChaosOptions | null {
  const { values } = parseArgs({
    args,
    options: {
      orders: { type: 'string', default: '60' },
      clients: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      calm: { type: 'boolean', default: false },
      server: { type: 'boolean', default: false },
      evidence: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const whole = (name: 'orders' | 'clients' | 'seed', least: number): number => {
    const number = Number(values[name]);
    if (!Number.isInteger(number) || number < least)
      throw new TypeError(`--${name} must be a whole number from ${least}.`);
    return number;
  };
  const { calm, server, evidence, help } = values;
  if (help) return null;
  return present({
    orders: whole('orders', 1),
    clients: whole('clients', 1),
    seed: whole('seed', 0),
    calm,
    server,
    evidence,
  });
}
