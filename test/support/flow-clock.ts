const DAY_MS = 86_400_000;

/** The clock of the activities: it runs on from whatever instant a scenario sets it to. */
export class FlowClock {
  #ahead = 0;

  readonly now = (): Date => new Date(Date.now() + this.#ahead);

  /** An RFC 3339 instant. */
  set(instant: string): void {
    this.#ahead = Date.parse(instant) - Date.now();
  }

  advance({ days = 0, minutes = 0, seconds = 0 }: { days?: number; minutes?: number; seconds?: number }): void {
    this.#ahead += days * DAY_MS + minutes * 60_000 + seconds * 1_000;
  }
}
