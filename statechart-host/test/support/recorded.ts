import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Histories of runs of former code, written by `record-histories.ts` and never changed. */
export const HISTORIES = join(__dirname, '..', 'histories');

export const recorded = (name: string): object => JSON.parse(readFileSync(join(HISTORIES, `${name}.json`), 'utf8'));

export const recordedNames = (): string[] =>
  readdirSync(HISTORIES)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length));
