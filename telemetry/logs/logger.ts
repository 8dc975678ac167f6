import { isSpanContextValid, trace } from '@opentelemetry/api';
import pino, { type DestinationStream, type Logger } from 'pino';
import { present } from '../../billing/present';
import { maskedLine } from '../../machines/card-number';
import { type Build, buildThatRuns } from '../build';
import { subjectNow } from '../subject';
import { arranged, type LogLine } from './line';

/** Credentials and personal data, wherever they might turn up in a log line. */
const SENSITIVE = ['authorization', 'cookie', 'secret', 'secretHash', 'paymentToken', 'paymentMethod', 'vatNumber'];
const PLACES = ['', '*.', 'facts.', 'facts.*.'];
const REDACTED = SENSITIVE.flatMap((name) => PLACES.map((place) => `${place}${name}`));

interface LogParts {
  /** The process that writes. */
  name: LogLine['name'];
  level: string;
  build?: Build;
}

/**
 * The log of a process: lines of JSON after {@link LogLineSchema}, on its standard output unless told otherwise. An error is logged by
 * name, message and stack; what hangs on it (queries, documents) is not.
 */
export function newLogger(
  { name, level, build = buildThatRuns(process.env) }: LogParts,
  to?: DestinationStream,
): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: { name, version: build.version, build: build.build },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: REDACTED, censor: '[redacted]' },
    formatters: { level: (label) => ({ level: label }), log: arranged },
    serializers: { err: errorToLog },
    mixin: () => ({ ...subjectNow(), ...spanNow() }),
    hooks: { streamWrite: maskedLine },
  };
  return pino(options, to ?? pino.destination(1));
}

function spanNow(): { traceId?: string; spanId?: string } {
  const span = trace.getActiveSpan()?.spanContext();
  return span === undefined || !isSpanContextValid(span) ? {} : { traceId: span.traceId, spanId: span.spanId };
}

function errorToLog(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, message, stack, cause } = error;
  return present({ name, message, stack, cause: cause === undefined ? undefined : errorToLog(cause) });
}
