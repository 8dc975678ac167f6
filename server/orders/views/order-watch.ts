import { SECOND } from '../../../billing/calendar/durations';
import type { OrderView } from '../../../workflows/contract';
import type { OrderName } from './visible-orders';

/** An order is asked at most so often, however many wait for it. */
const EVERY = SECOND;
/** So many orders are asked at the same time; the others have their turn as soon as one has answered. */
const MOST_AT_ONCE = 16;

interface Waiter {
  isThere(view: OrderView): boolean;
  answer(view: OrderView | null): void;
}

/** One order that somebody waits for. */
interface Watched {
  name: OrderName;
  waiters: Set<Waiter>;
  askedAt: number;
  /** It waits for its turn to be asked. */
  isNext: boolean;
  timer: NodeJS.Timeout | undefined;
}

interface Listener {
  hear(note: { order: OrderName }): void;
  beat(): void;
  end(): void;
}

interface WatchParts {
  /** The order as it is at this moment; null when there is none. */
  look(name: OrderName): Promise<OrderView | null>;
  /** Tells of every order that is written. @throws when it takes no more listeners */
  live: { listen(listener: Listener): () => void };
}

/**
 * Waits for orders on behalf of everybody in this process. It only looks: an order takes a limited number of updates, and
 * waiting must not use them up. What is written tells when to look, and the order itself where it stands.
 */
export class OrderWatch {
  readonly #parts: WatchParts;
  readonly #watched = new Map<string, Watched>();
  readonly #queue: (() => void)[] = [];
  #asking = 0;
  #stopListening: (() => void) | undefined;

  constructor(parts: WatchParts) {
    this.#parts = parts;
  }

  /**
   * @param patience in milliseconds
   * @param gone says that nobody waits any more
   * @returns the order as soon as it is there; null when that is not in time, nobody waits any more, the process stops, or there
   * is no such order
   */
  until(
    name: OrderName,
    isThere: (view: OrderView) => boolean,
    patience: number,
    gone?: AbortSignal,
  ): Promise<OrderView | null> {
    return new Promise((resolve) => {
      const watched = this.#watch(name);
      const waiter: Waiter = {
        isThere,
        answer: (view) => {
          clearTimeout(limit);
          gone?.removeEventListener('abort', leave);
          watched.waiters.delete(waiter);
          if (watched.waiters.size === 0) this.#forget(watched);
          resolve(view);
        },
      };
      const leave = () => waiter.answer(null);
      const limit = setTimeout(leave, patience);
      gone?.addEventListener('abort', leave);
      watched.waiters.add(waiter);
    });
  }

  #watch(name: OrderName): Watched {
    const key = keyOf(name);
    const known = this.#watched.get(key);
    if (known !== undefined) return known;
    const watched: Watched = { name, waiters: new Set(), askedAt: 0, isNext: false, timer: undefined };
    this.#watched.set(key, watched);
    this.#askIn(watched, 0);
    this.#listen();
    return watched;
  }

  /** Where the feed is closed the process stops, and nobody waits any longer. */
  #listen(): void {
    if (this.#stopListening !== undefined) return;
    const end = () => setImmediate(() => this.#giveUp());
    try {
      const hear: Listener['hear'] = ({ order }) => this.#hear(order);
      this.#stopListening = this.#parts.live.listen({ hear, beat: () => undefined, end });
    } catch {
      end();
    }
  }

  #giveUp(): void {
    const waiting = [...this.#watched.values()].flatMap(({ waiters }) => [...waiters]);
    for (const waiter of waiting) waiter.answer(null);
  }

  #hear(order: OrderName): void {
    const watched = this.#watched.get(keyOf(order));
    if (watched !== undefined && !watched.isNext)
      this.#askIn(watched, Math.max(0, watched.askedAt + EVERY - Date.now()));
  }

  #askIn(watched: Watched, milliseconds: number): void {
    clearTimeout(watched.timer);
    watched.timer = setTimeout(() => void this.#ask(watched), milliseconds);
  }

  async #ask(watched: Watched): Promise<void> {
    watched.timer = undefined;
    watched.isNext = true;
    await this.#turn();
    watched.isNext = false;
    watched.askedAt = Date.now();
    if (watched.waiters.size === 0) return this.#giveTurn();
    // Whoever comes while it is asked may have sent it something since.
    const asking = [...watched.waiters];
    const found = await this.#parts
      .look(watched.name)
      .then(
        (view) => ({ view }),
        // Nobody answers just now: asked again as long as somebody waits.
        () => undefined,
      )
      .finally(() => this.#giveTurn());
    for (const waiter of asking) {
      if (found !== undefined && (found.view === null || waiter.isThere(found.view))) waiter.answer(found.view);
    }
    if (watched.waiters.size > 0 && watched.timer === undefined) this.#askIn(watched, EVERY);
  }

  /** Waits while as many orders are asked as may be. */
  #turn(): Promise<void> | undefined {
    if (this.#asking < MOST_AT_ONCE) {
      this.#asking += 1;
      return undefined;
    }
    return new Promise((resolve) => this.#queue.push(resolve));
  }

  /** The turn goes to whoever has waited for the longest. */
  #giveTurn(): void {
    const next = this.#queue.shift();
    if (next === undefined) this.#asking -= 1;
    else next();
  }

  #forget(watched: Watched): void {
    clearTimeout(watched.timer);
    this.#watched.delete(keyOf(watched.name));
    if (this.#watched.size > 0) return;
    this.#stopListening?.();
    this.#stopListening = undefined;
  }
}

const keyOf = ({ tenantId, changeId }: OrderName): string => `${tenantId}:${changeId}`;
