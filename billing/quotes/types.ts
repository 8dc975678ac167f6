import type { Fraction } from '../calendar/day-count';
import type {
  AgreedChange,
  CivilDate,
  Instant,
  LineVatTreatment,
  Period,
  Terms,
  TermsField,
  VatTreatment,
} from '../facts/types';
import type { Amount, CurrencyCode } from '../money/types';

/** A quote and its parts, as plain JSON like the facts. */

export interface QuoteLine {
  lineId: string;
  kind: 'credit' | 'charge' | 'cart_item';
  subscriptionId?: string;
  /** Key of the text in `locales/`; `facts` fill it. */
  textKey: string;
  facts: Record<string, string | number>;
  period?: Period;
  /** Exact start within the first day of the period, where the policy counts seconds. */
  startsAt?: Instant;
  /** The amount that the fraction is taken of, positive. */
  basis: Amount;
  fraction: Fraction;
  /** Signed and rounded once at the currency's exponent: a credit is negative. */
  net: Amount;
  vatPercent: string;
  vat: Amount;
  /** The billed line that a credit takes back. */
  billedLineId?: string;
  /** Of a credit whose original treatment is known; every other line carries the quote's. */
  vatTreatment?: LineVatTreatment;
}

/** Terms, period and next bill of one changed subscription after the order is applied. */
export interface QuotedChange {
  subscriptionId: string;
  subscriptionVersion: number;
  before: Terms;
  after: Terms;
  /** As the catalogue calls them, for texts. */
  names?: { product: string; tierBefore: string; tierAfter: string };
  newPeriod: Period;
  /** Exact start of that within its first day, where a change that counts in seconds began it. */
  newPeriodStartsAt?: Instant;
  newAnchorDay: number;
  /** Only where the subscription has an anchor date. */
  newAnchorDate?: CivilDate;
  /** Set when only the seats added (or, negative, removed) were billed, so that the lines billed before live on. */
  seatDifference?: number;
  /** The end that was set and is lifted. */
  endLifted?: CivilDate;
  /** The trial ends with the change, and the new terms are paid for from then on. */
  trialEnded?: true;
  /** A pause that is set and stays so. */
  pausesOn?: CivilDate;
  resumesOn?: CivilDate;
  nextBillDate: CivilDate;
  nextBillNet: Amount;
  /** Recurring price of a year before and after, so that frequencies compare. What begins to be paid for had none. */
  yearlyRateBefore: Amount;
  yearlyRateAfter: Amount;
  seatsAdded: number;
  /** People more than there will be seats: so many have to be taken off theirs before the day on which the change takes effect. */
  seatsToFree?: number;
  /** What becomes of a change that is agreed for later once this one is placed. */
  agreed?: AgreedOutcome;
}

/** A newer change takes of an agreed one what both change; with nothing left of it the agreed one ends. */
export interface AgreedOutcome extends Pick<AgreedChange, 'changeId' | 'visit'> {
  takenOut: TermsField[];
  kept: TermsField[];
}

/** A priced change, pinned to an instant. It is never recomputed at execution. */
export interface Quote {
  quoteId: string;
  version: number;
  at: Instant;
  expiresAt: Instant;
  effectiveDate: CivilDate;
  /** Start of that day in the account's zone. */
  effectiveAt: Instant;
  policy: { name: string; version: number };
  currency: CurrencyCode;
  changes: QuotedChange[];
  lines: QuoteLine[];
  vatTreatment: VatTreatment;
  net: Amount;
  vat: Amount;
  total: Amount;
  /** Account balance taken, held while the order is placed. */
  balanceUsed: Amount;
  /** The amount asked of the customer today; never negative. */
  dueToday: Amount;
  /**
   * The amount that the order puts on the account balance: a negative total as credit, or a collected debt; negative for an amount
   * too small to charge. Always total = dueToday + balanceUsed - toBalance - refundRequested.
   */
  toBalance: Amount;
  /** The amount that a person pays back to the customer, where the seller refunds a negative total instead of crediting it. */
  refundRequested?: Amount;
  /** The seller bills with the next invoice: until then what is asked stands as a debt on the balance. */
  billedLater?: true;
  /** The rate test, on net recurring prices; apart from whether money is due today. */
  rateIncreases: boolean;
  includesCart: boolean;
  cartVersion: number;
  /** The same order with the other choice of anchor. */
  otherAnchor?: AnchorAlternative;
  /** SHA-256 over everything above: what the customer agrees to when placing. */
  hash: string;
}

/** The amounts of an order without its lines. */
export interface QuoteOutline extends Pick<Quote, 'net' | 'total' | 'dueToday' | 'toBalance'> {
  nextBills: { subscriptionId: string; date: CivilDate; net: Amount }[];
}

/** The amounts of an order with the other choice of anchor, side by side with the quote. It is never placed. */
export interface AnchorAlternative extends QuoteOutline {
  anchor: 'kept' | 'reset';
}

/** One amount of two quotes: `difference` is after less before, so positive means more to pay. */
export interface AmountDifference {
  before: Amount;
  after: Amount;
  difference: Amount;
}

/** A line with its VAT in two quotes of one order; null where the quote has no such line. */
export interface LineDifference {
  lineId: string;
  before: Amount | null;
  after: Amount | null;
}

/** The differences between a quote and the one it replaces. */
export interface QuoteDifference {
  previousQuoteId: string;
  total: AmountDifference;
  dueToday: AmountDifference;
  /** Only the lines that are not the same. */
  lines: LineDifference[];
  /** Subscriptions whose facts changed between the two quotes: then the customer is always asked again. */
  movedSubscriptions: string[];
  /** Why the newer quote must be shown, or nothing when the order may go on with it. */
  askAgain: 'would_pay_more' | 'subscription_moved' | 'cart_moved' | 'none';
}
