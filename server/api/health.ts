import { type RequestHandler, Router } from 'express';
import { SECOND } from '../../billing/calendar/durations';
import type { Build } from '../../telemetry/build';
import { LIVE, READY } from '../http/probes';
import { serve } from '../http/problem-handler';
import { Remembered } from './remembered';

/** Whether this process wants traffic: false from the first moment of a shutdown. */
export interface Readiness {
  accepting: boolean;
}

/** A check that takes longer has failed: whoever asks will ask again. */
const CHECK_LIMIT = 2_000;

export interface ReadinessParts {
  readiness: Readiness;
  /** Throws when it cannot be reached. */
  store: { ping(): Promise<void> };
  /** As {@link Temporal.lacks}. */
  temporal: { lacks(): Promise<string[]> };
}

interface HealthParts extends ReadinessParts {
  build: Build;
  /** Names of settings that were left out: the process works without them, and whoever runs it should know. */
  unset: readonly string[];
}

/** `/livez`: the process answers. `/readyz`: it also reaches what it cannot work without, and says what that lacks. */
export function healthRouter({ build, unset, ...parts }: HealthParts): Router {
  const router = Router();
  const readiness = readinessIn(parts);
  const live: RequestHandler = (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'pass', ...build });
  };
  const ready: RequestHandler = async (_request, response) => {
    const { isReady, checks, missing } = await readiness();
    response.set('Cache-Control', 'no-store').status(isReady ? 200 : 503);
    if (!isReady) response.set('Retry-After', '5');
    response.json({ status: isReady ? 'pass' : 'fail', checks, missing, unset });
  };
  serve(router, 'get', LIVE, live);
  serve(router, 'get', READY, ready);
  return router;
}

/**
 * Whether a process may be sent requests, and what keeps it from them. Anybody may ask, as often as they like: database and Temporal are
 * asked once a second at most. A shutdown is told at once.
 */
function readinessIn({ readiness, store, temporal }: ReadinessParts) {
  const reached = new Remembered(SECOND, async () => {
    const [pinged, lacking] = await Promise.all([inTime(store.ping()), inTime(temporal.lacks())]);
    return { store: pinged !== null, temporal: lacking !== null, missing: lacking?.found ?? [] };
  });
  return async () => {
    const { missing, ...others } = await reached.get();
    const checks = { accepting: readiness.accepting, ...others };
    return { isReady: Object.values(checks).every(Boolean) && missing.length === 0, checks, missing };
  };
}

/** The same in words; none where it is ready. */
export function whatIsMissing(parts: ReadinessParts): () => Promise<string[]> {
  const readiness = readinessIn(parts);
  return async () => {
    const { checks, missing } = await readiness();
    const failed = (Object.keys(checks) as (keyof typeof checks)[]).filter((name) => !checks[name]);
    return [...failed.map((name) => CHECK_FAILED[name]), ...missing];
  };
}

const CHECK_FAILED = {
  accepting: 'it is being stopped',
  store: 'MongoDB does not answer',
  temporal: 'Temporal does not answer',
} as const;

/** Null where it failed, or did not answer in time. */
async function inTime<Found>(check: Promise<Found>): Promise<{ found: Found } | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), CHECK_LIMIT);
  });
  try {
    return await Promise.race([check.then((found) => ({ found })), late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
