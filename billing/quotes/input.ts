import type { Policy } from '../facts/policy-types';
import type {
  Account,
  AgreedChange,
  Cart,
  Change,
  CivilDate,
  Instant,
  Product,
  Subscription,
  VatTreatment,
} from '../facts/types';
import type { Amount } from '../money/types';
import type { SettlementRules } from './settlement';

/** One subscription's wanted change with the facts it is priced from. */
export interface ChangeToQuote {
  subscription: Subscription;
  product: Product;
  change: Change;
  /** What another order is to change later, if one is. */
  agreed?: AgreedChange;
}

/** Everything a quote is computed from: nothing else is read, so the same input always gives the same quote. */
export interface QuoteInput extends SettlementRules {
  quoteId: string;
  /** 1 for the first quote of an order; each newer one counts up. */
  version: number;
  /** The instant the quote is pinned to. */
  at: Instant;
  /** The quote may be placed for so long. */
  validForSeconds: number;
  /** Day the change takes effect; the local day of `at` unless support agreed to another one, such as the period end. */
  effectiveDate?: CivilDate;
  /** Placed, it waits for that day. */
  isLater?: boolean;
  policy: Policy;
  account: Account;
  /** One entry a subscription, at least one. */
  changes: readonly ChangeToQuote[];
  /** Its items become lines of the order only when `include` is set; its version is always noted. */
  cart?: { cart: Cart; include: boolean };
  /** The tax rules' decision for the new charges; credits keep the rate they were billed with. */
  vatTreatment: VatTreatment;
  /** Account balance, positive in the customer's favour. */
  balance: Amount;
}
