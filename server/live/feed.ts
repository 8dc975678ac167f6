import type { Logger } from 'pino';
import type { OrderDoc } from '../../store/orders/orders';
import { Problem } from '../http/problem';
import type { ServerStore } from '../ports';

/** An order as it was just written. */
export interface Note {
  /** Names the note for whoever comes back and wants what came after it. */
  id: string;
  order: OrderDoc;
  /** Of the company whose order it is; null where it has none on file. */
  accountName: string | null;
  /** Cache of its texts by who may read them: a thousand viewers are told the same few. */
  texts: Map<string, string>;
}

interface Listener {
  hear(note: Note): void;
  /** Shows that the line is open. */
  beat(now: number): void;
  end(): void;
}

/** Whose line it is, for a share that leaves room for others. */
export interface LineOwner {
  tenantId: string;
  principalId: string;
}

interface FeedOptions {
  orders: Pick<ServerStore['orders'], 'listWrittenSince' | 'lastWritten'>;
  accounts: Pick<ServerStore['accounts'], 'listNames'>;
  logger: Logger;
  /** Interval at which the database is asked while somebody listens, in milliseconds. */
  everyMs?: number;
  beatMs?: number;
  mostListeners?: number;
  /** Lines of one tenant, and of one key or person. */
  mostOfTenant?: number;
  mostOfPrincipal?: number;
}

/**
 * A write gives up after 1.5 seconds, so what carries an instant is there to be read two seconds later: looking back so
 * far misses nothing, and what was told already is told once.
 */
const LOOK_BACK_MS = 2_000;
const PAGE = 500;
const KEPT_NOTES = 1_000;
/** Those who were cut off come back within seconds and find what they missed. */
const GOES_ON_FOR_MS = 30_000;

/**
 * Tells everybody who listens in this process what orders are written, whoever wrote them: one query at a time, however
 * many listen, and none while nobody does. It needs no change streams, so any MongoDB serves.
 */
export class LiveFeed {
  readonly #options: Required<FeedOptions>;
  readonly #listeners = new Set<Listener>();
  readonly #lines = new Map<string, number>();
  readonly #told = new Map<string, number>();
  #kept: Note[] = [];
  #readUpTo: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lastBeat = 0;
  #deserted = 0;
  #isClosed = false;

  constructor(options: FeedOptions) {
    this.#options = {
      everyMs: 500,
      beatMs: 15_000,
      mostListeners: 5_000,
      mostOfTenant: 1_000,
      mostOfPrincipal: 50,
      ...options,
    };
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /**
   * @param owner whose share of the lines it takes; nobody's where the process listens for itself
   * @returns how to stop listening
   * @throws Problem 503 when as many listen as one process serves, or it is stopping; 429 when the owner has a full share
   */
  listen(listener: Listener, owner?: LineOwner): () => void {
    if (this.#isClosed || this.#listeners.size >= this.#options.mostListeners) {
      throw new Problem('unavailable', { headers: { 'Retry-After': '5' } });
    }
    const shares = owner === undefined ? [] : this.#takeShares(owner);
    this.#listeners.add(listener);
    this.#deserted = 0;
    this.#next(0);
    return () => {
      if (this.#listeners.delete(listener)) this.#giveBack(shares);
    };
  }

  #takeShares({ tenantId, principalId }: LineOwner): string[] {
    const { mostOfTenant, mostOfPrincipal } = this.#options;
    const most = new Map([
      [`tenant ${tenantId}`, mostOfTenant],
      [`principal ${tenantId} ${principalId}`, mostOfPrincipal],
    ]);
    for (const [share, limit] of most) {
      if ((this.#lines.get(share) ?? 0) >= limit) {
        throw new Problem('too_many_requests', { headers: { 'Retry-After': '15' } });
      }
    }
    for (const share of most.keys()) this.#lines.set(share, (this.#lines.get(share) ?? 0) + 1);
    return [...most.keys()];
  }

  #giveBack(shares: readonly string[]): void {
    for (const share of shares) {
      const left = (this.#lines.get(share) ?? 1) - 1;
      if (left === 0) this.#lines.delete(share);
      else this.#lines.set(share, left);
    }
  }

  /** The notes after one; undefined where that one is not kept. */
  after(id: string): Note[] | undefined {
    const position = this.#kept.findIndex((note) => note.id === id);
    return position === -1 ? undefined : this.#kept.slice(position + 1);
  }

  /** Ends every line, so that a server can stop. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const listener of this.#listeners) listener.end();
    this.#listeners.clear();
    this.#lines.clear();
  }

  #next(inMs: number): void {
    this.#timer ??= setTimeout(() => {
      this.#look()
        .catch((error: unknown) => this.#options.logger.warn({ err: error }, 'live updates are late'))
        .finally(() => this.#goOn());
    }, inMs).unref();
  }

  #goOn(): void {
    this.#timer = undefined;
    if (this.#isClosed) return;
    const now = Date.now();
    if (now - this.#lastBeat >= this.#options.beatMs) {
      this.#lastBeat = now;
      for (const listener of this.#listeners) listener.beat(now);
    }
    if (this.#listeners.size === 0) {
      this.#deserted ||= now;
      if (now - this.#deserted > GOES_ON_FOR_MS) {
        this.#forget();
        return;
      }
    }
    this.#next(this.#options.everyMs);
  }

  #forget(): void {
    this.#readUpTo = undefined;
    this.#kept = [];
    this.#told.clear();
  }

  async #look(): Promise<void> {
    const { orders } = this.#options;
    // The last ones are told too: whoever listens since a moment ago may have read the lists before they were written.
    this.#readUpTo ??= (await orders.lastWritten())?.getTime() ?? 0;
    let since = this.#readUpTo - LOOK_BACK_MS;
    for (;;) {
      const page = await orders.listWrittenSince(new Date(since), PAGE);
      await this.#tellNew(page);
      const last = page.at(-1)?.writtenAt.getTime() ?? since;
      this.#readUpTo = Math.max(this.#readUpTo, last);
      if (page.length < PAGE) break;
      // A whole page of one instant is passed by, or it would be read for ever.
      since = last > since ? last : since + 1;
    }
    for (const [key, at] of this.#told) if (at < this.#readUpTo - 2 * LOOK_BACK_MS) this.#told.delete(key);
  }

  /** Whose they are is looked up once for all of a tenant; where that cannot be, they are told later, and not without it. */
  async #tellNew(page: readonly OrderDoc[]): Promise<void> {
    const news = page.filter((order) => this.#told.get(keyOf(order)) !== order.writtenAt.getTime());
    const names = new Map<string, Map<string, string>>();
    for (const tenantId of new Set(news.map((order) => order.tenantId))) {
      const theirs = news.filter((order) => order.tenantId === tenantId).map(({ accountId }) => accountId);
      names.set(tenantId, await this.#options.accounts.listNames(tenantId, theirs));
    }
    for (const order of news) {
      this.#told.set(keyOf(order), order.writtenAt.getTime());
      this.#tell(order, names.get(order.tenantId)?.get(order.accountId) ?? null);
    }
  }

  #tell(order: OrderDoc, accountName: string | null): void {
    const id = `${order.writtenAt.getTime()}-${order.changeId}`;
    const note = { id, order, accountName, texts: new Map<string, string>() };
    this.#kept.push(note);
    if (this.#kept.length > KEPT_NOTES) this.#kept.splice(0, KEPT_NOTES / 2);
    for (const listener of this.#listeners) listener.hear(note);
  }
}

const keyOf = ({ tenantId, changeId }: OrderDoc): string => `${tenantId}:${changeId}`;
