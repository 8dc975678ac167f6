import type { Logger } from 'pino';
import { MINUTE } from '../../billing/calendar/durations';
import type { ServerStore } from '../ports';

interface TallyParts {
  usage: Pick<ServerStore['usage'], 'settle'>;
  logger: Logger;
  /** Interval of settling, in milliseconds; a second when left out. */
  everyMs?: number;
}

/** What one of many did in the present window. */
interface Count {
  /** In this process. */
  own: number;
  /** Of these, how many the others know of. */
  settled: number;
  /** In the other processes, as far as is known. */
  others: number;
  /** From here on the others are told. */
  worthTelling: number;
}

/** So many are counted one by one; then those that were counted first are forgotten. */
const MOST_COUNTED = 10_000;
/** The part of its limit from which on a count is settled: what is far from it is nobody's business. */
const WORTH_TELLING = 0.1;

/**
 * Counts in windows of a minute, over all processes and at no cost for a request: each process counts for itself and
 * exchanges what it has with the others, once a second at most, in one write and one read however many there are. For as long
 * a count may be too low; and by as much as each process keeps to itself, a tenth of the limit.
 */
export class Tally {
  readonly #parts: TallyParts;
  readonly #counts = new Map<string, Count>();
  readonly #untold = new Set<string>();
  #windowStart = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: TallyParts) {
    this.#parts = parts;
  }

  /** Counts once more. @returns the count of the window, this time included, as far as this process knows */
  add(scope: string, limit: number, now: number): number {
    const count = this.#countOf(scope, limit, now);
    count.own += 1;
    if (count.own >= count.worthTelling) this.#tellLater(scope);
    return count.own + count.others;
  }

  /** The count without counting. */
  of(scope: string, now: number): number {
    this.#turnTo(now);
    const count = this.#counts.get(scope);
    return count === undefined ? 0 : count.own + count.others;
  }

  /** Milliseconds until everything is counted from zero. */
  endsIn(now: number): number {
    return MINUTE - (now % MINUTE);
  }

  #countOf(scope: string, limit: number, now: number): Count {
    this.#turnTo(now);
    const known = this.#counts.get(scope);
    if (known !== undefined) return known;
    if (this.#counts.size >= MOST_COUNTED) this.#forgetFirst();
    const count = { own: 0, settled: 0, others: 0, worthTelling: Math.max(1, limit * WORTH_TELLING) };
    this.#counts.set(scope, count);
    return count;
  }

  #turnTo(now: number): void {
    const start = now - (now % MINUTE);
    if (start === this.#windowStart) return;
    this.#windowStart = start;
    this.#counts.clear();
    this.#untold.clear();
  }

  #forgetFirst(): void {
    const [first] = this.#counts.keys();
    if (first === undefined) return;
    this.#counts.delete(first);
    this.#untold.delete(first);
  }

  #tellLater(scope: string): void {
    this.#untold.add(scope);
    this.#timer ??= setTimeout(() => {
      this.#settle()
        .catch((error: unknown) => this.#parts.logger.warn({ err: error }, 'rates are counted in this process alone'))
        .finally(() => {
          this.#timer = undefined;
          const [waiting] = this.#untold;
          if (waiting !== undefined) this.#tellLater(waiting);
        });
    }, this.#parts.everyMs ?? 1_000).unref();
  }

  async #settle(): Promise<void> {
    const windowStart = this.#windowStart;
    const told = [...this.#untold].flatMap((scope) => {
      const count = this.#counts.get(scope);
      return count === undefined ? [] : [{ scope, count, times: count.own - count.settled }];
    });
    this.#untold.clear();
    const counted = told.map(({ scope, times }) => ({ scope, times }));
    const totals = await this.#parts.usage.settle({
      now: new Date(windowStart),
      windowMilliseconds: MINUTE,
      counted,
    });
    for (const { scope, count, times } of told) {
      count.settled += times;
      count.others = Math.max(0, (totals.get(scope) ?? 0) - count.settled);
    }
  }
}
