import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { subjectNow } from '../../telemetry/subject';
import { pathToTell } from './card-numbers';
import { isProbe } from './probes';

/** One line a request: method, path without its query, status and time. Headers and bodies are never logged; probes only while debugging. */
export function logRequests(logger: Logger): RequestHandler {
  return (request, response, next) => {
    const begun = performance.now();
    const subject = subjectNow();
    const { method, originalUrl } = request;
    response.once('close', () => {
      const durationMs = Math.round((performance.now() - begun) * 100) / 100;
      const facts = { ...subject, durationMs, method, path: pathToTell(originalUrl), status: response.statusCode };
      if (isProbe(request)) logger.debug(facts, 'a probe was answered');
      else if (response.statusCode >= 500) logger.error(facts, 'a request failed');
      else logger.info(facts, response.writableFinished ? 'a request was answered' : 'a request was given up');
    });
    next();
  };
}
