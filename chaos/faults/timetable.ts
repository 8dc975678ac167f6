import { setTimeout as pause } from 'node:timers/promises';
import type { Noticed } from './inflict';
import type { PlannedFault } from './plan';

/** A fault that has happened. */
export interface Fault extends PlannedFault {
  /** Milliseconds since the start of the run. */
  beganAt: number;
  /** Milliseconds until everything was up again; 0 while it is not. */
  took: number;
  /** In milliseconds since 1970; null while it is not. */
  mendedAt: number | null;
  /** The part noticed nothing of it, and was restarted all the same. */
  wentUnnoticed: boolean;
}

const LOOKS_EVERY_MS = 100;
/** A run that stands still gets its next fault all the same. */
const WAITS_AT_MOST_MS = 15_000;

/** Lets each fault happen once enough orders are over, and resolves when everything is right again. Two of one part wait for each other. */
export async function keepTimetable(
  planned: readonly PlannedFault[],
  {
    ordersOver,
    inflict,
    startedAt,
  }: { ordersOver(): number; inflict(fault: PlannedFault): Promise<Noticed>; startedAt: number },
  happened: Fault[],
): Promise<void> {
  const underWay = new Map<string, Promise<void>>();
  for (const fault of planned) {
    const latest = Date.now() + WAITS_AT_MOST_MS;
    while (ordersOver() < fault.afterOrders && Date.now() < latest) await pause(LOOKS_EVERY_MS);
    const part = partOf(fault);
    await underWay.get(part);
    const began = Date.now();
    const record: Fault = { ...fault, beganAt: began - startedAt, took: 0, mendedAt: null, wentUnnoticed: false };
    happened.push(record);
    const mended = inflict(fault).then((noticed) => {
      record.mendedAt = Date.now();
      record.took = record.mendedAt - began;
      record.wentUnnoticed = noticed === 'unnoticed';
    });
    // What fails is told at the end, or by the next fault of the same part.
    mended.catch(() => undefined);
    underWay.set(part, mended);
  }
  await Promise.all(underWay.values());
}

const PARTS: Record<PlannedFault['kind'], string> = {
  worker_killed: 'worker',
  worker_paused: 'worker',
  api_killed: 'api',
  temporal_killed: 'temporal',
  mongo_killed: 'mongo',
  database_full: 'mongo',
  gateway_away: 'gateway',
  build_ramped: 'builds',
  build_promoted: 'builds',
  build_rolled_back: 'builds',
};

const partOf = ({ kind, which, inTurn }: PlannedFault): string =>
  ['worker', 'api'].includes(PARTS[kind]) && !inTurn ? `${PARTS[kind]} ${which}` : PARTS[kind];
