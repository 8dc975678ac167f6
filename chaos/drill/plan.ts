import type { PlannedFault } from '../faults/plan';

/** What is done and what ends, by the share of the orders that are over. What builds were given is left so for as long as it lasts. */
const COURSE: readonly (Pick<PlannedFault, 'kind' | 'which' | 'lasts' | 'inTurn'> & { after: number })[] = [
  { after: 0.04, kind: 'build_ramped', which: 1, lasts: 3_000 },
  { after: 0.12, kind: 'build_promoted', which: 1, lasts: 0 },
  { after: 0.2, kind: 'api_killed', which: 0, lasts: 2_000, inTurn: true },
  { after: 0.3, kind: 'worker_killed', which: 1, lasts: 2_000, inTurn: true },
  { after: 0.4, kind: 'build_rolled_back', which: 0, lasts: 3_000 },
  { after: 0.48, kind: 'api_killed', which: 1, lasts: 2_000, inTurn: true },
  { after: 0.55, kind: 'worker_killed', which: 0, lasts: 2_000, inTurn: true },
  { after: 0.63, kind: 'temporal_killed', which: 0, lasts: 2_000 },
  { after: 0.7, kind: 'mongo_killed', which: 0, lasts: 2_000 },
  { after: 0.77, kind: 'gateway_away', which: 0, lasts: 3_000 },
  { after: 0.84, kind: 'build_promoted', which: 1, lasts: 0 },
];

/** A new build under load, back from it, the end of every part, and the new build for good. */
export const planDrill = (orders: number): PlannedFault[] =>
  COURSE.map(({ after, ...planned }) => ({ ...planned, afterOrders: Math.floor(after * orders) }));
