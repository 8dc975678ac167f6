import type { Locale } from '../facts/types';
import { memoize } from '../memoize';
import type { Amount, CurrencyCode } from '../money/types';

/**
 * Amounts, percentages, countries, days and times as a language writes them, on the server as in a browser: nothing here reads a
 * calendar or a table.
 */

const MINUS = '\u2212';
/** Between a minus and the sign of a currency a line may break otherwise; what is counted never stands apart from its minus. */
const JOINED = '\u2060';
const NO_BREAK = '\u00a0';

/** Day before month, and a day of 24 hours. */
const DATED_IN: Readonly<Record<Locale, string>> = { en: 'en-GB', fr: 'fr-FR' };

/**
 * An amount with a true minus: "28,39 €", "−¥1,502". One that is finer than its currency keeps its own decimals; what is no
 * amount is told as it is.
 *
 * @param exponent decimals of the currency
 */
export function writtenAmount(locale: Locale, currency: CurrencyCode, amount: Amount, exponent: number): string {
  return isNumeric(amount) ? amountText(locale, currency, exponent, amount) : `${amount} ${currency}`;
}

/** "20 %" or "5.5%", from the text of a rate. */
export const writtenPercent = (locale: Locale, percent: string): string =>
  percentFormat(locale).format(Number(percent) / 100);

/** The name of a country by its ISO 3166-1 code. */
export const writtenCountry = (locale: Locale, country: string): string => regionNames(locale).of(country) ?? country;

/** "1er avril 2026", "1 April 2026": on one line, wherever it stands. @param day a moment of it in UTC, in milliseconds */
export const writtenDay = (locale: Locale, day: number): string => dated(locale, dateFormat(locale).formatToParts(day));

/** The day that a moment falls on in a zone. @param moment in milliseconds since 1970 */
export const writtenDayOf = (locale: Locale, timeZone: string, moment: number): string =>
  dated(locale, dayFormat(locale, timeZone).formatToParts(moment));

/**
 * Date and time in a zone, and whose time that is: "1 November 2026 at 15:05, Central European Standard Time".
 *
 * @param moment in milliseconds since 1970
 */
export function writtenTime(locale: Locale, timeZone: string, moment: number): string {
  return `${dated(locale, timeFormat(locale, timeZone).formatToParts(moment))}, ${zoneName(locale, timeZone, moment)}`;
}

/** Everybody knows UTC by its letters, and hardly anybody by its name. */
function zoneName(locale: Locale, timeZone: string, moment: number): string {
  if (timeZone === 'UTC') return timeZone;
  const parts = zoneFormat(locale, timeZone).formatToParts(moment);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

// The amounts of a day's quotes are mostly alike.
const amountText = memoize(4096, (locale: string, currency: CurrencyCode, exponent: number, amount: `${number}`) =>
  amountFormat(locale, currency, Math.max(exponent, decimalsOf(amount)))
    .format(amount)
    .replace(/-(?=\d)/, MINUS)
    .replace('-', MINUS + JOINED),
);

/** French counts the first day of a month, and only that one: "1er". */
function dated(locale: Locale, parts: readonly Intl.DateTimeFormatPart[]): string {
  const text = parts.map(({ type, value }) => (locale === 'fr' && type === 'day' && value === '1' ? '1er' : value));
  return text.join('').replaceAll(' ', NO_BREAK);
}

const amountFormat = memoize(
  256,
  (locale: string, currency: CurrencyCode, digits: number) =>
    new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }),
);

const percentFormat = memoize(
  8,
  (locale: string) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }),
);

const regionNames = memoize(8, (locale: string) => new Intl.DisplayNames(locale, { type: 'region' }));

const dateFormat = memoize(
  8,
  (locale: Locale) => new Intl.DateTimeFormat(DATED_IN[locale], { dateStyle: 'long', timeZone: 'UTC' }),
);

const dayFormat = memoize(
  256,
  (locale: Locale, timeZone: string) => new Intl.DateTimeFormat(DATED_IN[locale], { dateStyle: 'long', timeZone }),
);

const timeFormat = memoize(
  256,
  (locale: Locale, timeZone: string) =>
    new Intl.DateTimeFormat(DATED_IN[locale], { dateStyle: 'long', timeStyle: 'short', timeZone }),
);

const zoneFormat = memoize(
  256,
  (locale: Locale, timeZone: string) => new Intl.DateTimeFormat(DATED_IN[locale], { timeZone, timeZoneName: 'long' }),
);

/** Decimals that say something: 2 for "0.0500". */
function decimalsOf(amount: Amount): number {
  return amount.replace(/0+$/, '').split('.')[1]?.length ?? 0;
}

/** Intl writes a decimal text exactly; a number would lose the last digits of a large amount. */
function isNumeric(amount: Amount): amount is `${number}` {
  return /^-?[0-9]+(?:\.[0-9]+)?$/.test(amount);
}
