import { execFileSync, type StdioOptions } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildFacts } from '../../telemetry/build';

/**
 * Writes down what a build is called by.
 *
 * @param code the names of its files of code, which are made
 * @returns what is written down
 */
export async function writeFacts(root: string, folder: string, code: readonly string[]): Promise<BuildFacts> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const facts = { version, buildId: await idOf(root, folder, code), revision: revisionOf(root) };
  await writeFile(join(folder, 'build.json'), `${JSON.stringify(facts, null, 2)}\n`);
  return facts;
}

/** Steps and workflows are both what a worker does for an order, and so are the libraries that it does it with. */
async function idOf(root: string, folder: string, code: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(await readFile(join(root, 'package-lock.json')));
  for (const name of code) {
    const text = await readFile(join(folder, name), 'utf8');
    // The map of sources at its end names the folder that it was built in.
    hash.update(text.replace(/^\/\/# sourceMappingURL=.*$/m, ''));
  }
  return hash.digest('hex').slice(0, 16);
}

/** The commit, and whether what was built is something else than it; null where there is no checkout. */
function revisionOf(root: string): string | null {
  const quiet = { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] as StdioOptions } as const;
  try {
    const commit = execFileSync('git', ['rev-parse', 'HEAD'], quiet).trim();
    return execFileSync('git', ['status', '--porcelain'], quiet) === '' ? commit : `${commit}-dirty`;
  } catch {
    return null;
  }
}
