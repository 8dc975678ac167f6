import type { RequestHandler } from 'express';
import pino, { type DestinationStream, type Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { present } from '../../billing/present';
import { maskedLine } from '../../machines/card-number';
import { pathToTell } from './card-numbers';
import { requestIdOf } from './request-context';

/** Credentials and personal data, wherever they might turn up in a log line. */
const SENSITIVE = ['authorization', 'cookie', 'secret', 'secretHash', 'paymentToken', 'paymentMethod', 'vatNumber'];
const REDACTED = SENSITIVE.flatMap((name) => [name, `*.${name}`]);

/** JSON lines. An error is logged by name, message and stack; what hangs on it (queries, documents) is not. */
export function newLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: REDACTED, censor: '[redacted]' },
    serializers: { err: errorToLog },
  };
  return pino({ ...options, hooks: { streamWrite: maskedLine } }, destination ?? pino.destination(1));
}

/** One line a request: method, path without its query, status and time. Headers and bodies are never logged. */
export function logRequests(logger: Logger): RequestHandler {
  return pinoHttp({
    logger,
    genReqId: (request) => requestIdOf(request),
    serializers: {
      req: ({ id, method, url }: { id: string; method: string; url: string }) => ({
        id,
        method,
        path: pathToTell(url),
      }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
      err: errorToLog,
    },
    customLogLevel: (_request, response) => (response.statusCode >= 500 ? 'error' : 'info'),
  });
}

function errorToLog(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack, cause } = error;
  return present({ name, message, stack, cause: cause === undefined ? undefined : errorToLog(cause) });
}
