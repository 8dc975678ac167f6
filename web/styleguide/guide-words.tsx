import { createContext, type ReactNode, useContext } from 'react';
import type english from '../../locales/styleguide.en.json';
import { type AreaSources, type AreaVoice, useAreaVoice } from '../shared/words/area-words';

export type GuideKey = keyof typeof english;
export type GuideVoice = AreaVoice<GuideKey>;

const SOURCES: AreaSources<GuideKey> = {
  fr: () => import('../../locales/styleguide.fr.json'),
  en: () => import('../../locales/styleguide.en.json'),
};

const GuideContext = createContext<GuideVoice | null>(null);

/** The words of the styleguide, which nobody but developers downloads. */
export function GuideWords({ children }: { children: ReactNode }) {
  const voice = useAreaVoice(SOURCES);
  return voice === null ? null : <GuideContext value={voice}>{children}</GuideContext>;
}

/** @throws Error outside of {@link GuideWords} */
export function useGuide(): GuideVoice {
  const voice = useContext(GuideContext);
  if (voice === null) throw new Error('There are no words outside of GuideWords.');
  return voice;
}
