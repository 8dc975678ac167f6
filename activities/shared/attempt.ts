import { setTimeout as pass } from 'node:timers/promises';
import { asyncLocalStorage } from '@temporalio/activity';
import { MINUTE, SECOND } from '../../billing/calendar/durations';
import { isStoreUnavailable } from '../../store/mongo/availability';

const BEAT_MS = SECOND;
const NEVER_ABORTED = new AbortController().signal;

/** Aborted when the statechart left the state that asked for this attempt; never outside of a worker. */
export function attemptSignal(): AbortSignal {
  return asyncLocalStorage.getStore()?.cancellationSignal ?? NEVER_ABORTED;
}

/** For calls that move money: an answer is always worth waiting for, so only the gateway's own time-out ends them. */
export const UNTIL_ANSWERED = NEVER_ABORTED;

/** Runs an attempt and says every second that it is alive, so that a killed worker's attempt is soon taken over. */
export async function beating<Result>(run: () => Promise<Result>): Promise<Result> {
  const context = asyncLocalStorage.getStore();
  if (context === undefined || context.info.isLocal) return run();
  const timer = setInterval(() => context.heartbeat(), BEAT_MS);
  try {
    return await run();
  } finally {
    clearInterval(timer);
  }
}

/** With the longest call after it, this stays within the two minutes of a step that is attempted once. */
const LONGEST_ASKING_MS = MINUTE;
const LONGEST_PAUSE_MS = 2 * SECOND;

/**
 * Asks the database again until it answers, for a step that Temporal must not repeat: such a step has to know what it has
 * written itself. `ask` must be safe to repeat.
 *
 * @throws StoreUnavailable after a minute, and every other error of `ask` at once
 */
export async function untilAnswered<Result>(ask: () => Promise<Result>): Promise<Result> {
  const givenUpAt = performance.now() + LONGEST_ASKING_MS;
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > givenUpAt || attemptSignal().aborted || !isStoreUnavailable(error)) throw error;
      await pass(Math.min(50 * 2 ** tries, LONGEST_PAUSE_MS));
    }
  }
}
