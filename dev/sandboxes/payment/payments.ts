import { z } from 'zod';
import { SANDBOX_CURRENCIES } from '../../../gateways/payment/sandbox/gateway';
import {
  type MethodBehaviour,
  newId,
  type PaymentBook,
  paymentById,
  recordMoney,
  type SandboxMethod,
  type SandboxPayment,
  tell,
} from './book';
import type { Effect } from './faults';

/** Making a payment at the sandbox gateway, and what happens to it later without us: confirmed, settled, reversed. */

export interface GatewayAnswer {
  status: number;
  body: unknown;
}

export const Reference = z.string().min(1).max(255);
export const MinorAmount = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);

export const PaymentRequest = z.strictObject({
  reference: Reference,
  amount: MinorAmount,
  currency: z.string(),
  customer: z.string().min(1),
  method: z.string().min(1),
  capture: z.enum(['now', 'later']),
});
type PaymentRequest = z.infer<typeof PaymentRequest>;

const TEST_TOKENS = new Map<string, MethodBehaviour>([
  ['pm_ok', 'succeeds'],
  ['pm_declined', 'declined'],
  ['pm_expired', 'expired'],
  ['pm_3ds', 'three_d_secure'],
  ['pm_sepa', 'bank_debit'],
]);
const LINK_SECONDS = 900;

/** A test token, or one that a setup made of it. Somebody else's saved token is unknown. */
export function findMethod(book: PaymentBook, token: string, customer: string): SandboxMethod | undefined {
  const behaviour = TEST_TOKENS.get(token);
  if (behaviour !== undefined) return { token, customer, behaviour };
  const saved = book.methods.get(token);
  return saved?.customer === customer ? saved : undefined;
}

export const kindOf = (method: SandboxMethod) => (method.behaviour === 'bank_debit' ? 'bank_debit' : 'card');

export const refuse = (status: number, code: string, retryable = false): GatewayAnswer => ({
  status,
  body: { error: { code, retryable } },
});

/** Makes a payment once per reference; a scripted effect wins over what the test token does. */
export function makePayment(book: PaymentBook, request: PaymentRequest, effect: Effect | undefined): GatewayAnswer {
  const earlier = book.payments.get(request.reference);
  if (earlier !== undefined) return again(earlier, request);
  const rule = Object.hasOwn(SANDBOX_CURRENCIES, request.currency) ? SANDBOX_CURRENCIES[request.currency] : undefined;
  if (rule === undefined) return refuse(422, 'currency_not_supported');
  if (request.amount < rule.minimum) return refuse(422, 'amount_too_small');
  const method = findMethod(book, request.method, request.customer);
  if (method === undefined) return refuse(422, 'unknown_payment_method');
  const { customer: _, ...asked } = request;
  const payment: SandboxPayment = {
    id: newId('pay'),
    ...asked,
    methodKind: effect?.fault === 'pending' ? 'bank_debit' : kindOf(method),
    captured: 0,
    refunded: 0,
    refunds: [],
    status: 'pending',
  };
  book.payments.set(payment.reference, payment);
  decide(book, payment, outcomeOf(method.behaviour, effect));
  return answerFor(payment, 201);
}

/** What a look-up shows; the link of an open 3-D Secure step is made by the caller, who knows the address. */
export const view = (payment: SandboxPayment): GatewayAnswer => ({ status: 200, body: payment });

/** The customer's answer on the 3-D Secure page. Repeating it changes nothing; too late is 410. */
export function confirmPayment(book: PaymentBook, id: string, accepted: boolean): GatewayAnswer {
  const payment = paymentById(book, id);
  if (payment === undefined) return refuse(404, 'payment_not_found');
  if (payment.status === 'succeeded' || payment.status === 'authorized') return view(payment);
  if (payment.status !== 'requires_action') return refuse(410, `link_${payment.status}`);
  if (Date.parse(payment.expiresAt ?? '') <= book.now()) return refuse(410, 'link_expired');
  if (accepted) succeed(book, payment);
  else decline(book, payment, 'authentication_failed', true);
  return view(payment);
}

/** A pending debit arrives. */
export function settleAtGateway(book: PaymentBook, payment: SandboxPayment): GatewayAnswer {
  if (payment.status !== 'pending') return refuse(409, `already_${payment.status}`);
  succeed(book, payment);
  return view(payment);
}

/** A pending debit does not arrive. */
export function fail(book: PaymentBook, payment: SandboxPayment, code: string): GatewayAnswer {
  if (payment.status !== 'pending') return refuse(409, `already_${payment.status}`);
  decline(book, payment, code, false);
  return view(payment);
}

/** The bank takes back money that had arrived, weeks later perhaps. */
export function reverse(book: PaymentBook, payment: SandboxPayment, code: string): GatewayAnswer {
  if (payment.status !== 'succeeded') return refuse(409, `already_${payment.status}`);
  Object.assign(payment, { status: 'reversed', code });
  const { id: paymentId, reference, currency } = payment;
  recordMoney(book, { kind: 'reversal', paymentId, reference, amount: payment.refunded - payment.captured, currency });
  tell(book, 'payment.reversed', payment);
  return view(payment);
}

/** A bank return or a dispute that ended well: the money is back. */
export function restore(book: PaymentBook, payment: SandboxPayment): GatewayAnswer {
  if (payment.status !== 'reversed') return refuse(409, `already_${payment.status}`);
  payment.status = 'succeeded';
  delete payment.code;
  const { id: paymentId, reference, currency } = payment;
  recordMoney(book, { kind: 'reversal', paymentId, reference, amount: payment.captured - payment.refunded, currency });
  tell(book, 'payment.restored', payment);
  return view(payment);
}

function again(earlier: SandboxPayment, request: PaymentRequest): GatewayAnswer {
  const same = (['amount', 'currency', 'method', 'capture'] as const).every(
    (field) => earlier[field] === request[field],
  );
  // A void that came before its payment leaves a voided stub that fits no request.
  if (earlier.status === 'voided') return refuse(409, 'voided');
  return same ? answerFor(earlier, 200) : refuse(409, 'reference_reused');
}

type Outcome =
  | { kind: 'succeeds' | 'pending' }
  | { kind: 'declined'; code: string; retryable: boolean }
  | { kind: 'three_d_secure'; seconds: number };

function outcomeOf(behaviour: MethodBehaviour, effect: Effect | undefined): Outcome {
  if (effect?.fault === 'decline') return { kind: 'declined', code: effect.code, retryable: effect.retryable };
  if (effect?.fault === 'three_d_secure') return { kind: 'three_d_secure', seconds: effect.expiresInSeconds };
  if (effect?.fault === 'pending') return { kind: 'pending' };
  switch (behaviour) {
    case 'declined':
      return { kind: 'declined', code: 'card_declined', retryable: false };
    case 'expired':
      return { kind: 'declined', code: 'expired_card', retryable: false };
    case 'three_d_secure':
      return { kind: 'three_d_secure', seconds: LINK_SECONDS };
    case 'bank_debit':
      return { kind: 'pending' };
    case 'succeeds':
      return { kind: 'succeeds' };
  }
}

function decide(book: PaymentBook, payment: SandboxPayment, outcome: Outcome): void {
  switch (outcome.kind) {
    case 'declined':
      decline(book, payment, outcome.code, outcome.retryable);
      break;
    case 'three_d_secure':
      askCustomer(book, payment, outcome.seconds);
      break;
    case 'pending':
      tell(book, 'payment.pending', payment);
      break;
    case 'succeeds':
      succeed(book, payment);
  }
}

function succeed(book: PaymentBook, payment: SandboxPayment): void {
  if (payment.capture === 'later') {
    payment.status = 'authorized';
  } else {
    payment.status = 'succeeded';
    payment.captured = payment.amount;
    const { id: paymentId, reference, amount, currency } = payment;
    recordMoney(book, { kind: 'charge', paymentId, reference, amount, currency });
  }
  tell(book, `payment.${payment.status}`, payment);
}

function decline(book: PaymentBook, payment: SandboxPayment, code: string, retryable: boolean): void {
  Object.assign(payment, { status: 'declined', code, retryable });
  tell(book, 'payment.declined', payment);
}

function askCustomer(book: PaymentBook, payment: SandboxPayment, seconds: number): void {
  Object.assign(payment, {
    status: 'requires_action',
    expiresAt: new Date(book.now() + seconds * 1000).toISOString(),
  });
  tell(book, 'payment.requires_action', payment);
}

function answerFor(payment: SandboxPayment, status: number): GatewayAnswer {
  if (payment.status !== 'declined') return { status, body: payment };
  return refuse(402, payment.code ?? 'declined', payment.retryable);
}
