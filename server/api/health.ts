import { type RequestHandler, Router } from 'express';
import { serve } from '../http/problem-handler';

/** Whether this process wants traffic: false from the first moment of a shutdown. */
export interface Readiness {
  accepting: boolean;
}

/** A check that takes longer has failed: whoever asks will ask again. */
const CHECK_LIMIT = 2_000;

/** Throws when it cannot be reached. */
interface Pingable {
  ping(): Promise<void>;
}

interface HealthParts {
  readiness: Readiness;
  store: Pingable;
  temporal: Pingable;
}

/** `/livez`: the process answers. `/readyz`: it also reaches what it cannot work without. */
export function healthRouter(parts: HealthParts): Router {
  const router = Router();
  const live: RequestHandler = (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'pass' });
  };
  const ready: RequestHandler = async (_request, response) => {
    const [store, temporal] = await Promise.all([passes(parts.store.ping()), passes(parts.temporal.ping())]);
    const isReady = parts.readiness.accepting && store && temporal;
    const checks = { accepting: parts.readiness.accepting, store, temporal };
    response.set('Cache-Control', 'no-store').status(isReady ? 200 : 503);
    if (!isReady) response.set('Retry-After', '5');
    response.json({ status: isReady ? 'pass' : 'fail', checks });
  };
  serve(router, 'get', '/livez', live);
  serve(router, 'get', '/readyz', ready);
  return router;
}

async function passes(check: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), CHECK_LIMIT);
  });
  try {
    return await Promise.race([check.then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
