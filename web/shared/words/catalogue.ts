import { IntlMessageFormat } from 'intl-messageformat';
import { createElement, Fragment, type ReactNode } from 'react';
import { frenchSpaces } from '../../../locales/typography';
import type english from '../../../locales/ui.en.json';
import { type Language, REGIONAL } from './languages';

/** Keys of the words that pages say by themselves; whatever else they show comes from the API in words. */
export type WordKey = keyof typeof english;

export type WordFacts = Readonly<Record<string, string | number>>;

/** The words of one language, to be filled with facts. */
export class Catalogue<Key extends string = WordKey> {
  readonly #known = new Map<Key, IntlMessageFormat>();

  constructor(
    readonly language: Language,
    private readonly sources: Readonly<Record<Key, string>>,
  ) {}

  /** The message of a key, set as its language sets it. */
  private message(key: Key): IntlMessageFormat {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const source = this.sources[key];
    const set = this.language === 'fr' ? frenchSpaces(source) : source;
    const message = new IntlMessageFormat(set, REGIONAL[this.language]);
    this.#known.set(key, message);
    return message;
  }

  say(key: Key, facts: WordFacts = {}): string {
    return String(this.message(key).format(facts));
  }

  /** Words with `<b>` in them. */
  sayRich(key: Key, facts: WordFacts = {}): ReactNode {
    const bold = (parts: ReactNode[]): ReactNode => createElement('b', null, ...parts);
    const parts = this.message(key).format<ReactNode>({ ...facts, b: bold });
    return Array.isArray(parts) ? createElement(Fragment, null, ...parts) : parts;
  }
}

/** One catalogue a language, downloaded when it is spoken. */
const SOURCES: Readonly<Record<Language, () => Promise<{ default: Record<WordKey, string> }>>> = {
  fr: () => import('../../../locales/ui.fr.json'),
  en: () => import('../../../locales/ui.en.json'),
};

export const loadCatalogue = async (language: Language): Promise<Catalogue> =>
  new Catalogue(language, (await SOURCES[language]()).default);
