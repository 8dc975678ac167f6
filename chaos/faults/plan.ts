import type { Random } from '../random';

export const FAULTS = [
  'worker_killed',
  'api_killed',
  'temporal_killed',
  'mongo_killed',
  'gateway_away',
  'worker_paused',
  'database_full',
] as const;
type FaultKind = (typeof FAULTS)[number];

/** What an operator does in a drill. */
export const DEEDS = ['build_ramped', 'build_promoted', 'build_rolled_back'] as const;
type Deed = (typeof DEEDS)[number];

/** One thing that goes wrong, or is done. */
export interface PlannedFault {
  kind: FaultKind | Deed;
  /** The first or the second of two processes. */
  which: 0 | 1;
  /** Happens once so many orders are over. */
  afterOrders: number;
  /** Milliseconds. */
  lasts: number;
  /** Not while the other process of its kind is away. */
  inTurn?: true;
}

const ORDERS_A_FAULT = 15;
/** The last ones still strike orders under way. */
const SPREAD = 0.85;
const SHORTEST_MS = 1_000;
const LONGEST_MS = 5_000;
/** Longer than the task of a workflow may take, so that what the worker had in hand is lost. */
const PAUSED_FOR_MS = 7_000;

/** Each fault at least once, in an order that the seed decides, spread over the run. */
export function planFaults(orders: number, random: Random): PlannedFault[] {
  const count = Math.max(FAULTS.length, Math.round(orders / ORDERS_A_FAULT));
  const kinds = Array.from({ length: count }, (_, index) => FAULTS[index % FAULTS.length] ?? 'worker_killed');
  return random.shuffled(kinds).map((kind, index) => ({
    kind,
    which: random.fraction() < 0.5 ? 0 : 1,
    afterOrders: Math.floor(((index + random.fraction()) / count) * SPREAD * orders),
    lasts: kind === 'worker_paused' ? PAUSED_FOR_MS : random.between(SHORTEST_MS, LONGEST_MS),
  }));
}
