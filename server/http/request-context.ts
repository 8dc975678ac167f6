import type { Request, RequestHandler } from 'express';
import type { Locale } from '../../billing/facts/types';
import { looksLikeCardNumber } from '../../machines/card-number';
import { about } from '../../telemetry/subject';
import { pathToTell } from './card-numbers';
import { newRequestId } from './identifiers';
import { localeOf } from './locale';

/** Long enough for a UUID or a trace id, and nothing that could break a log line or a header. */
const SANE = /^[A-Za-z0-9_.:-]{8,128}$/;

const ids = new WeakMap<object, string>();

/** Gives every request an id: the caller's own where it is sane, so that it can be followed across systems. */
export const identifyRequest: RequestHandler = (request, response, next) => {
  const given = request.get('X-Request-Id') ?? '';
  const id = SANE.test(given) && !looksLikeCardNumber(given) ? given : newRequestId();
  ids.set(request, id);
  response.set('X-Request-Id', id);
  about({ requestId: id }, next);
};

export const requestIdOf = (request: object): string => ids.get(request) ?? '';

/** The facts of a request that stand in the problem document it is answered with. The query stays out: it may hold what nobody should log. */
export function contextOf(request: Request): { requestId: string; instance: string; locale: Locale } {
  return {
    requestId: requestIdOf(request),
    instance: pathToTell(request.originalUrl),
    locale: localeOf(request),
  };
}
