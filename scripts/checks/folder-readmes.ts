import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesUnder, isOfTests, SOURCE } from './files';

const HEADINGS = ['## Owns', '## Does not own'];
const EASY_TO_OVERSEE = 3;

/** Folders that do not say what belongs in them, the fullest first. Tests and benchmarks have one page each for all of theirs. */
export function untoldFolders(root: string): string[] {
  const counts = new Map<string, number>();
  for (const file of filesUnder(root, SOURCE).filter((path) => !isOfTests(path) && !path.startsWith('bench/'))) {
    const folder = dirname(file);
    if (folder !== '.') counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > EASY_TO_OVERSEE)
    .sort(([, one], [, other]) => other - one)
    .flatMap(([folder, count]) => {
      const missing = missingHeadings(join(root, folder, 'README.md'));
      return missing.length === 0 ? [] : [`${folder} (${count} files): README.md lacks ${missing.join(' and ')}`];
    });
}

function missingHeadings(path: string): string[] {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  return HEADINGS.filter((heading) => !lines.includes(heading));
}
