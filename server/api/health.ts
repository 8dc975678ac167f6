import { type RequestHandler, Router } from 'express';
import type { Build } from '../../telemetry/build';
import { serve } from '../http/problem-handler';

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
export function healthRouter(parts: HealthParts): Router {
  const router = Router();
  const live: RequestHandler = (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'pass', ...parts.build });
  };
  const ready: RequestHandler = async (_request, response) => {
    const { isReady, checks, missing } = await readinessOf(parts);
    response.set('Cache-Control', 'no-store').status(isReady ? 200 : 503);
    if (!isReady) response.set('Retry-After', '5');
    response.json({ status: isReady ? 'pass' : 'fail', checks, missing, unset: parts.unset });
  };
  serve(router, 'get', '/livez', live);
  serve(router, 'get', '/readyz', ready);
  return router;
}

/** Whether a process may be sent requests, and what keeps it from them. */
async function readinessOf(parts: ReadinessParts) {
  const [store, lacking] = await Promise.all([inTime(parts.store.ping()), inTime(parts.temporal.lacks())]);
  const { accepting } = parts.readiness;
  const checks = { accepting, store: store !== null, temporal: lacking !== null };
  const missing = lacking?.found ?? [];
  return { isReady: Object.values(checks).every(Boolean) && missing.length === 0, checks, missing };
}

/** The same in words; none where it is ready. */
export async function missingFor(parts: ReadinessParts): Promise<string[]> {
  const { checks, missing } = await readinessOf(parts);
  const failed = (Object.keys(checks) as (keyof typeof checks)[]).filter((name) => !checks[name]);
  return [...failed.map((name) => CHECK_FAILED[name]), ...missing];
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
