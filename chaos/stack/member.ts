import { setTimeout as pause } from 'node:timers/promises';

/** A process as its starter hands it out. */
export interface Running {
  readonly pid: number;
  /** Settles when it has ended, with its last words. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** @throws Error for a server that is not ours: nothing else is ever killed */
export function ours({ pid, ended, stop }: Partial<Running> & Pick<Running, 'stop'>): Running {
  if (pid === undefined || ended === undefined) throw new Error('Only a server that was started here may be killed.');
  return { pid, ended, stop };
}

const TRIES_AGAIN_AFTER_MS = 500;
/** Far more than what it needs may be away for. */
const MOST_TRIES = 60;

/** One process of the stack. A fault ends it and starts it again; where it ends by itself, it is started again and that is told. */
export class Member {
  readonly name: string;
  readonly #launch: () => Promise<Running>;
  readonly #endedByItself: string[] = [];
  #running: Running | undefined;
  #starting: Promise<void> | undefined;
  #isUp = false;
  #mayEnd = true;
  #isStopping = false;

  constructor(name: string, launch: () => Promise<Running>) {
    this.name = name;
    this.#launch = launch;
  }

  /** The last words of each time that it ended and nobody had ended it. */
  get endedByItself(): readonly string[] {
    return this.#endedByItself;
  }

  get pid(): number {
    if (this.#running === undefined) throw new Error(`${this.name} does not run.`);
    return this.#running.pid;
  }

  /** Starts it, or joins the start that is under way; tried again for as long as what it needs is away. */
  start(): Promise<void> {
    this.#starting ??= this.#bringUp().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async #bringUp(): Promise<void> {
    const running = await this.#launched();
    this.#running = running;
    if (this.#isStopping) return running.stop();
    this.#mayEnd = false;
    this.#isUp = true;
    void this.#watch(running);
  }

  async #launched(): Promise<Running> {
    for (let left = MOST_TRIES; ; left -= 1) {
      try {
        return await this.#launch();
      } catch (error) {
        if (this.#isStopping || left === 0) throw error;
        await pause(TRIES_AGAIN_AFTER_MS);
      }
    }
  }

  /** Resolves once it is gone. */
  async kill(): Promise<void> {
    this.#mayEnd = true;
    this.signal('SIGKILL');
    await this.gone();
  }

  /** Its next end is the fault's doing, and it stays away until it is started again. */
  letEnd(): void {
    this.#mayEnd = true;
  }

  async gone(): Promise<void> {
    await this.#running?.ended;
  }

  /** Nothing happens to one that has ended: its number may be that of somebody else's process by now. */
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    if (!this.#isUp) return;
    try {
      process.kill(this.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#mayEnd = true;
    await this.#running?.stop();
  }

  async #watch(running: Running): Promise<void> {
    const lastWords = await running.ended;
    if (this.#running === running) this.#isUp = false;
    if (this.#mayEnd || this.#running !== running) return;
    this.#endedByItself.push(lastWords);
    await this.start().catch((error: unknown) => this.#endedByItself.push(String(error)));
  }
}
