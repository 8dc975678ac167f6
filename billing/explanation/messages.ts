import { IntlMessageFormat } from 'intl-messageformat';
import { dayNumberOf, epochMilliseconds } from '../calendar/calendar';
import { DAY } from '../calendar/durations';
import type { CivilDate, Instant, LineVatTreatment, Locale } from '../facts/types';
import { memoize } from '../memoize';
import { exponentOf } from '../money/currency';
import { BillingError, quoted } from '../money/errors';
import type { Amount, CurrencyCode } from '../money/types';
import { writtenAmount, writtenCountry, writtenDay, writtenPercent, writtenTime } from './writing';

/** Who reads: the language, its texts by key (a file of `locales/`), and the zone that times are shown in. */
export interface Readership {
  locale: Locale;
  texts: Readonly<Record<string, string>>;
  timeZone: string;
}

export type MessageFacts = Record<string, string | number>;

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
export function readableAmount(
  amount: Amount,
  currency: CurrencyCode,
  { locale }: Pick<Readership, 'locale'>,
): string {
  return writtenAmount(locale, currency, amount, exponentOf(currency));
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
export const readableCountry = (country: string, { locale }: Readership): string => writtenCountry(locale, country);

/** "20 %" or "5.5%", from the text of a rate. */
export const readablePercent = (percent: string, { locale }: Readership): string => writtenPercent(locale, percent);

/** "1er avril 2026", "1 April 2026": on one line, wherever it stands. */
export function readableDate(date: CivilDate, { locale }: Pick<Readership, 'locale'>): string {
  return dateText(locale, date);
}

/** Date and time in the reader's zone, and whose time that is: "1 November 2026 at 15:05, Central European Standard Time". */
export function readableTime(instant: Instant, { locale, timeZone }: Readership): string {
  return writtenTime(locale, timeZone, epochMilliseconds(instant));
}

function sourceOf(texts: Readership['texts'], key: string): string {
  const source = Object.hasOwn(texts, key) ? texts[key] : undefined;
  if (source !== undefined) return source;
  throw new BillingError('text_missing', 'texts', `there is no text ${quoted(key)}.`);
}

// Finding the day of a date costs less than writing it, and the quotes of a day share most of theirs.
const dateText = memoize(4096, (locale: Locale, date: CivilDate) => writtenDay(locale, dayNumberOf(date) * DAY));
