import type { Locale } from '../billing/facts/types';
import en from './en.json';
import fr from './fr.json';
import { frenchSpaces } from './typography';

/** The texts for people in each language, by key, in ICU message syntax. */
export const TEXTS: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  en,
  fr: Object.fromEntries(Object.entries(fr).map(([key, text]) => [key, frenchSpaces(text)])),
};
