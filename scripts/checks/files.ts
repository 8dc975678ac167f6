import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folders of packages, of data, and of what tools write. */
const SKIPPED = new Set(['node_modules', '.git', '.avenant', 'coverage', 'dist']);

/** The files under a root whose names end so, sorted, as paths from there with `/`. */
export function filesUnder(root: string, ending: RegExp, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !SKIPPED.has(name))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesUnder(root, ending, path);
      return ending.test(entry.name) ? [path] : [];
    })
    .sort();
}

export const SOURCE = /\.(tsx?|js|cjs|mjs)$/;

/** Tests, those of the package among them. */
export const isOfTests = (file: string): boolean => /^(statechart-host\/)?test\//.test(file);
