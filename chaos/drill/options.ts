import { parseArgs } from 'node:util';
import type { ChaosOptions } from '../options';

export const DRILL_HELP = `npm run drill -- [--short]
An upgrade and a roll back under load, on a whole stack of its own: two APIs behind a balancer, two builds of workers. The new build takes
half of the orders, then all; one goes back from it and to it again; each part is killed in turn. In the end everything must be true.

  --short   on the embedded engine, in three minutes; else on the open-source Temporal server with PostgreSQL and mutual TLS
  --help    shows this

Exits with 0 when no order was lost and nobody was charged twice, 1 when something is not as it must be, 2 when it could not run.`;

const SHORT = { orders: 80, clients: 12 };
const WHOLE = { orders: 240, clients: 20 };
/** Orders of every kind, the same ones each time. */
const SEED = 27;

/** Reads the command line. @returns null where help is asked for. @throws TypeError for an option nobody knows */
export function readDrillOptions(args: string[]): ChaosOptions | null {
  const { values } = parseArgs({
    args,
    options: { short: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) return null;
  return { ...(values.short ? SHORT : WHOLE), seed: SEED, calm: false, isDrill: true, server: !values.short };
}
