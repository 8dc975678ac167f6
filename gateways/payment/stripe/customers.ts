import type Stripe from 'stripe';
import { idempotencyKey } from './client';

/**
 * Stripe's customer for a key of ours, made once. Search lags behind by minutes and idempotency keys last a day, so
 * between them a customer is always found.
 */
export async function customerId(api: Stripe, customer: string): Promise<string> {
  const escaped = customer.replace(/[\\']/g, (sign) => `\\${sign}`);
  const found = await api.customers.search({ query: `metadata['customer']:'${escaped}'`, limit: 100 });
  const oldest = found.data.toSorted((one, other) => one.created - other.created)[0];
  if (oldest !== undefined) return oldest.id;
  return (await api.customers.create({ metadata: { customer } }, idempotencyKey(customer, 'customer'))).id;
}
