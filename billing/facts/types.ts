import type { Amount, CurrencyCode } from '../money/types';

/**
 * The plain facts that the rules of `billing/` read and write. Everything here is JSON: no Decimal, no Date.
 *
 * Amounts are decimal strings in major units ("12.50"), civil dates are "YYYY-MM-DD" in the account's zone,
 * instants are RFC 3339 in UTC, a period is [start, end): `end` is the first day of the next one.
 */

export type CivilDate = string;
export type Instant = string;

export interface Period {
  start: CivilDate;
  end: CivilDate;
}

export const FREQUENCIES = ['month', 'quarter', 'year'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** When the seller asks for what an order costs. */
export const WHEN_TO_BILL = ['at_once', 'with_next_bill'] as const;

/** A negative total becomes credit on the account balance, or a person pays it back. */
export const NEGATIVE_TOTALS = ['to_balance', 'refund_request'] as const;

/** The decision on the VAT of a line at its tax point; its percent stands beside it. */
export interface LineVatTreatment {
  kind: 'domestic' | 'destination' | 'reverse_charge' | 'out_of_scope' | 'hold';
  /** ISO code of the country whose VAT law applies. */
  country: string;
  /** R1 to R17 of the tax rules, where they decided. */
  rule?: string;
  /** Legal mention that a receipt must print. */
  mention?: string;
  /** The check of the VAT number that it rests on. */
  evidenceId?: string;
}

/** The tax rules' decision for the new charges of a quote. */
export interface VatTreatment extends LineVatTreatment {
  /** R1 to R17 of the tax rules. */
  rule: string;
  percent: string;
}
/** The languages that people are written to in. */
export type Locale = 'fr' | 'en';

/** Of the system of record, in the currency of its account. */
interface OpenInvoice {
  reference: string;
  amount: Amount;
  dueOn: CivilDate;
}

export interface Account {
  tenantId: string;
  accountId: string;
  /** A corporate account is never served online: its advisor takes the order over. */
  kind: 'standard' | 'corporate';
  currency: CurrencyCode;
  /** IANA zone; billing days are local days of this zone. */
  timeZone: string;
  locale: Locale;
  /** ISO 3166-1 alpha-2 of the billing address. */
  country: string;
  postalCode?: string;
  billingContactIds: string[];
  seatAdminIds: string[];
  /** An unpaid, overdue invoice blocks changes. */
  pastDue: boolean;
  vatNumber?: string;
  /** Name and address as on invoices; compared with what a VAT register knows, and never logged. */
  companyName?: string;
  street?: string;
  city?: string;
  /** A gateway token of payment details on file; never card data. */
  paymentMethod?: string;
  /** Where this customer pays open invoices, where that is not where all do. */
  openInvoicesUrl?: string;
  /** What the customer has to pay, told to them while they are past due; absent where nobody has brought it in. */
  openInvoices?: OpenInvoice[];
  version: number;
}

/** One line of the current period as it was really billed: the basis of every credit. */
export interface BilledLine {
  lineId: string;
  period: Period;
  /** Exact start within the first day, for a line that was counted in seconds. */
  startsAt?: Instant;
  /** Net amount billed for the whole period of the line, after discounts. */
  amount: Amount;
  /** Net amount of earlier credits against this line. */
  credited: Amount;
  paid: boolean;
  /** VAT treatment of the original charge; a credit carries the same one. */
  vatPercent: string;
  /** Absent for lines of a system of record that does not tell. */
  vatTreatment?: LineVatTreatment;
  /** Of the invoice of the system of record that the line stands on. */
  invoiceNumber?: string;
}

export const SUBSCRIPTION_STATUSES = ['active', 'trial', 'trial_expired', 'paused', 'ended'] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

/** The part of a subscription that a change can replace. */
export interface Terms {
  tierId: string;
  seats: number;
  frequency: Frequency;
}

/** What a change can replace, by name. */
export const TERMS_FIELDS = ['tierId', 'seats', 'frequency'] as const satisfies readonly (keyof Terms)[];
export type TermsField = (typeof TERMS_FIELDS)[number];

export interface Subscription extends Terms {
  tenantId: string;
  subscriptionId: string;
  accountId: string;
  productId: string;
  /** A trial lasts for its `period`. */
  status: SubscriptionStatus;
  /** An end that is set: the first day without the subscription, as `period.end` is the first of the next one. */
  endsOn?: CivilDate;
  /** A pause that is set: its first day. */
  pausesOn?: CivilDate;
  /** The first day after the pause, one that is set or one that `status` tells of; absent for a pause without an end. */
  resumesOn?: CivilDate;
  currency: CurrencyCode;
  assignedSeats: number;
  period: Period;
  /** Exact start of the period within its first day, where a change that counts in seconds began it. */
  periodStartsAt?: Instant;
  /** Day of the month that billing returns to after shorter months, 1 to 31. */
  anchorDay: number;
  /** A date on which a period of the anchor began; where absent, the current period's start. Used by kept anchors only. */
  anchorDate?: CivilDate;
  billedLines: BilledLine[];
  /** Grows with every write of the facts a quote reads; a quote names the version it saw. */
  version: number;
}

/** Why no bill comes for a subscription, or why nobody can say which. */
export const NO_BILL_REASONS = [
  ...(['ended', 'trial_expired', 'ends_first', 'ends_within'] as const),
  ...(['paused', 'pause_is_set', 'renewal_missing', 'changes_first', 'price_missing'] as const),
] as const;
export type NoBillReason = (typeof NO_BILL_REASONS)[number];

/** Volume band: from this many seats on, the price per seat is this. */
export interface PriceBand {
  fromSeats: number;
  unitPrice: Amount;
}

export interface Price {
  frequency: Frequency;
  currency: CurrencyCode;
  /** Ordered by `fromSeats`; unit prices are for one period of the frequency. The band of the whole seat count prices every seat. */
  bands: PriceBand[];
  validFrom: CivilDate;
  /** First day the price is no longer sold. */
  validTo?: CivilDate;
}

export interface Tier {
  tierId: string;
  name: string;
  /** A tier with a lower rank is a downgrade, which is not sold online. */
  rank: number;
  minSeats: number;
  maxSeats: number;
  prices: Price[];
}

export interface Product {
  tenantId: string;
  productId: string;
  name: string;
  tiers: Tier[];
  version: number;
}

export interface CartItem {
  itemId: string;
  description: string;
  amount: Amount;
}

/** The other products a customer has put aside; a change is bought together with them. */
export interface Cart {
  tenantId: string;
  accountId: string;
  currency: CurrencyCode;
  items: CartItem[];
  version: number;
}

/** One subscription's change: the terms wanted; what is left out stays as it is. */
export interface Change extends Partial<Terms> {
  subscriptionId: string;
  /** The current seats as the caller believes; guards an absolute count sent from a stale page. */
  expectedSeats?: number;
  /** Lifts the end that is set, so that the subscription goes on as it is: a change of its own. */
  liftEnd?: true;
  /** Ends a running trial on the day of the change ("pay now"); the terms may change with it. */
  endTrial?: true;
}

/** A change that waits for its day: placed, and not made yet. A subscription has at most one. */
export interface AgreedChange {
  changeId: string;
  /** The attempt to place it that stands: an edit of it that is placed again counts up. */
  visit: number;
  change: Change;
}

/** When an order takes effect: at once, or when the period of its subscription ends, the earliest end of several. */
export const TIMINGS = ['now', 'period_end'] as const;
export type Timing = (typeof TIMINGS)[number];

/** An order changes no more subscriptions than this. */
export const MOST_CHANGES = 20;

/**
 * Lines that an order may come to: what is credited of each billed line, what is charged for each change, and the items of
 * the cart. With texts as long as they may be, a quote of so many is what a workflow can carry.
 */
export const MOST_LINES = 110;

export type RefusalCode =
  | 'not_billing_contact'
  | 'trial_expired'
  | 'past_due'
  | 'nothing_to_change'
  | 'seats_below_assigned'
  | 'seats_out_of_range'
  | 'unknown_tier'
  | 'price_missing'
  | 'currency_mismatch'
  | 'subscription_not_found'
  | 'subscription_not_active'
  | 'end_is_set'
  | 'end_lifted_alone'
  | 'period_not_begun'
  | 'renewal_missing'
  | 'subscription_moved'
  | 'change_in_progress'
  | 'changed_twice'
  | 'too_many_changes'
  | 'order_too_large'
  | 'deferral_not_offered'
  | 'deferral_only_for_less';

/** Why a change was not accepted, with the facts its text needs (never personal data beyond ids). */
export interface Refusal {
  code: RefusalCode;
  facts: Record<string, string | number>;
}

/** Who serves a change: the customer online, customer support (lower tier) or the advisor (corporate). */
export type Route = 'self_serve' | 'customer_support' | 'advisor';
