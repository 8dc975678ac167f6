import { asyncLocalStorage } from '@temporalio/activity';

const BEAT_MS = 1_000;
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
