import IntlMessageFormat from 'intl-messageformat';
import { readableDate } from '../../billing/explanation/messages';
import type { Locale } from '../../billing/facts/types';
import { memoize } from '../../billing/memoize';
import { TEXTS } from '../../locales/texts';

/** Texts for people, by key and language, in ICU message syntax. */

export const LOCALES = ['en', 'fr'] as const satisfies readonly Locale[];

/** All texts of a language, for those who fill them themselves. */
export const textsOf = (locale: Locale): Readonly<Record<string, string>> => TEXTS[locale];

/**
 * The text of a key filled with facts, dates as people write them; undefined when the catalogue has no such key. Facts that a
 * text needs and that are missing are shown as "?", because half a sentence helps more than an error about an error. One that
 * a text chooses by is `missing`.
 */
export function text(locale: Locale, key: string, facts: Record<string, string | number> = {}): string | undefined {
  const message = messageOf(locale, key);
  if (message === undefined) return undefined;
  const told = withReadableDates(facts, locale);
  try {
    return String(message.format(told));
  } catch {
    return String(message.format({ ...namesIn(TEXTS[locale][key] ?? ''), ...told }));
  }
}

/** Facts of ours that are civil dates. */
const DATES: ReadonlySet<string> = new Set(['date', 'start', 'end', 'endsOn', 'pausesOn', 'resumesOn']);

const CIVIL_DATE = /^\d{4}-\d{2}-\d{2}$/;

const withReadableDates = (facts: Record<string, string | number>, locale: Locale): typeof facts =>
  Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [
      name,
      DATES.has(name) && CIVIL_DATE.test(String(fact)) ? readableDate(String(fact), { locale }) : fact,
    ]),
  );

/**
 * What to do next about a problem or a refusal; undefined where the catalogue says nothing. Where a fact is the address of
 * the page to do it on, the words lead there.
 */
export const nextStep = (locale: Locale, code: string, facts: Record<string, string | number>): string | undefined =>
  ('openInvoicesUrl' in facts ? text(locale, `next.${code}.link`, facts) : undefined) ??
  text(locale, `next.${code}`, facts);

/** The text of the innermost part of a dotted path that has one: "state.a.b.c", then "state.a.b", … */
export function innermostText(locale: Locale, path: string): string | undefined {
  const parts = path.split('.');
  for (let length = parts.length; length > 1; length -= 1) {
    const found = text(locale, parts.slice(0, length).join('.'));
    if (found !== undefined) return found;
  }
  return undefined;
}

const namesIn = (message: string): Record<string, string> => ({
  ...allNamed(message, /\{(\w+)/g, '?'),
  ...allNamed(message, /\{(\w+), select,/g, 'missing'),
});

const allNamed = (message: string, names: RegExp, value: string): Record<string, string> =>
  Object.fromEntries([...message.matchAll(names)].map(([, name]) => [name, value]));

/** What is no key of ours may be as long as a request, and is not kept. */
const messageOf = (locale: Locale, key: string): IntlMessageFormat | undefined =>
  Object.hasOwn(TEXTS[locale], key) ? knownMessageOf(locale, key) : undefined;

const knownMessageOf = memoize(
  4096,
  (locale: Locale, key: string) => new IntlMessageFormat(TEXTS[locale][key] ?? '', locale),
);
