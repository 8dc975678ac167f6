import { randomBytes } from 'node:crypto';
import type Stripe from 'stripe';
import type { StripeIntent } from '../../../gateways/payment/stripe/objects';
import type { StripeAnswer } from './errors';

/** Everything the Stripe sandbox remembers. The objects are cut from the SDK's own types, so that none is invented. */

type CustomerObject = Pick<Stripe.Customer, 'id' | 'object' | 'created' | 'livemode' | 'metadata'>;

export interface MethodObject extends Pick<Stripe.PaymentMethod, 'id' | 'object' | 'created' | 'livemode'> {
  type: 'card' | 'sepa_debit';
  customer: string | null;
}

export type IntentObject = Pick<
  Stripe.PaymentIntent,
  | 'id'
  | 'object'
  | 'amount'
  | 'amount_capturable'
  | 'amount_received'
  | 'cancellation_reason'
  | 'capture_method'
  | 'client_secret'
  | 'created'
  | 'currency'
  | 'last_payment_error'
  | 'livemode'
  | 'metadata'
  | 'next_action'
  | 'payment_method_types'
> & {
  customer: string | null;
  payment_method: string | null;
  latest_charge: string | null;
  status: StripeIntent['status'];
};

export type SetupObject = Pick<
  Stripe.SetupIntent,
  'id' | 'object' | 'created' | 'livemode' | 'metadata' | 'next_action' | 'last_setup_error' | 'status' | 'usage'
> & { customer: string | null; payment_method: string | null };

export type ChargeObject = Pick<
  Stripe.Charge,
  'id' | 'object' | 'amount' | 'amount_captured' | 'amount_refunded' | 'captured' | 'created' | 'currency' | 'disputed'
> & { payment_intent: string; metadata: Stripe.Metadata };

export type RefundObject = Pick<
  Stripe.Refund,
  'id' | 'object' | 'amount' | 'created' | 'currency' | 'metadata' | 'status'
> & { payment_intent: string; charge: string; failure_reason?: string };

export type DisputeObject = Pick<
  Stripe.Dispute,
  'id' | 'object' | 'amount' | 'created' | 'currency' | 'livemode' | 'metadata' | 'reason' | 'status'
> & { payment_intent: string; charge: string };

/** What a saved method does when it is charged. */
export type MethodConduct =
  | { kind: 'pays' | 'asks_customer' | 'debits' | 'refund_pending' | 'refund_fails' }
  | { kind: 'declines'; code: string; declineCode?: string };

/** One movement of money; `amount` in minor units, signed from our side. */
export interface StripeMovement {
  kind: 'charge' | 'capture' | 'refund' | 'reversal';
  intent: string;
  /** `metadata.reference` of the intent or refund. */
  reference: string;
  amount: number;
  currency: string;
}

export interface StripeEventObject {
  id: string;
  type: string;
  /** Unix seconds. */
  created: number;
  /** The object as it was then. */
  object: object;
}

export interface StripeBook {
  customers: Map<string, CustomerObject>;
  methods: Map<string, MethodObject>;
  conduct: Map<string, MethodConduct>;
  intents: Map<string, IntentObject>;
  setups: Map<string, SetupObject>;
  charges: Map<string, ChargeObject>;
  refunds: Map<string, RefundObject>;
  disputes: Map<string, DisputeObject>;
  ledger: StripeMovement[];
  events: StripeEventObject[];
  /** By idempotency key. */
  answers: Map<string, StripeAnswer & { fingerprint: string }>;
  /** Keys of requests that are being worked on. */
  running: Set<string>;
  /** Intents whose bank wants to see the customer. */
  askedFor: Set<string>;
  /** Whether the search index has caught up with what was made. */
  indexed: Set<string>;
  livemode: boolean;
  /** Milliseconds since the epoch. */
  now(): number;
  onEvent(event: StripeEventObject): void;
  /** Own address, for the pages of banks. */
  url(): string;
}

export function emptyBook(parts: Pick<StripeBook, 'livemode' | 'now' | 'onEvent' | 'url'>): StripeBook {
  return {
    customers: new Map(),
    methods: new Map(),
    conduct: new Map(),
    intents: new Map(),
    setups: new Map(),
    charges: new Map(),
    refunds: new Map(),
    disputes: new Map(),
    ledger: [],
    events: [],
    answers: new Map(),
    running: new Set(),
    askedFor: new Set(),
    indexed: new Set(),
    ...parts,
  };
}

export const newStripeId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`;

export const secondsOf = (book: StripeBook): number => Math.floor(book.now() / 1000);

/** Writes and sends an event with the object as it is now. */
export function tellStripeWebhooks(book: StripeBook, type: string, object: object): void {
  const event = { id: newStripeId('evt'), type, created: secondsOf(book), object: structuredClone(object) };
  book.events.push(event);
  book.onEvent(event);
}

export const referenceOf = ({ metadata }: { metadata: Stripe.Metadata | null }): string => metadata?.reference ?? '';

/** The payment of one of our references; the newest, should there be several. */
export function intentOf(book: StripeBook, reference: string): IntentObject {
  const found = [...book.intents.values()].findLast((intent) => referenceOf(intent) === reference);
  if (found === undefined) throw new Error(`the Stripe sandbox knows no payment ${reference}`);
  return found;
}

/** Writes one money movement of an intent. */
export function recordStripeMoney(
  book: StripeBook,
  kind: StripeMovement['kind'],
  { id: intent, currency }: IntentObject,
  { reference, amount }: { reference: string; amount: number },
): void {
  book.ledger.push({ kind, intent, reference, amount, currency: currency.toUpperCase() });
}
