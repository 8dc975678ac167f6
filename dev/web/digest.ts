import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** Where the pages lie, as the server looks for them. */
export const PAGES_FOLDER = join(ROOT, 'dist', 'web');

/** Of which sources the pages there were made. */
export const STAMP = 'sources';

/** Everything that pages are made of: what `web/` may import is said in `.dependency-cruiser.cjs`. */
const SOURCES = ['web', 'locales', 'billing', 'dev/web'];
const FILES = ['package-lock.json'];

/** Names the sources of the pages by their content: other sources, another name. */
export async function sourcesDigest(): Promise<string> {
  const hash = createHash('sha256');
  const files = [...(await Promise.all(SOURCES.map(filesOf))).flat(), ...FILES];
  for (const file of files.sort()) hash.update(`${file}\0`).update(await readFile(join(ROOT, file)));
  return hash.digest('hex').slice(0, 16);
}

/** Whether the pages that lie there are of the sources as they are now. @param digest of these */
export async function areBuiltFrom(digest: string): Promise<boolean> {
  return (await readFile(join(PAGES_FOLDER, STAMP), 'utf8').catch(() => undefined)) === digest;
}

async function filesOf(source: string): Promise<string[]> {
  const entries = await readdir(join(ROOT, source), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
}
