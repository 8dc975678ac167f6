import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle, type Mutation } from './bundle';

const ROOT = join(__dirname, '..', '..');
/** Everything that gets into the bundle. */
const SOURCES = ['test/support/bundle.ts', 'machines', 'workflows', 'billing', 'package-lock.json'];

/** The order with a minute of 60 milliseconds, and fewer tries with hardly any pause between: nothing else is different. */
export const HURRIED: Mutation = {
  file: 'machines/subscription-change/setup.ts',
  replace: [
    ['count * 60_000', 'count * 60'],
    ['1_000 * 5 ** context.lookUps', '20'],
    ['500 * 4 ** context.resends', '20'],
    ['{ lookUps: 6, resends: 3, vatAttempts: 8 }', '{ lookUps: 2, resends: 1, vatAttempts: 2 }'],
  ],
};

/** A local attempt is given up after 0.3 seconds instead of two. */
export const IMPATIENT: Mutation = {
  file: 'workflows/subscription-change.ts',
  replace: [["startToCloseTimeout: '2 seconds'", "startToCloseTimeout: '300 milliseconds'"]],
};

/**
 * The workflows as a worker loads them, bundled once for all test files and runs that see the same sources.
 *
 * @returns path of the bundle
 */
export async function flowBundle(change?: Mutation): Promise<string> {
  const folder = join(tmpdir(), 'avenant-test-bundles');
  const file = join(folder, `${await fingerprint(change)}.js`);
  if (existsSync(file)) return file;
  const { code } = await bundle('workflows/index.ts', change);
  await mkdir(folder, { recursive: true });
  // Test files run side by side: whoever is last renames the same bytes into place.
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, code);
  await rename(draft, file);
  return file;
}

async function fingerprint(change: Mutation | undefined): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(change ?? null));
  for (const source of SOURCES) {
    for (const path of await filesIn(join(ROOT, source))) hash.update(path).update(await readFile(path));
  }
  return hash.digest('hex').slice(0, 24);
}

async function filesIn(path: string): Promise<string[]> {
  if (/\.\w+$/.test(path)) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
