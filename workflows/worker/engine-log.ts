import type { Logger as EngineLogger, LogMetadata } from '@temporalio/worker';
import type { Logger } from 'pino';

type Level = 'debug' | 'info' | 'warn' | 'error';

const LEVELS: Readonly<Record<string, Level>> = { ERROR: 'error', WARN: 'warn', INFO: 'info' };

/** The engine's own messages, and those of workflow code, into the log of the process. */
export function engineLog(log: Logger): EngineLogger {
  const write =
    (level: Level) =>
    (message: string, facts: LogMetadata = {}): void =>
      log[level](facts, message);
  return {
    log: (level, message, facts) => write(LEVELS[level] ?? 'debug')(message, facts),
    trace: write('debug'),
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}
