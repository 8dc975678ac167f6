/** R1 to R17, as numbered in this folder's README and in every decision. */
export type TaxRule = `R${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17}`;

export interface SellerTaxProfile {
  /** ISO code of the member state the seller is established in. */
  country: string;
  /** Registered for the Union one-stop shop, which is also how a small seller opts in to destination VAT. */
  oss: boolean;
  /** ISO codes of other countries where the seller is registered for VAT: GB, CH, NO (VOEC) or a member state. */
  registrations: readonly string[];
  thresholds: {
    /** EUR 10 000 of cross-border sales to consumers, this calendar year or the last (Directive, Art. 59c). */
    euCrossBorder: 'below' | 'reached';
    /** CHF 100 000 worldwide; taken as reached when left out. */
    switzerland?: 'below' | 'reached';
    /** NOK 50 000 to Norwegian consumers in twelve months; taken as reached when left out. */
    norway?: 'below' | 'reached';
  };
}

/** The state of the customer's VAT number; `prefix` as in the canonical number (EL, XI, CH). */
export type VatStatus =
  | { status: 'absent' }
  /**
   * Confirmed by a register, or by two persons on evidence of their own (`reviewed`, which settles the doubts of R15).
   * `traderMismatch`: the register knows it under another name or address.
   */
  | { status: 'valid'; prefix: string; traderMismatch?: boolean; reviewed?: boolean; evidenceId?: string }
  /** Refused by a register, or never well formed (then without a prefix). */
  | { status: 'invalid'; prefix: string | null; evidenceId?: string }
  /** No register answered. `cause` and `retry` come from the register's port. */
  | { status: 'unverifiable'; prefix: string; cause?: string; retry?: boolean; evidenceId?: string };

export interface TaxInput {
  /** Tax point, a local date "YYYY-MM-DD". */
  date: string;
  seller: SellerTaxProfile;
  customer: { country: string; postalCode?: string | null; kind: 'b2b' | 'b2c' };
  vat: VatStatus;
}

type RateKind = 'domestic' | 'destination' | 'reverse_charge' | 'out_of_scope' | 'hold';

/** A point for a person to look at, though the decision stands without it. */
export type TaxReview =
  /** The number belongs to another country than the address. */
  | 'country_mismatch'
  /** The number belongs to somebody with another name. */
  | 'trader_mismatch'
  /** VAT is due where the seller has no registration to pay it. */
  | 'registration_missing'
  /** Ask the customer to correct the number. */
  | 'correct_number'
  /** The decision does not rest on the number, and nobody could check it. */
  | 'number_unverified';

/** The seller's choice while a number cannot be verified. */
type HoldPolicy = 'hold' | 'charge_then_credit';

interface TaxHold {
  cause: string;
  /** Whether asking the register again can help. */
  retry: boolean;
  policies: readonly HoldPolicy[];
  /** Percent that `charge_then_credit` charges meanwhile. */
  meanwhilePercent: string;
}

/** An immutable record: what was decided, by which rule, from which facts. An amendment is a new record. */
export interface TaxDecision {
  /** The rule that decided. */
  rule: TaxRule;
  /** Every rule that had a part, in order; R14 and R17 say where the customer is. */
  rules: readonly TaxRule[];
  kind: RateKind;
  /** ISO code of the country whose VAT it is; null where no VAT known here applies. */
  taxCountry: string | null;
  territory: string | null;
  /** Decimal string; null while on hold. */
  percent: string | null;
  /** Legal mention for the receipt. */
  mention: string | null;
  /** Goes into the EC sales list (Directive, Art. 262). */
  ecSalesList: boolean;
  /** Declared through the Union one-stop shop. */
  oss: boolean;
  /** The customer accounts for the VAT of a country outside the EU. */
  customerAccounts: boolean;
  reviews: readonly TaxReview[];
  hold: TaxHold | null;
  rateTableVersion: string;
  evidenceId: string | null;
  input: TaxInput;
}
