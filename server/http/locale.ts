import type { Request } from 'express';
import type { Locale } from '../../billing/facts/types';
import { LOCALES } from './texts';

/**
 * The language of the answer: the one that the address names (`?lang=fr`), because a link that is opened cannot say it otherwise; or
 * by `Accept-Language`; English when neither French nor English is asked for. Which operations take a `lang`, their query says.
 */
export function localeOf(request: Request): Locale {
  const best = request.acceptsLanguages([...LOCALES]);
  return localeNamed(request.query.lang) ?? localeNamed(best) ?? 'en';
}

/** A language of ours by its name, as `?lang=` has it. */
export const localeNamed = (name: unknown): Locale | undefined => LOCALES.find((locale) => locale === name);
