import type { Locale } from '../billing/facts/types';
import en from './en.json';
import fr from './fr.json';

/** The texts for people in each language, by key, in ICU message syntax. */
export const TEXTS: Readonly<Record<Locale, Readonly<Record<string, string>>>> = { en, fr };
