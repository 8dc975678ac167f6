import type { GuardedProcess } from 'statechart-host/testing';

/** A process of the stack that may be started again. */
export interface Restartable {
  current(): GuardedProcess;
  restart(): Promise<void>;
}

const MOST_ENDS = 3;
const WITHIN_MS = 60_000;

/**
 * Starts a process again whenever it ends by itself, and says so. Resolves once the stack is being stopped.
 *
 * @throws Error with the last words of a process that ends too often to be of use
 */
export async function keepRunning(
  { current, restart }: Restartable,
  stopping: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  let ends: number[] = [];
  for (;;) {
    const message = await current().ended;
    if (stopping.aborted) return;
    const now = Date.now();
    ends = [...ends.filter((end) => now - end < WITHIN_MS), now];
    if (ends.length > MOST_ENDS) throw new Error(`${message}\nIt has ended ${ends.length} times within a minute.`);
    say(`${message}\nStarting it again.`);
    await restart();
  }
}

/**
 * A server with the data does not come back by itself. Resolves once the stack is being stopped.
 *
 * @throws Error with the last words of the server and what to do, as soon as it has ended
 */
export async function refuseToGoOnWithout(ended: Promise<string>, stopping: AbortSignal): Promise<void> {
  const message = await ended;
  if (stopping.aborted) return;
  throw new Error(`${message}\nNothing works without it. Start again with npm start: what was stored is still there.`);
}
