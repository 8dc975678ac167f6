import { type GatewayBook, newId, recordMoney, secondsOf } from './book';
import type { Effect } from './faults';
import type { Conduct, GatewayPayment } from './types';

/** The states of a payment: made, decided, captured, voided, and what a bank does to it later. */

export type PaymentDemand = Pick<
  GatewayPayment,
  'reference' | 'amount' | 'currency' | 'customer' | 'method' | 'methodKind' | 'capture'
> &
  Partial<Pick<GatewayPayment, 'metadata' | 'returnUrl'>>;

/** Makes a payment that takes no money yet. */
export function makePayment(book: GatewayBook, prefix: string, demand: PaymentDemand): GatewayPayment {
  const payment: GatewayPayment = {
    id: newId(prefix),
    created: secondsOf(book),
    status: 'created',
    captured: 0,
    refunded: 0,
    refunds: [],
    metadata: {},
    ...demand,
  };
  book.payments.add(payment);
  book.tell({ about: 'payment', now: 'created', payment });
  return payment;
}

/** The outcome of a charge: a scripted effect wins over what the bank asked for before, and that over the method. */
export function chargeConduct(payment: GatewayPayment, usual: Conduct, effect: Effect | undefined): Conduct {
  if (effect?.fault === 'three_d_secure') payment.needsCustomer = true;
  return conductOf(payment.needsCustomer ? { kind: 'asks_customer' } : usual, effect);
}

/** The outcome that a script asks for, if any, else the usual one. */
export function conductOf(usual: Conduct, effect: Effect | undefined): Conduct {
  switch (effect?.fault) {
    case 'decline':
      return { kind: 'declines', code: effect.code, retryable: effect.retryable };
    case 'three_d_secure':
      return { kind: 'asks_customer', seconds: effect.expiresInSeconds };
    case 'pending':
      return { kind: 'debits' };
    default:
      return usual;
  }
}

/** @param link ISO time at which the customer's link ends; never when left out */
export function decidePayment(book: GatewayBook, payment: GatewayPayment, conduct: Conduct, link?: string): void {
  delete payment.code;
  switch (conduct.kind) {
    case 'declines':
      decline(book, payment, conduct.code, conduct.retryable ?? false);
      break;
    case 'asks_customer':
      if (link !== undefined) payment.expiresAt = link;
      become(book, payment, 'requires_action');
      break;
    case 'debits':
      payment.methodKind = 'bank_debit';
      become(book, payment, 'pending');
      break;
    case 'pays':
      succeed(book, payment);
  }
}

/** A debit that arrived, or a payment that needs nothing more. */
export function succeed(book: GatewayBook, payment: GatewayPayment): void {
  if (payment.capture === 'later') become(book, payment, 'authorized');
  else take(book, payment, 'charge', { amount: payment.amount });
}

export function decline(book: GatewayBook, payment: GatewayPayment, code: string, retryable: boolean): void {
  Object.assign(payment, { code, retryable });
  become(book, payment, 'declined');
}

/** Takes all or part of an authorization; the rest is let go. */
export function capture(
  book: GatewayBook,
  payment: GatewayPayment,
  taken: { amount: number; reference?: string },
): void {
  take(book, payment, 'capture', taken);
}

/** Makes sure that a payment never takes money. */
export function closePayment(book: GatewayBook, payment: GatewayPayment): void {
  become(book, payment, 'voided');
}

/** The bank takes back money that had arrived, weeks later perhaps: all that was not refunded, or a part. */
export function reverse(
  book: GatewayBook,
  payment: GatewayPayment,
  code: string,
  amount = payment.captured - payment.refunded,
): void {
  payment.code = code;
  recordMoney(book, 'reversal', payment, { amount: -amount });
  become(book, payment, 'reversed');
}

/** A bank return or a dispute that ended well: the money is back. */
export function restore(
  book: GatewayBook,
  payment: GatewayPayment,
  amount = payment.captured - payment.refunded,
): void {
  payment.status = 'succeeded';
  delete payment.code;
  recordMoney(book, 'reversal', payment, { amount });
  book.tell({ about: 'payment', now: 'restored', payment });
}

function take(
  book: GatewayBook,
  payment: GatewayPayment,
  kind: 'charge' | 'capture',
  taken: { amount: number; reference?: string },
): void {
  payment.captured = taken.amount;
  recordMoney(book, kind, payment, taken);
  become(book, payment, 'succeeded');
}

function become(book: GatewayBook, payment: GatewayPayment, status: GatewayPayment['status']): void {
  payment.status = status;
  book.tell({ about: 'payment', now: status, payment });
}
