import type { Locale } from '../../../billing/facts/types';

/** The languages of the pages, which are those of the API. */
export type Language = Locale;

export const LANGUAGES: readonly Language[] = ['fr', 'en'];

/** As the kit and `Intl` know them: day before month, and a day of 24 hours. */
export const REGIONAL: Readonly<Record<Language, string>> = { fr: 'fr-FR', en: 'en-GB' };

/** Each in its own language, so that whoever does not read the present one finds theirs. */
export const OWN_NAMES: Readonly<Record<Language, string>> = { fr: 'Français', en: 'English' };

const KEPT_AS = 'avenant.language';

/** The language that was chosen here before, or else the first one that the browser asks for and we speak. */
export function preferredLanguage(): Language {
  const asked = [localStorage.getItem(KEPT_AS) ?? '', ...navigator.languages];
  const spoken = asked.map((tag) => LANGUAGES.find((language) => tag.toLowerCase().startsWith(language)));
  return spoken.find((language) => language !== undefined) ?? 'en';
}

export const keepLanguage = (language: Language): void => localStorage.setItem(KEPT_AS, language);
