import type { Locale } from '../../../billing/facts/types';

/** The languages of the pages, which are those of the API. */
export type Language = Locale;

export const LANGUAGES: readonly Language[] = ['fr', 'en'];

/** As the kit and `Intl` know them: day before month, and a day of 24 hours. */
export const REGIONAL: Readonly<Record<Language, string>> = { fr: 'fr-FR', en: 'en-GB' };

/** Each in its own language, so that whoever does not read the present one finds theirs. */
export const OWN_NAMES: Readonly<Record<Language, string>> = { fr: 'Français', en: 'English' };
