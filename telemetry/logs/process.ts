import type { Logger } from 'pino';

/** Has all that Node would print by itself told in lines of the log, and ends the process on what nobody caught, as Node does. */
export function logWhatNodeTells(logger: Logger): void {
  // Node's own listener prints them.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => logger.warn({ err: warning }, 'Node warns'));
  process.on('uncaughtException', (error) => endWith(logger, 'an error that nobody caught', error, { code: CRASHED }));
}

/** As Node exits by itself then. */
const CRASHED = 1;

/** How a process ends. */
interface End {
  /** What it exits with. */
  code?: number;
  /** Whether the words of the error say it all. */
  isTold?: boolean;
}

/** The last line of a process that cannot go on. */
export function endWith(logger: Logger, message: string, error: unknown, { code = CRASHED, isTold }: End): never {
  if (isTold && error instanceof Error) logger.fatal({ code: error.name }, `${message} ${error.message}`);
  else logger.fatal({ err: error }, message);
  process.exit(code);
}

/** A log that also tells of the life of its process where it tells of nothing else: whoever starts it waits for that. */
export const lifeOf = (logger: Logger): Logger => logger.child({}, { level: 'info' });

/** The code of the line by which a worker says that it takes tasks. */
export const WORKER_READY = 'worker_ready';
