import table from './rates.json';

/** One rate of one place; dates are local dates of the country and `validTo` is the last day. */
export interface VatRate {
  country: string;
  /** A territory with a rate of its own, named as in `territories.ts`. */
  region?: string;
  kind: string;
  /** Decimal string: "25.5". */
  percent: string;
  validFrom: string;
  validTo?: string;
}

/** Grows with every change of the table; a decision records the one it was made with. */
export const RATE_TABLE_VERSION: string = table.version;

const RATES: readonly VatRate[] = table.rates;

/**
 * The standard rate of a country, or of a region with its own, on a local date ("YYYY-MM-DD").
 *
 * @returns the percent as a decimal string; null where the table knows no rate for that place and day.
 */
export function standardRate(country: string, date: string, region?: string): string | null {
  const rate = RATES.find(
    (candidate) =>
      candidate.country === country &&
      candidate.region === region &&
      candidate.validFrom <= date &&
      (candidate.validTo === undefined || date <= candidate.validTo),
  );
  return rate?.percent ?? null;
}
