import { z } from 'zod';
import { newId, secondsOf } from '../payment-engine/book';
import type { GatewayAnswer } from '../payment-engine/types';
import { fine, missing } from './answers';
import { methodObject } from './objects';
import { MetadataSchema } from './payment-intents';
import type { StripeShop } from './shop';

/** Customers and their payment methods. */

export const CustomerRequestSchema = z.object({ metadata: MetadataSchema });

export function makeCustomer(
  { engine, site, customers }: StripeShop,
  { metadata }: z.infer<typeof CustomerRequestSchema>,
): GatewayAnswer {
  const id = newId('cus');
  customers.set(id, {
    id,
    object: 'customer',
    created: secondsOf(engine.book),
    livemode: site.livemode,
    metadata,
  });
  return fine(customers.get(id));
}

const QUERY = /^metadata\['customer'\]:'((?:[^'\\]|\\.)*)'$/;

/** Only what the index has caught up with, as with Stripe's search. */
export function searchCustomers({ customers, indexed }: StripeShop, query: string): GatewayAnswer {
  const wanted = QUERY.exec(query)?.[1]?.replace(/\\(.)/g, '$1');
  const data = [...customers.values()].filter(({ id, metadata }) => indexed.has(id) && metadata.customer === wanted);
  return fine({ object: 'search_result', url: '/v1/customers/search', has_more: false, data, next_page: null });
}

/** A saved method, or a test token, which looks like a method that is nobody's yet. */
export function retrieveMethod(
  { engine: { book, dialect }, site, customers }: StripeShop,
  id: string,
  expandsCustomer: boolean,
): GatewayAnswer {
  const [saved, offered] = [book.methods.get(id), dialect.testTokens.get(id)];
  if (saved !== undefined) {
    const customer = expandsCustomer ? customers.get(saved.customer) : undefined;
    return fine({ ...methodObject(site, saved), customer: customer ?? saved.customer });
  }
  if (offered === undefined) return missing('payment_method');
  const unsaved = methodObject(site, { token: id, customer: '', created: secondsOf(book), ...offered });
  return fine({ ...unsaved, customer: null });
}
