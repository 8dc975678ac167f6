import { randomUUID } from 'node:crypto';
import { MINUTE, SECOND } from '../../billing/calendar/durations';
import { nullIfLate, Remembered } from '../api/remembered';
import type { ServerStore } from '../ports';

const LEASE = 'standing';
/** Longer than from one scrape to the next. */
const LEASE_FOR = 2 * MINUTE;
const LONGEST_ASKING = SECOND;

/** One of all API processes shows how everything stands; another one goes on when it is gone. */
export class Election {
  readonly #leases: ServerStore['leases'];
  readonly #holder = randomUUID();
  /** Each gauge of a scrape asks. */
  readonly #won = new Remembered(5 * SECOND, () => this.#ask());

  constructor(leases: ServerStore['leases']) {
    this.#leases = leases;
  }

  /** Whether it is this one. While the database is away nobody can say. */
  isWon(): Promise<boolean> {
    return this.#won.get();
  }

  async #ask(): Promise<boolean> {
    const now = new Date();
    const until = new Date(now.getTime() + LEASE_FOR);
    const asked = this.#leases.hold(LEASE, this.#holder, until, now, null).then((held) => held !== undefined);
    return (await nullIfLate(LONGEST_ASKING, asked)) ?? false;
  }

  async end(): Promise<void> {
    await this.#leases.release(LEASE, this.#holder).catch(() => undefined);
  }
}
