import type { Policy } from '../facts/policy-types';
import type {
  Account,
  BilledLine,
  CartItem,
  Change,
  CivilDate,
  Instant,
  Product,
  Refusal,
  Route,
  Subscription,
  Terms,
  Timing,
  VatTreatment,
} from '../facts/types';
import type { Amount, CurrencyCode } from '../money/types';
import type { SettlementRules } from '../quotes/settlement';
import type { Quote, QuoteOutline } from '../quotes/types';

/** A billed line of a simulation; what is left out follows from its subscription. */
type SimulatedLine = Pick<BilledLine, 'amount' | 'credited' | 'paid'> & Partial<BilledLine>;

/** The facts of a subscription that a simulation may leave out, because they follow from others. */
type FollowsFromOthers = 'productId' | 'currency' | 'anchorDay';

export interface SimulatedSubscription
  extends Omit<Subscription, 'tenantId' | 'accountId' | 'billedLines' | FollowsFromOthers>,
    Partial<Pick<Subscription, FollowsFromOthers>> {
  /** Price per seat and period of these terms, where no catalogue is given. */
  unitPrice?: Amount;
  /** The amount billed for the current period; its list price, paid, when left out. */
  billedLines?: SimulatedLine[];
}

export interface SimulatedChange extends Partial<Terms>, Pick<Change, 'liftEnd' | 'endTrial'> {
  /** Price per seat and period of the terms wanted, where no catalogue is given and it is another one. */
  unitPrice?: Amount;
}

/** A policy by name, or a preset with some of its axes replaced. */
export type SimulatedPolicy = string | (Partial<Omit<Policy, 'name' | 'version'>> & PolicyTitle);
type PolicyTitle = Pick<Policy, 'name' | 'version'> & { basedOn: string };

/** A question to the engine: everything it is asked about comes with it, nothing is read from anywhere else. */
export interface Simulation extends SettlementRules {
  at: Instant;
  effectiveDate?: CivilDate;
  /** Instead of the date: the end of the period, the earliest of several. */
  effective?: Timing;
  policy: SimulatedPolicy;
  /** Policies whose totals are shown beside it. */
  compareWith: SimulatedPolicy[];
  account: Pick<Account, 'kind' | 'currency' | 'timeZone' | 'country' | 'pastDue'>;
  /** One subscription and its change; or `changes` for an order of several. */
  subscription?: SimulatedSubscription;
  change?: SimulatedChange;
  changes?: { subscription: SimulatedSubscription; change: SimulatedChange }[];
  catalog: Omit<Product, 'tenantId'>[];
  cart?: { currency?: CurrencyCode; items: CartItem[]; include: boolean };
  balance: Amount;
  vat: Partial<VatTreatment> & Pick<VatTreatment, 'percent'>;
  validForSeconds: number;
}

/** Leads to a part of a simulation, as JSON nests it. */
export type SimulationPath = readonly (string | number)[];

/** The same order under another policy. */
export interface Comparison extends QuoteOutline {
  policy: Quote['policy'];
}

export type SimulationResult =
  | { kind: 'quoted'; route: Route; policy: Policy; quote: Quote; comparisons: Comparison[] }
  | { kind: 'refused'; refusal: Refusal; path: SimulationPath };
