import type { CurrencyTable, Demand } from './port';

/** Checked as text: no number parser that would take "0x1f", "1e5" or " 1" ever sees the amount. */
const AMOUNT = /^(-?)(\d{1,16})(?:\.(\d{1,6}))?$/;

/**
 * A decimal amount as the integer that this gateway counts in: "12.50" EUR is 1250, "1200" JPY is 1200.
 *
 * Throws RangeError for text that is no plain decimal, a currency that the gateway does not take, digits that its minor
 * unit cannot hold, and sums beyond 2^53.
 */
export function toGatewayUnits(money: { amount: string; currency: string }, currencies: CurrencyTable): number {
  const exponent = exponentOf(money.currency, currencies);
  const [, sign = '', whole = '', fraction = ''] = AMOUNT.exec(money.amount) ?? [];
  if (whole === '') throw new RangeError('not a decimal amount');
  const kept = fraction.slice(0, exponent).padEnd(exponent, '0');
  if (/[1-9]/.test(fraction.slice(exponent))) throw new RangeError(`more decimals than ${money.currency} has here`);
  const minor = Number(`${whole}${kept}`);
  if (!Number.isSafeInteger(minor)) throw new RangeError('amount too large');
  return sign === '-' && minor !== 0 ? -minor : minor;
}

/** The decimal text of minor units, with all of the currency's decimals: 1250 EUR is "12.50". Throws RangeError. */
export function fromGatewayUnits({ amount, currency }: Demand, currencies: CurrencyTable): string {
  if (!Number.isSafeInteger(amount)) throw new RangeError('minor units are whole numbers');
  const exponent = exponentOf(currency, currencies);
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0');
  const split = digits.length - exponent;
  const text = exponent === 0 ? digits : `${digits.slice(0, split)}.${digits.slice(split)}`;
  return amount < 0 ? `-${text}` : text;
}

function exponentOf(currency: string, currencies: CurrencyTable): number {
  const rule = Object.hasOwn(currencies, currency) ? currencies[currency] : undefined;
  if (rule === undefined) throw new RangeError(`the gateway does not take ${currency}`);
  return rule.exponent;
}
