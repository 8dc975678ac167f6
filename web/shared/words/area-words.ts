import { type ReactNode, useEffect, useState } from 'react';
import { Catalogue, type WordFacts } from './catalogue';
import { preferredLanguage } from './chosen-language';
import type { Language } from './languages';
import { useWords } from './words';

/** A catalogue a language, downloaded when somebody who speaks it comes to the area. */
export type AreaSources<Key extends string> = Readonly<
  Record<Language, () => Promise<{ default: Record<Key, string> }>>
>;

/** Downloads the words of an area beside its code and not after it. */
export const downloadWords = <Key extends string>(sources: AreaSources<Key>): void =>
  // Whatever is wrong is told when they are shown.
  void sources[preferredLanguage()]().catch(() => undefined);

/** What the screens of one area say beside what all screens do. */
export interface AreaVoice<Key extends string> {
  say(key: Key, facts?: WordFacts): string;
  /** Words with `<b>` in them. */
  sayRich(key: Key, facts?: WordFacts): ReactNode;
}

/**
 * The words of one area, which nobody downloads who is never there; those of another language stay until there are some in this one.
 *
 * @returns null until there are any
 */
export function useAreaVoice<Key extends string>(sources: AreaSources<Key>): AreaVoice<Key> | null {
  const { language } = useWords();
  const [voice, setVoice] = useState<AreaVoice<Key> | null>(null);
  useEffect(() => {
    void sources[language]().then(({ default: words }) => {
      const catalogue = new Catalogue(language, words);
      setVoice({
        say: (key, facts) => catalogue.say(key, facts),
        sayRich: (key, facts) => catalogue.sayRich(key, facts),
      });
    });
  }, [language, sources]);
  return voice;
}
