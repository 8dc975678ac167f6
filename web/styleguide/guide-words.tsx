import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type english from '../../locales/styleguide.en.json';
import { Catalogue, type WordFacts } from '../shared/words/catalogue';
import type { Language } from '../shared/words/languages';
import { useWords } from '../shared/words/words';

export type GuideKey = keyof typeof english;

const SOURCES: Readonly<Record<Language, () => Promise<{ default: Record<GuideKey, string> }>>> = {
  fr: () => import('../../locales/styleguide.fr.json'),
  en: () => import('../../locales/styleguide.en.json'),
};

const GuideContext = createContext<Catalogue<GuideKey> | null>(null);

/** The words of the styleguide, which nobody but developers downloads. */
export function GuideWords({ children }: { children: ReactNode }) {
  const { language } = useWords();
  const [catalogue, setCatalogue] = useState<Catalogue<GuideKey> | null>(null);
  useEffect(() => {
    void SOURCES[language]().then((sources) => setCatalogue(new Catalogue(language, sources.default)));
  }, [language]);
  return catalogue === null ? null : <GuideContext value={catalogue}>{children}</GuideContext>;
}

export interface GuideVoice {
  say(key: GuideKey, facts?: WordFacts): string;
  sayRich(key: GuideKey, facts?: WordFacts): ReactNode;
}

/** @throws Error outside of {@link GuideWords} */
export function useGuide(): GuideVoice {
  const catalogue = useContext(GuideContext);
  if (catalogue === null) throw new Error('There are no words outside of GuideWords.');
  return {
    say: (key, facts) => catalogue.say(key, facts),
    sayRich: (key, facts) => catalogue.sayRich(key, facts),
  };
}
