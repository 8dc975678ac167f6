import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Records } from './records';
import type {
  GatewayMethod,
  GatewayPage,
  GatewayPayment,
  GatewaySetup,
  KeptAnswer,
  MoneyMovement,
  SentEvent,
  StateChange,
  Wording,
} from './types';

/** Everything a sandbox gateway knows, in memory and, if asked for, in a file that survives a kill. */

interface BookFile {
  payments: GatewayPayment[];
  setups: GatewaySetup[];
  pages?: GatewayPage[];
  methods: GatewayMethod[];
  ledger: MoneyMovement[];
  events: SentEvent[];
  answers: [string, KeptAnswer][];
}

export interface GatewayBook {
  payments: Records<GatewayPayment>;
  setups: Records<GatewaySetup>;
  pages: Records<GatewayPage>;
  /** Saved ones, by token. */
  methods: Map<string, GatewayMethod>;
  ledger: MoneyMovement[];
  events: SentEvent[];
  /** By idempotency key. */
  answers: Map<string, KeptAnswer>;
  /** Keys of calls that are being worked on. */
  running: Set<string>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Called after every change; a kill right after it loses nothing. */
  save(): void;
  /** Writes and sends the event of a change, if the gateway has one. */
  tell(change: StateChange): void;
}

export interface BookOptions {
  file?: string | undefined;
  now?: (() => number) | undefined;
  wording: Wording;
  /** Told of every event, in order. */
  onEvent(event: SentEvent): void;
}

export function openBook({ file, now = Date.now, wording, onEvent }: BookOptions): GatewayBook {
  const stored = readBook(file);
  const book: GatewayBook = {
    payments: new Records(stored.payments),
    setups: new Records(stored.setups),
    pages: new Records(stored.pages),
    methods: new Map(stored.methods.map((method) => [method.token, method])),
    ledger: stored.ledger,
    events: stored.events,
    answers: new Map(stored.answers),
    running: new Set(),
    now,
    save: () => writeBook(file, book),
    tell: (change) => {
      const worded = wording(change);
      if (worded !== undefined) sendEvent(book, worded, onEvent);
    },
  };
  return book;
}

/** Writes and sends an event that follows from no change of the engine. */
export function sendEvent(
  book: GatewayBook,
  worded: Pick<SentEvent, 'type' | 'data'>,
  onEvent: (event: SentEvent) => void,
): void {
  const event = { id: newId('evt'), created: secondsOf(book), ...worded };
  book.events.push(event);
  onEvent(event);
}

export const newId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`;

/** Unix seconds. */
export const secondsOf = (book: GatewayBook): number => Math.floor(book.now() / 1000);

/** Writes one money movement of a payment; `reference` is that of the call, the payment's own when left out. */
export function recordMoney(
  book: GatewayBook,
  kind: MoneyMovement['kind'],
  { id, currency, reference: own }: GatewayPayment,
  { amount, reference = own }: { amount: number; reference?: string },
): void {
  const at = new Date(book.now()).toISOString();
  book.ledger.push({ sequence: book.ledger.length + 1, kind, paymentId: id, reference, amount, currency, at });
}

function readBook(file: string | undefined): BookFile {
  if (file === undefined || !existsSync(file)) {
    return { payments: [], setups: [], methods: [], ledger: [], events: [], answers: [] };
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

function writeBook(file: string | undefined, book: GatewayBook): void {
  if (file === undefined) return;
  const content: BookFile = {
    payments: book.payments.all(),
    setups: book.setups.all(),
    pages: book.pages.all(),
    methods: [...book.methods.values()],
    ledger: book.ledger,
    events: book.events,
    answers: [...book.answers],
  };
  // Renamed into place, so that a kill in the middle leaves the previous book whole.
  writeFileSync(`${file}.new`, JSON.stringify(content));
  renameSync(`${file}.new`, file);
}
