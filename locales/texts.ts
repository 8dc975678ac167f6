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
  fr: Object.fromEntries(
    Object.entries({ ...fr, ...uiFr, ...deskFr, ...statechartFr }).map(([key, text]) => [key, frenchSpaces(text)]),
  ),
};
