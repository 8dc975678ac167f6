import { Decimal } from 'decimal.js';
import { memoize } from '../memoize';
import { exponentOf } from './currency';
import { BillingError, InvalidAmount, quoted } from './errors';
import type { Amount, CurrencyCode } from './types';

/**
 * Decimals of billing. 40 significant digits hold any amount times any number of seconds in a year exactly, and keep a
 * quotient far enough from a rounding boundary that rounding it a second time at the exponent never changes the result.
 */
export const Exact = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -30, toExpPos: 40 });
export type Exact = Decimal;

const ZERO = new Exact(0);
const AMOUNT = /^-?(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,4})?$/;
const LONGEST_AMOUNT = 18;

// Prices and balances repeat, and a Decimal never changes: building one costs more than finding it.
const knownAmounts = memoize(4096, (text: Amount) => new Exact(text));

/**
 * Reads an amount in major units, e.g. "12.50" or "-3". The text is checked before Decimal sees it, because Decimal
 * also accepts "0x1f", "1e400" and "NaN".
 *
 * @throws InvalidAmount for anything but a plain decimal with at most 12 digits before and 4 after the point.
 */
export function parseAmount(text: Amount, field = 'amount'): Exact {
  checkAmountText(text, field);
  return knownAmounts(text);
}

/**
 * Reads an amount of money that was or will be paid: it may not have more decimals than its currency.
 *
 * @throws InvalidAmount also for "12.505" EUR or "1.5" JPY; unit prices, which may be finer, use `parseAmount`.
 */
export function parsePayable(text: Amount, currency: CurrencyCode, field = 'amount'): Exact {
  checkAmountText(text, field);
  const exponent = exponentOf(currency, field);
  const point = text.indexOf('.');
  const isFiner = point >= 0 && text.length - point - 1 > exponent;
  if (isFiner && /[1-9]/.test(text.slice(point + 1 + exponent))) {
    throw new InvalidAmount(field, `${quoted(text)} has more decimals than ${currency}, which has ${exponent}.`);
  }
  return knownAmounts(text);
}

/** As `parseAmount`, for prices and billed amounts, which are never below zero. */
export function parseNotNegative(text: Amount, field = 'amount'): Exact {
  const value = parseAmount(text, field);
  if (value.isNegative() && !value.isZero()) {
    throw new InvalidAmount(field, `${quoted(text)} is negative.`);
  }
  return value;
}

/**
 * Rounds half away from zero at the currency's exponent (Kill Bill and Flexprice round so; 0.005 USD is 0.01 and
 * -0.005 USD is -0.01).
 */
export function roundHalfUp(value: Exact, currency: CurrencyCode): Exact {
  return value.toDecimalPlaces(exponentOf(currency), Decimal.ROUND_HALF_UP);
}

/** Writes a value with exactly the currency's decimals, rounding half up: "12.50" EUR, "1502" JPY, "17.586" KWD. */
export function formatAmount(value: Exact, currency: CurrencyCode): Amount {
  const text = value.toFixed(exponentOf(currency), Decimal.ROUND_HALF_UP);
  return text.startsWith('-') && !/[1-9]/.test(text) ? text.slice(1) : text;
}

/** Sum of amounts of one currency, "0.00" for none. Every amount must be payable in that currency. */
export function sum(amounts: readonly Amount[], currency: CurrencyCode): Amount {
  let total = ZERO;
  for (const amount of amounts) total = total.plus(parsePayable(amount, currency));
  return formatAmount(total, currency);
}

export function add(left: Amount, right: Amount, currency: CurrencyCode): Amount {
  return sum([left, right], currency);
}

export function subtract(left: Amount, right: Amount, currency: CurrencyCode): Amount {
  return formatAmount(parsePayable(left, currency).minus(parsePayable(right, currency)), currency);
}

export function negate(amount: Amount, currency: CurrencyCode): Amount {
  return formatAmount(parsePayable(amount, currency).negated(), currency);
}

/** Negative when `left` is smaller, 0 when both are the same value ("1" and "1.00"), positive when it is larger. */
export function compare(left: Amount, right: Amount): number {
  return parseAmount(left).comparedTo(parseAmount(right));
}

/**
 * Whole minor units for a gateway: "12.50" EUR is 1250, "1502" JPY is 1502.
 *
 * @throws InvalidAmount when the amount has more decimals than the currency or does not fit a safe integer.
 */
export function toMinorUnits(amount: Amount, currency: CurrencyCode): number {
  const units = parsePayable(amount, currency)
    .times(tenTo(exponentOf(currency)))
    .toNumber();
  if (!Number.isSafeInteger(units)) {
    throw new InvalidAmount('amount', `${quoted(amount)} ${currency} is too large for minor units.`);
  }
  return units;
}

/**
 * One currency for everything that is added up.
 *
 * @throws BillingError `currency_mismatch`, naming the field that differs.
 */
export function requireSameCurrency(expected: CurrencyCode, actual: CurrencyCode, field: string): void {
  if (expected === actual) return;
  throw new BillingError('currency_mismatch', field, `${quoted(actual)} is not the account's currency ${expected}.`);
}

function checkAmountText(text: Amount, field: string): void {
  if (typeof text !== 'string') throw new InvalidAmount(field, 'an amount is a string.');
  if (text.length > LONGEST_AMOUNT || !AMOUNT.test(text)) {
    throw new InvalidAmount(field, `${quoted(text)} is not an amount.`);
  }
}

function tenTo(exponent: number): Exact {
  return new Exact(10).pow(exponent);
}
