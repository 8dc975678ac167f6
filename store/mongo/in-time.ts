import { SECOND } from '../../billing/calendar/durations';
import { StoreUnavailable, saysUnavailable } from './availability';

/** A repository's call: two answers that never come and a server that is looked for in between. A request can wait for that. */
const LONGEST_CALL_MS = 8 * SECOND;

/**
 * Ends a call to MongoDB by ourselves: `maxTimeMS` is for a server that listens, the driver ignores `timeoutMS`, and its
 * time-out of a socket misses a write that nobody reads.
 *
 * @throws StoreUnavailable when MongoDB cannot be reached or takes longer; the call may take effect nevertheless
 */
export async function inTime<Result>(call: () => Promise<Result>, milliseconds = LONGEST_CALL_MS): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoreUnavailable()), milliseconds);
  });
  try {
    return await Promise.race([call(), late]);
  } catch (error) {
    throw saysUnavailable(error) && !(error instanceof StoreUnavailable) ? new StoreUnavailable(error) : error;
  } finally {
    clearTimeout(timer);
  }
}

type Call = (...input: never[]) => Promise<unknown>;

/** A repository each of whose calls ends in time. */
export function answeringInTime<Repository extends object>(repository: Repository): Repository {
  const calls: [string, Call][] = Object.entries(repository);
  const limited = calls.map(([name, call]) => [name, (...input: never[]) => inTime(() => call(...input))]);
  return Object.fromEntries(limited) as Repository;
}
