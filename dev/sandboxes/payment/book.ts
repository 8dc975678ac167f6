import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { MethodKind, PaymentState, RefundState } from '../../../gateways/payment/port';

/** Everything the sandbox gateway remembers, in memory and, if asked for, in a file that survives a kill. */

type SandboxPaymentStatus = Exclude<PaymentState['status'], 'not_found' | 'unknown'>;

interface SandboxRefund extends Omit<RefundState, 'gatewayReference'> {
  id: string;
}

export interface SandboxPayment {
  id: string;
  reference: string;
  status: SandboxPaymentStatus;
  /** Minor units. */
  amount: number;
  currency: string;
  captured: number;
  refunded: number;
  method: string;
  methodKind: MethodKind;
  capture: 'now' | 'later';
  code?: string;
  retryable?: boolean;
  expiresAt?: string;
  refunds: SandboxRefund[];
}

export type MethodBehaviour = 'succeeds' | 'declined' | 'expired' | 'three_d_secure' | 'bank_debit';

export interface SandboxMethod {
  token: string;
  customer: string;
  behaviour: MethodBehaviour;
}

export interface SandboxSetup {
  id: string;
  reference: string;
  status: 'succeeded' | 'requires_action' | 'declined';
  token: string;
  code?: string;
  expiresAt?: string;
}

/** One movement of money; `amount` in minor units, signed from our side: a refund or reversal is negative. */
export interface MoneyMovement {
  sequence: number;
  kind: 'charge' | 'capture' | 'refund' | 'reversal';
  paymentId: string;
  /** Of the call that moved the money. */
  reference: string;
  amount: number;
  currency: string;
  at: string;
}

export interface SandboxEvent {
  id: string;
  type: string;
  /** Unix seconds. */
  created: number;
  reference: string;
  subjectId: string;
}

interface StoredAnswer {
  fingerprint: string;
  status: number;
  body: unknown;
}

interface BookFile {
  payments: SandboxPayment[];
  methods: SandboxMethod[];
  setups: SandboxSetup[];
  ledger: MoneyMovement[];
  events: SandboxEvent[];
  answers: [string, StoredAnswer][];
}

export interface PaymentBook {
  payments: Map<string, SandboxPayment>;
  methods: Map<string, SandboxMethod>;
  setups: Map<string, SandboxSetup>;
  ledger: MoneyMovement[];
  events: SandboxEvent[];
  answers: Map<string, StoredAnswer>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Called after every change; a kill right after it loses nothing. */
  save(): void;
  /** Told of every event, in order. */
  onEvent(event: SandboxEvent): void;
}

export interface BookOptions {
  file?: string | undefined;
  now?: (() => number) | undefined;
  onEvent(event: SandboxEvent): void;
}

/** Opens the book; payments and setups are kept by OUR reference. */
export function openBook(options: BookOptions): PaymentBook {
  const stored = readBook(options.file);
  const book: PaymentBook = {
    payments: new Map(stored.payments.map((payment) => [payment.reference, payment])),
    methods: new Map(stored.methods.map((method) => [method.token, method])),
    setups: new Map(stored.setups.map((setup) => [setup.reference, setup])),
    ledger: stored.ledger,
    events: stored.events,
    answers: new Map(stored.answers),
    now: options.now ?? Date.now,
    save: () => writeBook(options.file, book),
    onEvent: options.onEvent,
  };
  return book;
}

export const newId = (prefix: string) => `${prefix}_${randomBytes(12).toString('hex')}`;

export function paymentById(book: PaymentBook, id: string): SandboxPayment | undefined {
  return [...book.payments.values()].find((payment) => payment.id === id);
}

/** Writes one money movement. */
export function recordMoney(book: PaymentBook, entry: Omit<MoneyMovement, 'sequence' | 'at'>): void {
  book.ledger.push({ sequence: book.ledger.length + 1, ...entry, at: new Date(book.now()).toISOString() });
}

/** Writes and sends an event about a payment or setup. */
export function tell(book: PaymentBook, type: string, subject: { id: string; reference: string }): void {
  const created = Math.floor(book.now() / 1000);
  const event = { id: newId('evt'), type, created, reference: subject.reference, subjectId: subject.id };
  book.events.push(event);
  book.onEvent(event);
}

function readBook(file: string | undefined): BookFile {
  if (file === undefined || !existsSync(file)) {
    return { payments: [], methods: [], setups: [], ledger: [], events: [], answers: [] };
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

function writeBook(file: string | undefined, book: PaymentBook): void {
  if (file === undefined) return;
  const content: BookFile = {
    payments: [...book.payments.values()],
    methods: [...book.methods.values()],
    setups: [...book.setups.values()],
    ledger: book.ledger,
    events: book.events,
    answers: [...book.answers],
  };
  // Renamed into place, so that a kill in the middle leaves the previous book whole.
  writeFileSync(`${file}.new`, JSON.stringify(content));
  renameSync(`${file}.new`, file);
}
