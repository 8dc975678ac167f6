import type { Logger } from 'pino';

/** A part of a process that has to come to its end before the next one may. */
export interface PartToEnd {
  /** Its name in the log, e.g. "requests". */
  what: string;
  end(): Promise<unknown>;
  /** Says what it still waits for. */
  remains?(): string[];
}

/** Below the 30 seconds that most platforms wait before they kill. */
const GRACE = 25_000;
const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Ends this process once it is asked to: one part after the other, then with exit code 0. It exits with 1, and a line in
 * the log that says what hangs, when that takes longer than its grace. A second signal ends it at once.
 */
export function endWhenAsked(parts: readonly PartToEnd[], logger: Logger): void {
  const stop = (): void => {
    // Without a listener a signal does what it does to any process.
    for (const signal of SIGNALS) process.off(signal, stop);
    logger.info('shutting down');
    endInTime(parts, logger, GRACE).then(
      (isEnded) => process.exit(isEnded ? 0 : 1),
      (error: unknown) => {
        logger.error({ err: error }, 'the shutdown failed');
        process.exit(1);
      },
    );
  };
  for (const signal of SIGNALS) process.on(signal, stop);
}

/** Whether all parts came to their end within so many milliseconds; what hangs is logged. */
export async function endInTime(
  parts: readonly PartToEnd[],
  logger: Pick<Logger, 'info' | 'error'>,
  grace: number,
): Promise<boolean> {
  let current: PartToEnd | undefined;
  const inOrder = async (): Promise<true> => {
    for (current of parts) await current.end();
    return true;
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, grace, false);
  });
  const isEnded = await Promise.race([inOrder(), late]).finally(() => clearTimeout(timer));
  if (isEnded) logger.info('stopped');
  else logger.error({ what: current?.what, remains: current?.remains?.() }, 'the shutdown hangs and is given up');
  return isEnded;
}
