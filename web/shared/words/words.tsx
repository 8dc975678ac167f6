import { createContext, type ReactNode, useCallback, useContext, useLayoutEffect, useMemo, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { type Catalogue, loadCatalogue, type WordFacts, type WordKey } from './catalogue';
import { keepLanguage } from './chosen-language';
import { type Language, REGIONAL } from './languages';

/** What components say, and in which language. */
export interface Words {
  language: Language;
  say(key: WordKey, facts?: WordFacts): string;
  /** Words with `<b>` in them. */
  sayRich(key: WordKey, facts?: WordFacts): ReactNode;
  /** Speaks another language from now on, everywhere at once; what was typed stays. */
  speak(language: Language): void;
}

const WordsContext = createContext<Words | null>(null);

/** @throws Error outside of {@link WordsProvider} */
export function useWords(): Words {
  const words = useContext(WordsContext);
  if (words === null) throw new Error('There are no words outside of WordsProvider.');
  return words;
}

interface WordsProviderProps {
  first: Catalogue;
  /** Told before anything is shown in the new language, e.g. so that the API is asked in it. */
  onSpeak(language: Language): void;
  children: ReactNode;
}

/** Page, kit and API speak one language at any time. */
export function WordsProvider({ first, onSpeak, children }: WordsProviderProps) {
  const [catalogue, setCatalogue] = useState(first);
  const { language } = catalogue;
  useLayoutEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const speak = useCallback(
    async (wanted: Language) => {
      const next = await loadCatalogue(wanted);
      keepLanguage(wanted);
      onSpeak(wanted);
      setCatalogue(next);
    },
    [onSpeak],
  );
  const words = useMemo(
    (): Words => ({
      language,
      say: (key, facts) => catalogue.say(key, facts),
      sayRich: (key, facts) => catalogue.sayRich(key, facts),
      speak: (wanted) => void speak(wanted),
    }),
    [catalogue, language, speak],
  );
  return (
    <I18nProvider locale={REGIONAL[language]}>
      <WordsContext value={words}>{children}</WordsContext>
    </I18nProvider>
  );
}
