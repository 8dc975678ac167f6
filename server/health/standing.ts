import { MINUTE, SECOND } from '../../billing/calendar/durations';
import { TASK_KINDS } from '../../schemas/workers/task-queues';
import type { Inspection } from '../../store/audit/inspections';
import { READ_MODEL_WATCH } from '../../store/orders/leases';
import type { OrderTally } from '../../store/orders/lists';
import { nullIfLate, Remembered } from '../api/remembered';
import type { NamedQueue, Temporal } from '../api/temporal';
import type { ServerStore } from '../ports';

/** What is stored, of all tenants: ages and numbers. */
export interface StoredStanding {
  orders: OrderTally[];
  unknownPayments: { count: number; oldestAt: Date | null };
  oldestMail: Date | null;
  oldestInbound: Date | null;
  /** By how much the watch over the read model is behind what was written last, in seconds; null before its first round. */
  projectionBehind: number | null;
  inspections: Inspection[];
}

/** What database and namespace lack, and what of them should be known, each in words. */
export interface SetupCheck {
  missing: string[];
  warnings: string[];
}

/** How the whole installation stands. What could not be read in time is null. */
export interface Condition {
  readAt: Date;
  stored: StoredStanding | null;
  queues: NamedQueue[] | null;
  setup: SetupCheck | null;
}

export interface StandingParts {
  store: Pick<ServerStore, 'orders' | 'payments' | 'outbox' | 'inboundEvents' | 'leases' | 'inspections' | 'judge'>;
  temporal: Pick<Temporal, 'taskQueue' | 'lacks'>;
  now(): Date;
}

/** However many ask. */
const KEPT_FOR = 15 * SECOND;
const SETUP_KEPT_FOR = 5 * MINUTE;
/** A database that is slower than this has other worries. */
const LONGEST_READ = SECOND;
/** It looks at the indexes of every collection, and nobody waits for it for longer than for the rest. */
const LONGEST_CHECK = 5 * SECOND;
const MOST_COUNTED = 10_000;

/** Reads how everything stands, at most every 15 seconds. */
export class StandingReader {
  readonly #parts: StandingParts;
  readonly #standing: Remembered<Omit<Condition, 'setup'>>;
  readonly #setup: Remembered<SetupCheck | null>;

  constructor(parts: StandingParts) {
    this.#parts = parts;
    this.#standing = new Remembered(KEPT_FOR, () => this.#read());
    this.#setup = new Remembered(
      (check) => (check === null ? KEPT_FOR : SETUP_KEPT_FOR),
      () => nullIfLate(LONGEST_CHECK, this.#check()),
    );
  }

  async read(): Promise<Condition> {
    const [standing, setup] = await Promise.all([this.#standing.get(), nullIfLate(LONGEST_READ, this.#setup.get())]);
    return { ...standing, setup };
  }

  async #read(): Promise<Omit<Condition, 'setup'>> {
    const { temporal, now } = this.#parts;
    const [stored, queues] = await Promise.all([
      nullIfLate(LONGEST_READ, this.#stored()),
      nullIfLate(LONGEST_READ, Promise.all(TASK_KINDS.map((kind) => temporal.taskQueue(kind, LONGEST_READ)))),
    ]);
    return { readAt: now(), stored, queues };
  }

  async #stored(): Promise<StoredStanding> {
    const { orders, payments, outbox, inboundEvents, leases, inspections } = this.#parts.store;
    const [tallies, unknownPayments, oldestMail, oldestInbound, written, lookedAt, looked] = await Promise.all([
      orders.tally(),
      payments.unknown(MOST_COUNTED),
      outbox.oldestWaiting(),
      inboundEvents.oldestWaiting(this.#parts.now()),
      orders.lastWritten(),
      leases.upTo(READ_MODEL_WATCH),
      inspections.list(),
    ]);
    const behind = written && lookedAt && Math.max(0, written.getTime() - lookedAt.getTime()) / SECOND;
    return {
      orders: tallies,
      unknownPayments,
      oldestMail,
      oldestInbound,
      projectionBehind: behind,
      inspections: looked,
    };
  }

  async #check(): Promise<SetupCheck> {
    const { store, temporal } = this.#parts;
    const [lacking, { missing, warnings }] = await Promise.all([temporal.lacks(), store.judge()]);
    return { missing: [...lacking, ...missing], warnings };
  }
}
