import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import type { InspectionEvent } from 'xstate';

/** A hundred years in milliseconds: dates end, and so do the servers' own timers. */
const LONGEST = 100 * 365 * 24 * 3_600_000;

/** The clock that XState takes as an option. */
interface MachineClock {
  setTimeout(run: () => void, milliseconds: number): number;
  clearTimeout(id: number): void;
  /** When the first of the timers that run is due, in milliseconds since 1970; undefined while none runs. */
  nextDue(): number | undefined;
  /** From now on no timer passes: those that run are another run's. */
  stop(): void;
}

/**
 * A clock whose timers are durable: `after` in a statechart becomes a timer of the workflow, and leaving the state
 * cancels it.
 *
 * @param begin called where a timer is set; what it answers with is called where the timer passes
 * @throws Error for a delay that is no finite number, or longer than a hundred years. XState takes an unknown delay for "at once" and NaN for "never";
 *   both hide a typing error in a statechart.
 */
export function durableClock(begin: () => () => void): MachineClock {
  const timers = new Map<number, { scope: CancellationScope; due: number }>();
  let lastId = 0;
  let isStopped = false;
  return {
    setTimeout(run, milliseconds) {
      if (!Number.isFinite(milliseconds)) throw new Error(`A delay must be a finite number, not ${milliseconds}.`);
      if (milliseconds > LONGEST) throw new Error(`A delay is a hundred years at most, not ${milliseconds} ms.`);
      const id = ++lastId;
      const end = begin();
      const scope = new CancellationScope();
      timers.set(id, { scope, due: Date.now() + milliseconds });
      scope
        .run(() => sleep(Math.max(1, milliseconds)))
        .then(() => {
          // Two timers can be due in one task: what the first one cancels has then passed already and must not run.
          if (isStopped || !timers.delete(id)) return;
          end();
          run();
        })
        .catch((error: unknown) => {
          if (!isCancellation(error)) throw error;
        });
      return id;
    },
    // XState also clears timers it never set.
    clearTimeout(id) {
      timers.get(id)?.scope.cancel();
      timers.delete(id);
    },
    nextDue() {
      const due = [...timers.values()].map((timer) => timer.due);
      return due.length === 0 ? undefined : Math.min(...due);
    },
    stop() {
      isStopped = true;
    },
  };
}

/**
 * Refuses what XState would do "at once" because its delay is no number. A delay that a function computes is known only now.
 *
 * @throws Error that names the event
 */
export function refuseNoDelay(inspection: InspectionEvent): void {
  if (inspection.type !== '@xstate.action') return;
  const { type, params } = inspection.action;
  if (type !== 'xstate.raise' && type !== 'xstate.sendTo') return;
  const { event, delay } = params as { event: { type: string }; delay: unknown };
  if (typeof delay === 'number' || (delay === undefined && !event.type.startsWith('xstate.after.'))) return;
  throw new Error(`The delay of ${event.type} must be a finite number, not ${JSON.stringify(delay)}.`);
}
