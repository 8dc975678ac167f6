const TRIES = 5;

/**
 * How many times as long one thing takes as another: the fastest of several tries of each, in turns, because the others
 * measure what else the machine was doing. A thing that throws has done what it does.
 */
export async function timesAsLong(run: () => unknown, other: () => unknown): Promise<number> {
  let [fastest, fastestOther] = [Infinity, Infinity];
  for (let count = 0; count < TRIES; count += 1) {
    fastest = Math.min(fastest, await millisecondsOf(run));
    fastestOther = Math.min(fastestOther, await millisecondsOf(other));
  }
  return fastest / fastestOther;
}

async function millisecondsOf(run: () => unknown): Promise<number> {
  const started = performance.now();
  try {
    await run();
  } catch {
    // What is timed may be a refusal.
  }
  return performance.now() - started;
}
