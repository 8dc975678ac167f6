import { type GatewayBook, newId, secondsOf } from './book';
import type { Conduct, GatewayMethod, GatewaySetup } from './types';

/** Payment details on file: a test token becomes a saved method of one customer that behaves the same. */

/** Keeps what is not saved yet. */
export function saveMethod(book: GatewayBook, method: GatewayMethod): GatewayMethod {
  if (book.methods.has(method.token)) return method;
  const saved = { ...method, token: newId('pm'), created: secondsOf(book) };
  book.methods.set(saved.token, saved);
  return saved;
}

/** @param link ISO time at which the customer's link ends; never when left out */
export function addSetup(
  book: GatewayBook,
  prefix: string,
  asked: Pick<GatewaySetup, 'reference' | 'customer' | 'method'> &
    Partial<Pick<GatewaySetup, 'metadata' | 'returnUrl'>>,
  conduct: Conduct,
  link?: string,
): GatewaySetup {
  const setup: GatewaySetup = {
    id: newId(prefix),
    created: secondsOf(book),
    status: 'succeeded',
    metadata: {},
    ...asked,
  };
  if (conduct.kind === 'declines') Object.assign(setup, { status: 'declined', code: conduct.code });
  if (conduct.kind === 'asks_customer') {
    setup.status = 'requires_action';
    if (link !== undefined) setup.expiresAt = link;
  }
  book.setups.add(setup);
  book.tell({ about: 'setup', now: setup.status, setup });
  return setup;
}
