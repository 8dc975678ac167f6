import { createContext, type ReactNode, useContext } from 'react';
import type english from '../../../locales/desk.en.json';
import { type AreaSources, type AreaVoice, downloadWords, useAreaVoice } from '../../shared/words/area-words';

export type DeskKey = keyof typeof english;
export type DeskVoice = AreaVoice<DeskKey>;

const SOURCES: AreaSources<DeskKey> = {
  fr: () => import('../../../locales/desk.fr.json'),
  en: () => import('../../../locales/desk.en.json'),
};

export const downloadDeskWords = (): void => downloadWords(SOURCES);

const DeskContext = createContext<DeskVoice | null>(null);

/** The words of the desk, which no customer downloads. */
export function DeskWords({ children }: { children: ReactNode }) {
  const voice = useAreaVoice(SOURCES);
  return voice === null ? null : <DeskContext value={voice}>{children}</DeskContext>;
}

/** @throws Error outside of {@link DeskWords} */
export function useDesk(): DeskVoice {
  const voice = useContext(DeskContext);
  if (voice === null) throw new Error('There are no words outside of DeskWords.');
  return voice;
}
