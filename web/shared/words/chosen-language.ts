import { LANGUAGES, type Language } from './languages';

const KEPT_AS = 'avenant.language';

/** The language that was chosen here before, or else the first one that the browser asks for and we speak. */
export function preferredLanguage(): Language {
  const asked = [localStorage.getItem(KEPT_AS) ?? '', ...navigator.languages];
  const spoken = asked.map((tag) => LANGUAGES.find((language) => tag.toLowerCase().startsWith(language)));
  return spoken.find((language) => language !== undefined) ?? 'en';
}

export const keepLanguage = (language: Language): void => localStorage.setItem(KEPT_AS, language);
