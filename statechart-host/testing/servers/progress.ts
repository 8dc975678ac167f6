/** Where progress goes: standard error, or something that records it in a test. */
export interface ProgressOutput {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** Work shorter than this stays silent. */
const QUIET_MS = 1_000;
/** Without a terminal a running line cannot be rewritten, so it is repeated more rarely. */
const PLAIN_LINE_EVERY_SECONDS = 10;
const CLEAR_LINE = '\r\u001b[K';

/** Shows what is under way: on a terminal one line that is rewritten, elsewhere a plain line now and then. */
export class Progress {
  readonly #running = new Map<symbol, { label: string; since: number }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly output: ProgressOutput) {}

  /** Runs `work`, showing `label` with the seconds gone by as soon as it has taken more than one. */
  async during<T>(label: string, work: () => Promise<T>): Promise<T> {
    const key = Symbol(label);
    const since = Date.now();
    this.#running.set(key, { label, since });
    this.#timer ??= setInterval(() => this.#show(), QUIET_MS).unref();
    let end = 'failed after';
    try {
      const result = await work();
      end = 'done in';
      return result;
    } finally {
      this.#running.delete(key);
      this.#finish(`${label}: ${end} ${seconds(since)} s`, since);
    }
  }

  #show(): void {
    const shown = [...this.#running.values()].filter(({ since }) => Date.now() - since >= QUIET_MS);
    if (this.output.isTTY) {
      if (shown.length > 0) this.output.write(CLEAR_LINE + shown.map(describe).join(' | '));
      return;
    }
    for (const step of shown) {
      if (seconds(step.since) % PLAIN_LINE_EVERY_SECONDS === 1) this.output.write(`${describe(step)}\n`);
    }
  }

  #finish(line: string, since: number): void {
    if (this.#running.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    if (Date.now() - since < QUIET_MS) return;
    this.output.write(`${this.output.isTTY ? CLEAR_LINE : ''}${line}\n`);
  }
}

const shared = new Progress(process.stderr);

/** Runs `work` and shows on standard error that it is under way once it has taken more than a second. */
export function withProgress<T>(label: string, work: () => Promise<T>): Promise<T> {
  return shared.during(label, work);
}

function describe(step: { label: string; since: number }): string {
  return `${step.label}: ${seconds(step.since)} s`;
}

function seconds(since: number): number {
  return Math.floor((Date.now() - since) / 1_000);
}
