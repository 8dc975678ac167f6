import { useEffect, useState } from 'react';
import { preferredLanguage } from '../words/chosen-language';
import type { Language } from '../words/languages';
import { type MachineChart, type MachineWords, topStateOf } from './chart';

/** The machine that an order was started with. */
export interface MachineVersion {
  id: string;
  version: number;
}

/** A chart with its words in one language. */
export interface SpokenChart {
  chart: MachineChart;
  words: MachineWords;
}

const CHARTS = import.meta.glob<MachineChart>(['./*.json', '!./*.{en,fr}.json'], { import: 'default' });
const WORDS = import.meta.glob<MachineWords>('./*.{en,fr}.json', { import: 'default' });

/** @returns null for a version of which there is no chart */
async function load({ id, version }: MachineVersion, language: Language): Promise<SpokenChart | null> {
  const name = `./${id}@${version}`;
  const [chart, words] = await Promise.all([CHARTS[`${name}.json`]?.(), WORDS[`${name}.${language}.json`]?.()]);
  return chart === undefined || words === undefined ? null : { chart, words };
}

/** Of a record by names such as "./subscriptionChange@1.fr.json". */
const newestOf = (files: Readonly<Record<string, unknown>>, ending: string): string =>
  Object.keys(files)
    .filter((name) => name.endsWith(ending))
    .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
    .at(-1) ?? '';

/** Downloads the chart of the newest machine, which most orders that somebody looks at were started with, before there is one. */
export function downloadChart(): void {
  const files = [CHARTS[newestOf(CHARTS, '.json')], WORDS[newestOf(WORDS, `.${preferredLanguage()}.json`)]];
  // Whatever is wrong is told when it is shown.
  for (const download of files) void download?.().catch(() => undefined);
}

/**
 * The chart of a machine, downloaded when an order of it is looked at.
 *
 * @returns `unknown` where there is none of its version, `loading` until it is known; that of another language stays meanwhile
 */
export function useChart(machine: MachineVersion | null, language: Language): SpokenChart | 'unknown' | 'loading' {
  const [spoken, setSpoken] = useState<SpokenChart | 'unknown' | 'loading'>('loading');
  const { id, version } = machine ?? { id: '', version: 0 };
  useEffect(() => {
    let isWanted = true;
    const show = (loaded: SpokenChart | null) => isWanted && setSpoken(loaded ?? 'unknown');
    // Without it the moves are still told.
    void load({ id, version }, language).then(show, () => show(null));
    return () => {
      isWanted = false;
    };
  }, [id, version, language]);
  return spoken;
}

/**
 * What the states of an order are called, by the newest machine: "Payment" for "settlingPayment" and all states within. A state that it
 * does not name, and every one until the words are there, is told as it is.
 *
 * @param isWanted whether any is told, so that the words are downloaded
 */
export function useStateNames(language: Language, isWanted = true): (state: string) => string {
  const [names, setNames] = useState<MachineWords['states']>({});
  useEffect(() => {
    if (!isWanted) return undefined;
    let isHere = true;
    void WORDS[newestOf(WORDS, `.${language}.json`)]?.().then(
      ({ states }) => isHere && setNames(states),
      () => undefined,
    );
    return () => {
      isHere = false;
    };
  }, [language, isWanted]);
  return (state) => names[topStateOf(state)] ?? state;
}
