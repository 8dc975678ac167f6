import type { Engine } from '../payment-engine/engine';
import type { CustomerObject, DisputeObject, Site } from './objects';

/** What Stripe keeps beside payments. */
export interface StripeShop {
  engine: Engine;
  site: Site;
  customers: Map<string, CustomerObject>;
  /** Ids of the customers that the search index has caught up with. */
  indexed: Set<string>;
  disputes: Map<string, DisputeObject>;
}
