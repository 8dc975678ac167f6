/** A decimal in major units, as JSON carries it: "12.50". */
export type Amount = string;

/** ISO 4217, in upper case. */
export type CurrencyCode = string;

export interface Money {
  amount: Amount;
  currency: CurrencyCode;
}
