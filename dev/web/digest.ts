import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Everything that pages are made of: what `web/` may import is said in `.dependency-cruiser.cjs`. */
const SOURCES = ['web', 'locales', 'billing', 'dev/web'];
const FILES = ['package-lock.json'];

/** Names the sources of the pages by their content: other sources, another name. */
export async function sourcesDigest(root: string): Promise<string> {
  const hash = createHash('sha256');
  const files = [...(await Promise.all(SOURCES.map((source) => filesOf(root, source)))).flat(), ...FILES];
  for (const file of files.sort()) hash.update(`${file}\0`).update(await readFile(join(root, file)));
  return hash.digest('hex').slice(0, 16);
}

async function filesOf(root: string, source: string): Promise<string[]> {
  const entries = await readdir(join(root, source), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}
