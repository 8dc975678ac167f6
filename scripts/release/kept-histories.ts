import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { askGit } from './checkout';
import type { FormerRelease } from './release-before';

/** Histories of the checkouts of all releases, which are added to and never changed. */
const KEPT = 'test/histories';

export const keptFolder = (root: string): string => join(root, KEPT);

const isHistory = (name: string): boolean => name.endsWith('.json');

/** The histories in a folder, by the names of their files. @throws Error where there is none, which would prove nothing */
export async function historiesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter(isHistory).sort();
  if (names.length === 0) throw new Error(`There is no history in ${folder}.`);
  return names;
}

/** Why the histories of a checkout are not those that a release kept, and more. */
export async function faultsOfKept(root: string, { name, commit }: FormerRelease): Promise<string[]> {
  const told = await askGit(root, 'diff', '--name-status', '--no-renames', '--diff-filter=a', commit, '--', KEPT);
  const lines = told.split('\n').map((line) => line.split('\t') as [how: string, file: string]);
  return lines
    .filter(([, file = '']) => isHistory(file))
    .map(([how, file]) => `${file} is ${how === 'D' ? 'gone' : 'another one'}, and ${name} kept it: put it back.`);
}

/** What an order went through, whatever the version of its statechart. */
const storyOf = (name: string): string => name.replace(/@\d+-/, '-');

/** The stories that are kept and that nobody recorded anew, without which less is tried than it seems. */
export function untold(kept: readonly string[], recorded: readonly string[]): string[] {
  const told = new Set(recorded.map(storyOf));
  return kept.filter((name) => !told.has(storyOf(name)));
}
