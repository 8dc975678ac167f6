import type english from '../../../locales/statechart.en.json';
import { type AreaSources, type AreaVoice, downloadWords, useAreaVoice } from '../words/area-words';

export type ChartKey = keyof typeof english;
export type ChartVoice = AreaVoice<ChartKey>;

const SOURCES: AreaSources<ChartKey> = {
  fr: () => import('../../../locales/statechart.fr.json'),
  en: () => import('../../../locales/statechart.en.json'),
};

export const downloadChartWords = (): void => downloadWords(SOURCES);

/** What every chart says, of whatever machine it is; downloaded with the first one. */
export const useChartVoice = (): ChartVoice | null => useAreaVoice(SOURCES);
