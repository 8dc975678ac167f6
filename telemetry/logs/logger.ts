import { isSpanContextValid, trace } from '@opentelemetry/api';
import pino, { type DestinationStream, type Logger } from 'pino';
import { maskedLine } from '../../machines/card-number';
import { type Build, buildThatRuns } from '../build';
import { subjectNow } from '../subject';
import { arranged, type LogLine } from './line';
import { toldError } from './told-error';

interface LogParts {
  /** The process that writes. */
  name: LogLine['name'];
  level: string;
  build?: Build;
}

/**
 * The log of a process: lines of JSON after {@link LogLineSchema}, on its standard output unless told otherwise. An error is logged by
 * name, message and stack; what hangs on it (queries, documents) is not, nor is what belongs to a person.
 */
export function newLogger(
  { name, level, build = buildThatRuns(process.env) }: LogParts,
  to?: DestinationStream,
): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: { name, version: build.version, build: build.build },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), log: arranged },
    serializers: { err: (error: unknown) => toldError(error) },
    mixin: () => ({ ...subjectNow(), ...spanNow() }),
    hooks: { streamWrite: maskedLine },
  };
  return pino(options, to ?? pino.destination(1));
}

function spanNow(): { traceId?: string; spanId?: string } {
  const span = trace.getActiveSpan()?.spanContext();
  return span === undefined || !isSpanContextValid(span) ? {} : { traceId: span.traceId, spanId: span.spanId };
}
