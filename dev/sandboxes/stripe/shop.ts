import type { PaymentEngine } from '../payment-engine/engine';
import type { CustomerObject, DisputeObject, Site } from './objects';

/** The engine and the objects that Stripe keeps beside its payments. */
export interface StripeShop {
  engine: PaymentEngine;
  site: Site;
  customers: Map<string, CustomerObject>;
  /** Ids of the customers that the search index has caught up with. */
  indexed: Set<string>;
  disputes: Map<string, DisputeObject>;
}
