import { execFileSync, type StdioOptions } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workflowBundle } from '../../dev/stack/workflow-bundle';
import type { BuildFacts } from '../../telemetry/build';

/** Writes the workflows as one file, and what this build is called by. @returns what is written down of it */
export async function buildWorkflows(root: string, folder: string): Promise<BuildFacts> {
  const file = join(folder, 'workflows.js');
  await copyFile(await workflowBundle(), file);
  const { version } = require(join(root, 'package.json')) as { version: string };
  const facts = { version, buildId: idOf(await readFile(file, 'utf8')), revision: revisionOf(root) };
  await writeFile(join(folder, 'build.json'), `${JSON.stringify(facts, null, 2)}\n`);
  return facts;
}

/** The map of sources at its end names the folder that it was built in. */
const idOf = (code: string): string =>
  createHash('sha256')
    .update(code.replace(/^\/\/# sourceMappingURL=.*$/m, ''))
    .digest('hex')
    .slice(0, 16);

function revisionOf(root: string): string | null {
  try {
    const quiet = { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] as StdioOptions } as const;
    return execFileSync('git', ['rev-parse', 'HEAD'], quiet).trim();
  } catch {
    return null;
  }
}
