import { randomUUID } from 'node:crypto';
import { MINUTE, SECOND } from '../../billing/calendar/durations';
import { READ_MODEL_WATCH } from '../../store/orders/leases';
import type { OrderDoc } from '../../store/orders/orders';
import { END_LOST, isLost } from '../../workflows/contract';
import { BackgroundRounds } from '../shared/background-rounds';
import type { Tools } from '../shared/dependencies';
import { correctWrittenAhead, type WatchTools, type Written } from './written-ahead';

/** Another process goes on when the one that holds the lease is silent for so long. */
const LEASE_FOR = 4 * SECOND;
const EVERY = SECOND / 2;
/** An order that moves on within this time is written again, and only the last is looked at. */
const RESTS_FOR = 1.5 * SECOND;
/** A write gives up after 1.5 seconds, so what carries an instant is there to be read two seconds later. */
const LOOK_BACK = 2 * SECOND;
/** After so long a task is committed or lost, and an engine that is away will tell when it is back. */
const UNSURE_FOR = 10 * MINUTE;
const PAGE = 200;
const AT_ONCE = 8;
const MOST_A_ROUND = 80;
/** While an engine is away: what is written after so many is taken up once they were looked at. */
const MOST_AT_A_TIME = 5_000;
const AGAIN_AFTER = SECOND;
const NEVER = Number.POSITIVE_INFINITY;

interface Watched {
  written: Written;
  writtenAt: number;
  seenAt: number;
  /** When it is looked at, in milliseconds since 1970; never again once it was found to be right. */
  dueAt: number;
}

/**
 * Looks at every order that was written and rests, whoever wrote it, and corrects one that was written ahead of its order. Any
 * number of processes may watch; one at a time does.
 */
export class ReadModelWatch {
  readonly #tools: WatchTools & Pick<Tools, 'log'>;
  readonly #holder = randomUUID();
  readonly #watched = new Map<string, Watched>();
  #upTo: Date | null = null;
  readonly #rounds = new BackgroundRounds({
    round: () => this.#look(),
    pause: () => EVERY,
    failed: (error) => this.#tools.log.warn({ err: error }, 'the read model is looked at later'),
  });

  constructor(tools: WatchTools & Pick<Tools, 'log'>) {
    this.#tools = tools;
  }

  start(): void {
    this.#rounds.start();
  }

  async stop(): Promise<void> {
    await this.#rounds.stop();
    await this.#tools.store.leases.release(READ_MODEL_WATCH, this.#holder).catch(() => undefined);
  }

  async #look(): Promise<void> {
    const now = new Date();
    const { leases, orders } = this.#tools.store;
    const until = new Date(now.getTime() + LEASE_FOR);
    const held = await leases.hold(READ_MODEL_WATCH, this.#holder, until, now, this.#lookedAtUpTo());
    if (held === undefined) {
      this.#watched.clear();
      this.#upTo = null;
      return;
    }
    this.#upTo ??= held ?? (await orders.lastWritten()) ?? now;
    await this.#takeUp(this.#upTo, now.getTime());
    const due = [...this.#watched.values()].filter(({ dueAt }) => dueAt <= now.getTime()).slice(0, MOST_A_ROUND);
    for (let from = 0; from < due.length && !this.#rounds.isStopped; from += AT_ONCE) {
      await Promise.all(due.slice(from, from + AT_ONCE).map((watched) => this.#lookAt(watched)));
    }
    this.#forgetOld();
  }

  /** Where another process goes on: behind all that was looked at, and before all that was not. */
  #lookedAtUpTo(): Date | null {
    const open = [...this.#watched.values()].filter(isOpen).map(({ writtenAt }) => writtenAt);
    return this.#upTo && new Date(Math.min(this.#upTo.getTime(), ...open));
  }

  async #lookAt(watched: Watched): Promise<void> {
    const finding = await correctWrittenAhead(this.#tools, watched.written);
    const { tenantId, changeId, sequence } = watched.written;
    if (finding === 'corrected') this.#tools.log.warn({ tenantId, changeId, sequence }, 'written ahead, and corrected');
    const now = Date.now();
    const isUnsure = finding === 'unsure' && now - watched.seenAt < UNSURE_FOR;
    watched.dueAt = isUnsure ? now + AGAIN_AFTER : NEVER;
  }

  /** Those that are read again because they are among the latest are kept, or they would be looked at again. */
  #forgetOld(): void {
    const old = (this.#upTo?.getTime() ?? 0) - 2 * LOOK_BACK;
    for (const [key, watched] of this.#watched) {
      if (!isOpen(watched) && watched.writtenAt < old) this.#watched.delete(key);
    }
  }

  async #takeUp(from: Date, now: number): Promise<void> {
    let upTo = from.getTime();
    let since = upTo - LOOK_BACK;
    while (this.#watched.size < MOST_AT_A_TIME) {
      const page = await this.#tools.store.orders.listWrittenSince(new Date(since), PAGE);
      for (const doc of page) this.#note(doc, now);
      const last = page.at(-1)?.writtenAt.getTime() ?? since;
      upTo = Math.max(upTo, last);
      this.#upTo = new Date(upTo);
      if (page.length < PAGE) return;
      // A whole page of one instant is passed by, or it would be read for ever.
      since = last > since ? last : since + 1;
    }
  }

  #note(doc: OrderDoc, now: number): void {
    const { tenantId, changeId, sequence, view } = doc;
    // What is told of a lost order it has not written itself.
    if (isLost(view) || view.transitions.at(-1)?.event === END_LOST) return;
    const key = `${tenantId}:${changeId}`;
    const writtenAt = doc.writtenAt.getTime();
    if (this.#watched.get(key)?.writtenAt === writtenAt) return;
    const written = { tenantId, changeId, sequence, writtenIn: view.writtenIn, latest: view.transitions.at(-1) };
    this.#watched.set(key, { written, writtenAt, seenAt: now, dueAt: now + RESTS_FOR });
  }
}

const isOpen = ({ dueAt }: Watched): boolean => dueAt !== NEVER;
