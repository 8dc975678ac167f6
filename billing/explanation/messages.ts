import { IntlMessageFormat } from 'intl-messageformat';
import { dayNumberOf, epochMilliseconds } from '../calendar/calendar';
import { DAY } from '../calendar/durations';
import type { CivilDate, Instant, LineVatTreatment, Locale } from '../facts/types';
import { memoize } from '../memoize';
import { exponentOf } from '../money/currency';
import { BillingError, quoted } from '../money/errors';
import type { Amount, CurrencyCode } from '../money/types';

/** Who reads: the language, its texts by key (a file of `locales/`), and the zone that times are shown in. */
export interface Readership {
  locale: Locale;
  texts: Readonly<Record<string, string>>;
  timeZone: string;
}

export type MessageFacts = Record<string, string | number>;

const MINUS = '\u2212';
/** Between a minus and the sign of a currency a line may break otherwise; what is counted never stands apart from its minus. */
const JOINED = '\u2060';
const NO_BREAK = '\u00a0';

/** Day before month, and a day of 24 hours. */
const DATED_IN: Readonly<Record<Locale, string>> = { en: 'en-GB', fr: 'fr-FR' };

const compiled = new WeakMap<Readership['texts'], Map<string, IntlMessageFormat>>();

/**
 * The text of a key, filled with facts.
 *
 * @throws BillingError `text_missing` when the texts have no such key, so that a gap is found by a test.
 */
export function message({ locale, texts }: Readership, key: string, facts: MessageFacts): string {
  const known = compiled.get(texts) ?? new Map<string, IntlMessageFormat>();
  compiled.set(texts, known);
  const format = known.get(key) ?? new IntlMessageFormat(sourceOf(texts, key), locale);
  known.set(key, format);
  return String(format.format(facts));
}

/**
 * An amount as the language writes it, with all the decimals of its currency and a true minus: "28,39 €", "−¥1,502". A unit
 * price that is finer than the currency keeps its own decimals, so that the arithmetic can be followed.
 */
export function readableAmount(amount: Amount, currency: CurrencyCode, { locale }: Readership): string {
  if (!isNumeric(amount)) return `${amount} ${currency}`;
  return amountText(locale, currency, amount);
}

/** The decision on the VAT of a line, in one sentence with the legal mention that goes with it. */
export function treatmentText(
  { kind, country, percent }: LineVatTreatment & { percent: string },
  reader: Readership,
): string {
  const facts = {
    country: readableCountry(country, reader),
    percent: readablePercent(percent, reader),
  };
  return message(reader, `quote.treatment.${kind}`, facts);
}

/** The name of a country by its ISO 3166-1 code. */
export const readableCountry = (country: string, { locale }: Readership): string =>
  regionNames(locale).of(country) ?? country;

/** "20 %" or "5.5%", from the text of a rate. */
export function readablePercent(percent: string, { locale }: Readership): string {
  return percentFormat(locale).format(Number(percent) / 100);
}

/** "1er avril 2026", "1 April 2026": on one line, wherever it stands. */
export function readableDate(date: CivilDate, { locale }: Pick<Readership, 'locale'>): string {
  return dateText(locale, date);
}

/** Date and time in the reader's zone, and whose time that is: "1 November 2026 at 15:05, Central European Standard Time". */
export function readableTime(instant: Instant, { locale, timeZone }: Readership): string {
  const at = epochMilliseconds(instant);
  const zone = zoneFormat(locale, timeZone)
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName');
  return `${dated(locale, timeFormat(locale, timeZone).formatToParts(at))}, ${zone?.value ?? timeZone}`;
}

// Writing an amount or a date costs more than finding it, and the quotes of a day share most of theirs.
const amountText = memoize(4096, (locale: string, currency: CurrencyCode, amount: `${number}`) =>
  amountFormat(locale, currency, Math.max(exponentOf(currency), decimalsOf(amount)))
    .format(amount)
    .replace(/-(?=\d)/, MINUS)
    .replace('-', MINUS + JOINED),
);

const dateText = memoize(4096, (locale: Locale, date: CivilDate) =>
  dated(locale, dateFormat(locale).formatToParts(dayNumberOf(date) * DAY)),
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

const timeFormat = memoize(
  256,
  (locale: Locale, timeZone: string) =>
    new Intl.DateTimeFormat(DATED_IN[locale], { dateStyle: 'long', timeStyle: 'short', timeZone }),
);

const zoneFormat = memoize(
  256,
  (locale: Locale, timeZone: string) => new Intl.DateTimeFormat(DATED_IN[locale], { timeZone, timeZoneName: 'long' }),
);

function sourceOf(texts: Readership['texts'], key: string): string {
  const source = Object.hasOwn(texts, key) ? texts[key] : undefined;
  if (source !== undefined) return source;
  throw new BillingError('text_missing', 'texts', `there is no text ${quoted(key)}.`);
}

/** Decimals that say something: 2 for "0.0500". */
function decimalsOf(amount: Amount): number {
  return amount.replace(/0+$/, '').split('.')[1]?.length ?? 0;
}

/** Intl writes a decimal text exactly; a number would lose the last digits of a large amount. */
function isNumeric(amount: Amount): amount is `${number}` {
  return /^-?[0-9]+(?:\.[0-9]+)?$/.test(amount);
}
