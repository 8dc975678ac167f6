import { type RequestHandler, Router } from 'express';
import { serve } from '../http/problem-handler';

/** Whether this process wants traffic: false from the first moment of a shutdown. */
export interface Readiness {
  accepting: boolean;
}

/** A check that takes longer has failed: whoever asks will ask again. */
const CHECK_LIMIT = 2_000;

interface HealthParts {
  readiness: Readiness;
  /** Throws when it cannot be reached. */
  store: { ping(): Promise<void> };
  /** As {@link Temporal.lacks}. */
  temporal: { lacks(): Promise<string[]> };
  /** Names of settings that were left out: the process works without them, and whoever runs it should know. */
  unset: readonly string[];
}

/** `/livez`: the process answers. `/readyz`: it also reaches what it cannot work without, and says what that lacks. */
export function healthRouter(parts: HealthParts): Router {
  const router = Router();
  const live: RequestHandler = (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'pass' });
  };
  const ready: RequestHandler = async (_request, response) => {
    const [store, lacking] = await Promise.all([inTime(parts.store.ping()), inTime(parts.temporal.lacks())]);
    const { accepting } = parts.readiness;
    const checks = { accepting, store: store !== null, temporal: lacking !== null };
    const missing = lacking?.found ?? [];
    const isReady = Object.values(checks).every(Boolean) && missing.length === 0;
    response.set('Cache-Control', 'no-store').status(isReady ? 200 : 503);
    if (!isReady) response.set('Retry-After', '5');
    response.json({ status: isReady ? 'pass' : 'fail', checks, missing, unset: parts.unset });
  };
  serve(router, 'get', '/livez', live);
  serve(router, 'get', '/readyz', ready);
  return router;
}

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
