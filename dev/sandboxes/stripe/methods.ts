import { z } from 'zod';
import { type MethodConduct, type MethodObject, newStripeId, type StripeBook, secondsOf } from './book';
import { fine, missing, type StripeAnswer } from './errors';

/** Customers, and the payment methods that Stripe offers for tests (docs.stripe.com/testing). */

const Metadata = z.record(z.string(), z.string()).default({});

export const CustomerRequest = z.object({ metadata: Metadata });

interface TestMethod {
  type: MethodObject['type'];
  conduct: MethodConduct;
  /** What happens when it is to be saved. */
  setup: 'saved' | 'asks_customer' | 'declined';
}

const TEST_METHODS = new Map<string, TestMethod>([
  ['pm_card_visa', { type: 'card', conduct: { kind: 'pays' }, setup: 'saved' }],
  ['pm_card_pendingRefund', { type: 'card', conduct: { kind: 'refund_pending' }, setup: 'saved' }],
  ['pm_card_refundFail', { type: 'card', conduct: { kind: 'refund_fails' }, setup: 'saved' }],
  ['pm_card_authenticationRequired', { type: 'card', conduct: { kind: 'asks_customer' }, setup: 'asks_customer' }],
  ['pm_card_authenticationRequiredOnSetup', { type: 'card', conduct: { kind: 'pays' }, setup: 'asks_customer' }],
  ['pm_card_chargeDeclined', declining('card_declined', 'generic_decline', 'declined')],
  ['pm_card_chargeCustomerFail', declining('card_declined', 'generic_decline', 'saved')],
  ['pm_card_chargeDeclinedInsufficientFunds', declining('card_declined', 'insufficient_funds', 'saved')],
  ['pm_card_chargeDeclinedExpiredCard', declining('expired_card', undefined, 'saved')],
  ['pm_success_de', { type: 'sepa_debit', conduct: { kind: 'debits' }, setup: 'saved' }],
]);

function declining(code: string, declineCode: string | undefined, setup: TestMethod['setup']): TestMethod {
  const reason = declineCode === undefined ? {} : { declineCode };
  return { type: 'card', conduct: { kind: 'declines', code, ...reason }, setup };
}

export const testMethod = (token: string): TestMethod | undefined => TEST_METHODS.get(token);

export function makeCustomer(book: StripeBook, { metadata }: z.infer<typeof CustomerRequest>): StripeAnswer {
  const id = newStripeId('cus');
  const { livemode } = book;
  book.customers.set(id, { id, object: 'customer', created: secondsOf(book), livemode, metadata });
  return fine(book.customers.get(id));
}

const QUERY = /^metadata\['customer'\]:'((?:[^'\\]|\\.)*)'$/;

/** Only what the index has caught up with, as with Stripe's search. */
export function searchCustomers(book: StripeBook, query: string): StripeAnswer {
  const wanted = QUERY.exec(query)?.[1]?.replace(/\\(.)/g, '$1');
  const found = [...book.customers.values()].filter(
    ({ id, metadata }) => book.indexed.has(id) && metadata.customer === wanted,
  );
  return fine({ object: 'search_result', url: '/v1/customers/search', has_more: false, data: found, next_page: null });
}

/** A saved method, or a test token, which looks like a method that is nobody's yet. */
export function retrieveMethod(book: StripeBook, id: string, expandsCustomer: boolean): StripeAnswer {
  const method = book.methods.get(id) ?? unsavedMethod(book, id);
  if (method === undefined) return missing('payment_method');
  const customer = expandsCustomer ? book.customers.get(method.customer ?? '') : undefined;
  return fine(customer === undefined ? method : { ...method, customer });
}

/** Makes a saved method of a test token, or gives the one that is saved already. */
export function saveMethod(book: StripeBook, token: string, customer: string): MethodObject | undefined {
  const saved = book.methods.get(token);
  if (saved !== undefined) return saved.customer === customer ? saved : undefined;
  const offered = TEST_METHODS.get(token);
  if (offered === undefined) return undefined;
  const { type, conduct } = offered;
  const id = newStripeId('pm');
  const method: MethodObject = {
    ...{ id, object: 'payment_method', created: secondsOf(book), livemode: book.livemode },
    ...{ type, customer },
  };
  book.methods.set(id, method);
  book.conduct.set(id, conduct);
  return method;
}

function unsavedMethod(book: StripeBook, id: string): MethodObject | undefined {
  const offered = TEST_METHODS.get(id);
  if (offered === undefined) return undefined;
  const { livemode } = book;
  return { id, object: 'payment_method', created: secondsOf(book), livemode, type: offered.type, customer: null };
}
