import type { ErrorRequestHandler, RequestHandler, Router } from 'express';
import type { Logger } from 'pino';
import { isStoreUnavailable } from '../../store/mongo/availability';
import { Problem, problemText, unavailable } from './problem';
import { type ProblemCode, typeOf } from './problem-codes';
import { contextOf, requestIdOf } from './request-context';

/** The last route: whatever nobody answered does not exist. */
export const refuseUnknownRoute: RequestHandler = () => {
  throw new Problem('not_found');
};

/** 405 with the methods that a path does have. */
export function refuseMethod(allowed: readonly string[]): RequestHandler {
  return () => {
    throw new Problem('method_not_allowed', { headers: { Allow: allowed.join(', ') } });
  };
}

/** Serves a path with one method only. */
export function serve(router: Router, method: 'get' | 'post', path: string, ...handlers: RequestHandler[]): void {
  router
    .route(path)
    [method](...handlers)
    .all(refuseMethod([method.toUpperCase()]));
}

/** Turns everything thrown on the way into a problem document. Callers never see an error's own text. */
export function answerProblems(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const problem = problemOf(error);
    if (problem.status >= 500 || problem.cause !== undefined)
      logger.error({ requestId: requestIdOf(request), err: problem.cause ?? error }, problem.code);
    if (response.headersSent) return next(error);
    response
      .status(problem.status)
      .set(problem.headers)
      .set('Content-Language', contextOf(request).locale)
      .set('Cache-Control', 'no-store')
      .vary('Accept-Language')
      .type('application/problem+json')
      .send(problemText(problem, contextOf(request)));
  };
}

/**
 * The handler behind the one above: what fails while a problem is told is told in fixed words, and never in Express's own, which
 * show where it failed.
 */
export function answerLastResort(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    logger.error({ requestId: requestIdOf(request), err: error }, 'a problem could not be told');
    if (response.headersSent) return void response.destroy();
    const document = { type: typeOf('internal'), title: 'Internal error', status: 500, code: 'internal' };
    const context = { instance: '', requestId: requestIdOf(request) };
    response
      .status(500)
      .type('application/problem+json')
      .send(JSON.stringify({ ...document, ...context }));
  };
}

/** The codes that express and its body reader give their errors, and what they are to a caller. */
const BY_TYPE: ReadonlyMap<unknown, ProblemCode> = new Map([
  ['entity.too.large', 'body_too_large'],
  ['encoding.unsupported', 'unsupported_media_type'],
  ['charset.unsupported', 'unsupported_media_type'],
  ['entity.parse.failed', 'malformed_json'],
  ['request.size.invalid', 'malformed_json'],
  ['request.aborted', 'malformed_json'],
] as const);

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isStoreUnavailable(error)) return unavailable('store', error);
  if (error instanceof URIError) return new Problem('malformed_url');
  const { type, status } = readHttpError(error);
  const code = BY_TYPE.get(type);
  if (code !== undefined) return new Problem(code);
  // A body that says it is gzip and is not fails while it is inflated.
  if (status === 400) return new Problem('malformed_json');
  return new Problem('internal', { cause: error });
}

function readHttpError(error: unknown): { type?: unknown; status?: unknown } {
  if (typeof error !== 'object' || error === null) return {};
  return { type: Reflect.get(error, 'type'), status: Reflect.get(error, 'status') };
}
