/** Every lost race means that another write got through, so this only ends where it is never quiet. */
const MOST_TRIES = 500;

/**
 * Optimistic concurrency: reads, decides and writes once more as long as somebody else was faster.
 *
 * @param attempt answers undefined when another write came in between
 * @throws Error when it is contended for too long
 */
export async function untilWritten<Result>(name: string, attempt: () => Promise<Result | undefined>): Promise<Result> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const result = await attempt();
    if (result !== undefined) return result;
  }
  throw new Error(`The ${name} was contended for too long.`);
}
