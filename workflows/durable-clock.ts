import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/** The clock that XState takes as an option. */
interface MachineClock {
  setTimeout(run: () => void, milliseconds: number): number;
  clearTimeout(id: number): void;
  /** When the first of the timers that run is due, in milliseconds since 1970; undefined while none runs. */
  nextDue(): number | undefined;
}

/**
 * A clock whose timers are durable: `after` in a statechart becomes a timer of the workflow, and leaving the state
 * cancels it.
 *
 * @throws Error for a delay that is no finite number. XState takes an unknown delay for "at once" and NaN for "never";
 *   both hide a typing error in a statechart.
 */
export function durableClock(): MachineClock {
  const timers = new Map<number, { scope: CancellationScope; due: number }>();
  let lastId = 0;
  return {
    setTimeout(run, milliseconds) {
      if (!Number.isFinite(milliseconds)) throw new Error(`A delay must be a finite number, not ${milliseconds}.`);
      const id = ++lastId;
      const scope = new CancellationScope();
      timers.set(id, { scope, due: Date.now() + milliseconds });
      scope
        .run(() => sleep(Math.max(1, milliseconds)))
        .then(() => {
          timers.delete(id);
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
  };
}
