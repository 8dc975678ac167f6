import type { CurrencyTable } from '../port';

/** The currencies that the sandbox takes; minima as card gateways have them. */
export const SANDBOX_CURRENCIES: CurrencyTable = {
  EUR: { exponent: 2, minimum: 50 },
  USD: { exponent: 2, minimum: 50 },
  GBP: { exponent: 2, minimum: 30 },
  CHF: { exponent: 2, minimum: 50 },
  CAD: { exponent: 2, minimum: 50 },
  SEK: { exponent: 2, minimum: 300 },
  NOK: { exponent: 2, minimum: 300 },
  DKK: { exponent: 2, minimum: 250 },
  PLN: { exponent: 2, minimum: 200 },
  CZK: { exponent: 2, minimum: 1500 },
  RON: { exponent: 2, minimum: 200 },
  HUF: { exponent: 2, minimum: 17_500 },
  JPY: { exponent: 0, minimum: 50 },
  KWD: { exponent: 3, minimum: 150 },
};
