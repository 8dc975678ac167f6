import type { CurrencyRule, CurrencyTable } from '../port';

/**
 * Stripe's minor units (docs.stripe.com/currencies): its zero-decimal currencies are not those of ISO 4217, and some
 * are counted finer than they are charged. Minima hold for charges settled in the same currency; a conversion may ask
 * for more, which Stripe then says itself.
 */

const twoDecimals = (minimum: number): CurrencyRule => ({ exponent: 2, minimum });
const noDecimals = (minimum: number): CurrencyRule => ({ exponent: 0, minimum });
/** Counted in hundredths for old times' sake, charged in whole units. */
const wholeUnits = (minimum: number): CurrencyRule => ({ exponent: 2, minimum, multipleOf: 100 });
/** Three decimals of which the card networks take two. */
const lastDigitZero: CurrencyRule = { exponent: 3, minimum: 10, multipleOf: 10 };

const ZERO_DECIMAL = ['BIF', 'CLP', 'DJF', 'GNF', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'];
const THREE_DECIMAL = ['BHD', 'JOD', 'KWD', 'OMR', 'TND'];

export const STRIPE_CURRENCIES: CurrencyTable = {
  AED: twoDecimals(200),
  AUD: twoDecimals(50),
  BRL: twoDecimals(50),
  CAD: twoDecimals(50),
  CHF: twoDecimals(50),
  CZK: twoDecimals(1500),
  DKK: twoDecimals(250),
  EUR: twoDecimals(50),
  GBP: twoDecimals(30),
  HKD: twoDecimals(400),
  // HUF and TWD lose their decimals only when Stripe pays them out to us.
  HUF: twoDecimals(17_500),
  INR: twoDecimals(50),
  ISK: wholeUnits(100),
  JPY: noDecimals(50),
  MXN: twoDecimals(1000),
  MYR: twoDecimals(200),
  NOK: twoDecimals(300),
  NZD: twoDecimals(50),
  PLN: twoDecimals(200),
  RON: twoDecimals(200),
  SEK: twoDecimals(300),
  SGD: twoDecimals(50),
  THB: twoDecimals(1000),
  TWD: twoDecimals(100),
  UGX: wholeUnits(100),
  USD: twoDecimals(50),
  ...Object.fromEntries(ZERO_DECIMAL.map((currency) => [currency, noDecimals(1)])),
  ...Object.fromEntries(THREE_DECIMAL.map((currency) => [currency, lastDigitZero])),
};
