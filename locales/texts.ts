import type { Locale } from '../billing/facts/types';
import deskEn from './desk.en.json';
import deskFr from './desk.fr.json';
import en from './en.json';
import fr from './fr.json';
import statechartEn from './statechart.en.json';
import statechartFr from './statechart.fr.json';
import { frenchSpaces } from './typography';
import uiEn from './ui.en.json';
import uiFr from './ui.fr.json';

/** The texts for people in each language, by key, in ICU message syntax: those of the pages among them. */
export const TEXTS: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  en: { ...en, ...uiEn, ...deskEn, ...statechartEn },
  fr: setWhenRead({ ...fr, ...uiFr, ...deskFr, ...statechartFr }),
};

/** Each text is set when it is first read: to set all of them takes longer than anything else that a server does at its start. */
function setWhenRead(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const set: Record<string, string> = {};
  for (const [key, text] of Object.entries(texts)) {
    const get = (): string => {
      const value = frenchSpaces(text);
      Object.defineProperty(set, key, { value, enumerable: true });
      return value;
    };
    Object.defineProperty(set, key, { get, enumerable: true, configurable: true });
  }
  return set;
}
