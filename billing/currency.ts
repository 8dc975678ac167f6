import { data } from 'currency-codes';
import { BillingError, quoted } from './errors';
import type { CurrencyCode } from './types';

// Not from Intl, which gives display digits: HUF and COP have 0 there and 2 in ISO 4217.
const exponents = new Map(data.map((currency) => [currency.code, currency.digits]));

/**
 * Decimals of a currency by ISO 4217: EUR 2, HUF 2, JPY 0, KWD 3.
 *
 * @throws BillingError `unknown_currency` for a code that is not in ISO 4217 (codes are upper case).
 */
export function exponentOf(currency: CurrencyCode, field = 'currency'): number {
  const exponent = exponents.get(currency);
  if (exponent === undefined) {
    throw new BillingError(
      'unknown_currency',
      field,
      `${quoted(currency)} is not a currency of ISO 4217.`,
      'Use a three-letter code such as "EUR".',
    );
  }
  return exponent;
}
