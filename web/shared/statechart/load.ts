import { useEffect, useState } from 'react';
import type { Language } from '../words/languages';
import type { MachineChart, MachineWords } from './chart';

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
