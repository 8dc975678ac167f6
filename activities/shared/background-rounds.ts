interface BackgroundRoundsParts {
  round(): Promise<unknown>;
  /** Milliseconds from the end of a round to the next one. */
  pause(): number;
  /** Told of a round that failed; the next one comes all the same. */
  failed(error: unknown): void;
}

/** What a process does again and again beside its orders: one round after the other, and none that keeps the process. */
export class BackgroundRounds {
  readonly #parts: BackgroundRoundsParts;
  #timer: NodeJS.Timeout | undefined;
  #underWay: Promise<unknown> = Promise.resolve();
  #isStopped = false;

  constructor(parts: BackgroundRoundsParts) {
    this.#parts = parts;
  }

  /** A long round looks at it between its parts, and ends early. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#underWay = this.#parts
        .round()
        .catch((error: unknown) => this.#parts.failed(error))
        .finally(() => {
          if (!this.#isStopped) this.start();
        });
    }, this.#parts.pause()).unref();
  }

  /** Resolves once the round under way has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#underWay;
  }
}
