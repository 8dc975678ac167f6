import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { BackendError } from './backend-error';

/** A server to run so that it never outlives this process. Times in milliseconds. */
export interface GuardedCommand {
  /** Its name in errors, e.g. "Temporal". */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Held while the server runs, so that one data folder never has two servers. */
  readonly lockFile?: string;
  /** Milliseconds to wait for a lock that another process holds; long enough for a stopping server when left out. */
  readonly lockWaitMs?: number;
  /** A folder to delete once the server has ended. */
  readonly discard?: string;
  /** Milliseconds that a server that was told to end may take before it is killed; 8 000 when left out. */
  readonly graceMs?: number;
  /** Told every line that the server says. */
  readonly hear?: (line: string) => void;
}

/** A running server. */
export interface GuardedProcess {
  readonly pid: number;
  /** Settles when the server has ended, with its last lines of output in words for an error message. */
  readonly ended: Promise<string>;
  /** The rest of the first line of standard output that starts with `prefix`; rejects when the server ends before. */
  lineAfter(prefix: string): Promise<string>;
  /** Asks the server to end, kills it if it does not, and resolves when it is gone. May be called again. */
  stop(): Promise<void>;
}

type GuardianMessage =
  | { readonly kind: 'started'; readonly pid: number }
  | { readonly kind: 'locked'; readonly heldBy: number }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'ended'; readonly code: number | null; readonly signal: string | null };

const GRACE_MS = 8_000;
/** The guardian of a killed process still holds the data folder for as long as its server takes to end. */
const LOCK_WAIT_MS = GRACE_MS + 2_000;
const LINES_KEPT = 20;

/**
 * Starts the command under a guardian process that ends it when this process is gone, even by SIGKILL.
 * @throws BackendError `data_folder_in_use` or `setup_failed` (the command cannot be run).
 */
export async function startGuarded(command: GuardedCommand): Promise<GuardedProcess> {
  const guardian = spawnGuardian(command);
  const output = new Output(guardian, command.hear);
  let ending = 'it was ended';
  guardian.on('message', (message: GuardianMessage) => {
    if (message.kind === 'ended') ending = describeEnding(message);
  });
  const gone = once(guardian, 'close');
  const ended = gone.then(() => `${command.name} ended (${ending}).${output.tail()}`);
  const pid = await startedPid(guardian, command, ended);

  const stop = async (): Promise<void> => {
    // A message and not a disconnect: Node reports no `close` of a child whose channel was closed from this side.
    if (guardian.connected) guardian.send('stop', () => {});
    const killing = setTimeout(() => guardian.kill('SIGKILL'), GRACE_MS * 2);
    await gone;
    clearTimeout(killing);
  };
  return { pid, ended, stop, lineAfter: (prefix) => output.lineAfter(prefix, ended) };
}

function spawnGuardian(command: GuardedCommand): ChildProcess {
  const { command: file, args, lockFile, lockWaitMs = LOCK_WAIT_MS, discard, graceMs = GRACE_MS } = command;
  const order = { command: file, args, lockFile, lockWaitMs, discard, graceMs };
  return spawn(process.execPath, [join(__dirname, 'guardian.js'), JSON.stringify(order)], {
    // A group of its own: Ctrl-C in the terminal must reach us, who then stop the servers in order, and not them.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...command.env },
  });
}

async function startedPid(guardian: ChildProcess, command: GuardedCommand, ended: Promise<string>): Promise<number> {
  const first = await Promise.race([
    once(guardian, 'message').then(([message]) => message as GuardianMessage),
    ended.then((message) => ({ kind: 'refused', message }) as const),
  ]);
  if (first.kind === 'started') return first.pid;
  await ended;
  if (first.kind === 'locked') throw inUse(command, first.heldBy);
  const reason = first.kind === 'refused' ? first.message : describeEnding(first);
  throw new BackendError('setup_failed', `${command.name} cannot be run: ${reason}`);
}

function inUse(command: GuardedCommand, heldBy: number): BackendError {
  return new BackendError(
    'data_folder_in_use',
    `${command.name} cannot use its data folder: process ${heldBy} already serves it (lock file ${command.lockFile}). ` +
      'Stop that one first, or give this one another data folder.',
  );
}

function describeEnding({ code, signal }: { code: number | null; signal: string | null }): string {
  return signal === null ? `exit code ${code}` : `signal ${signal}`;
}

/** Listens to what a server says: keeps its last lines and hands out the ones waited for. */
class Output {
  readonly #lines: string[] = [];
  readonly #listeners = new Set<(line: string) => void>();

  constructor(process: ChildProcess, hear?: (line: string) => void) {
    if (hear) this.#listeners.add(hear);
    for (const stream of [process.stdout, process.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.#hear(line));
    }
  }

  #hear(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > LINES_KEPT) this.#lines.shift();
    for (const listener of this.#listeners) listener(line);
  }

  tail(): string {
    return this.#lines.length === 0 ? '' : ` Its last lines:\n${this.#lines.join('\n')}`;
  }

  lineAfter(prefix: string, ended: Promise<string>): Promise<string> {
    return new Promise((resolve, reject) => {
      const listener = (line: string): void => {
        if (!line.startsWith(prefix)) return;
        this.#listeners.delete(listener);
        resolve(line.slice(prefix.length));
      };
      this.#listeners.add(listener);
      for (const line of this.#lines) listener(line);
      void ended.then((message) => reject(new BackendError('setup_failed', message)));
    });
  }
}
