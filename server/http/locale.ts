import type { Request } from 'express';
import type { Locale } from '../../billing/facts/types';
import { LOCALES } from './texts';

/** The language of the answer by `Accept-Language`; English when neither French nor English is asked for. */
export function localeOf(request: Request): Locale {
  const best = request.acceptsLanguages([...LOCALES]);
  return LOCALES.find((locale) => locale === best) ?? 'en';
}
