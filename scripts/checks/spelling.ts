import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { complaintsOf } from './run';

const PROJECT = join(import.meta.dirname, '..', '..');
const WORDS = join(import.meta.dirname, 'words.txt');

/** Words of comments, pages and texts for users that neither a dictionary nor `words.txt` has. */
export async function misspelled(root: string): Promise<string[]> {
  const cspell = join(PROJECT, 'node_modules', 'cspell', 'bin.mjs');
  const args = ['lint', '--no-progress', '--no-summary', '--config', join(PROJECT, 'cspell.json'), '--root', root];
  return complaintsOf(process.execPath, [cspell, ...args], root);
}

/** Words that stand twice or at the wrong place in the project's list. */
export function unsortedWords(path = WORDS): string[] {
  const words = readFileSync(path, 'utf8').trimEnd().split('\n');
  return words
    .filter((word, index) => index > 0 && word.localeCompare(words[index - 1] ?? '', 'en') <= 0)
    .map((word) => `${word} is not where it belongs in scripts/checks/words.txt, which is sorted`);
}
