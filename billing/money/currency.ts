import { data } from 'currency-codes';
import { BillingError, quoted } from './errors';
import type { CurrencyCode } from './types';

// Not from Intl, which gives display digits: HUF and COP have 0 there and 2 in ISO 4217.
const exponents = new Map(data.filter(({ code }) => isPaidWith(code)).map(({ code, digits }) => [code, digits]));

/** ISO 4217 also gives codes to metals, bonds, units of account, tests and to no currency: they start with X. */
function isPaidWith(code: string): boolean {
  return !code.startsWith('X') || ['XAF', 'XCD', 'XOF', 'XPF'].includes(code);
}

/**
 * Decimals of a currency by ISO 4217: EUR 2, HUF 2, JPY 0, KWD 3.
 *
 * @throws BillingError `unknown_currency` for a code of ISO 4217 that nobody pays with, or of none (codes are upper case).
 */
export function exponentOf(currency: CurrencyCode, field = 'currency'): number {
  const exponent = exponents.get(currency);
  if (exponent === undefined) {
    throw new BillingError(
      'unknown_currency',
      field,
      `${quoted(currency)} is not a currency of ISO 4217 that one can pay with.`,
    );
  }
  return exponent;
}
