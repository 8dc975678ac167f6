import type { Request, RequestHandler, Response } from 'express';
import type { Metrics } from '../../telemetry/metrics/metrics';
import { isProbe } from './probes';

/** Measures every request by the route that took it, never by its address: addresses have no end. Probes are not measured. */
export function measureRequests(metrics: Metrics | null): RequestHandler {
  if (metrics === null) return (_request, _response, next) => next();
  const { requestsInFlight, requestDuration } = metrics;
  return (request, response, next) => {
    const begun = performance.now();
    requestsInFlight.inc();
    response.once('close', () => {
      requestsInFlight.dec();
      if (isLine(response) || isProbe(request)) return;
      const { method } = request;
      const labels = {
        method,
        route: routeTemplateOf(request),
        status_class: classOf(response),
        waited: String(waits(request)),
      };
      requestDuration.observe(labels, (performance.now() - begun) / 1_000);
    });
    next();
  };
}

/** The template of the route that took a request, in the notation of the API's description; "none" where none did. */
export function routeTemplateOf({ route }: Request): string {
  const path: unknown = route?.path;
  return typeof path === 'string' ? path.replaceAll(/:(\w+)/g, '{$1}') : 'none';
}

/** "aborted": the caller was gone before the answer was. */
const classOf = ({ writableFinished, statusCode }: Response): string =>
  writableFinished ? `${Math.floor(statusCode / 100)}xx` : 'aborted';

/** Whoever asks to wait is answered late because they wanted to be. */
const waits = (request: Request): boolean =>
  /(?:^|[,;\s])wait\s*=/i.test(request.get('Prefer') ?? '') || request.query.wait !== undefined;

/** It lasts as long as its reader wants. */
const isLine = (response: Response): boolean =>
  String(response.getHeader('Content-Type')).startsWith('text/event-stream');
