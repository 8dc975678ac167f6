import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Everything a workflow is made of, with the libraries by their lock file. A test holds it against what lies in a bundle. */
export const WORKFLOW_SOURCES = [
  'billing',
  'machines',
  'workflows',
  'statechart-host/workflow',
  'statechart-host/contract',
  'package-lock.json',
];

/** What changes with any of the sources of a checkout. @param sources rooms of it, of which code counts, and files */
export async function digestOfSources(root: string, sources: readonly string[] = WORKFLOW_SOURCES): Promise<string> {
  const hash = createHash('sha256');
  const files = await Promise.all(sources.map((source) => filesOf(root, source)));
  for (const file of files.flat().sort()) hash.update(file).update(await readFile(join(root, file)));
  return hash.digest('hex').slice(0, 16);
}

async function filesOf(root: string, source: string): Promise<string[]> {
  if (/\.\w+$/.test(source)) return [source];
  const names = await readdir(join(root, source), { recursive: true });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(source, name));
}
