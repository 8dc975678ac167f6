import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundlePath } from '@temporalio/worker';
import { digestOfSources, WORKFLOW_SOURCES } from '../../dev/stack/workflow-sources';
import { bundledWith } from '../../workflows/worker/bundle';

/** A change to a source file that takes one protection away, to see a test notice. */
export interface Mutation {
  /** Path of the file from the project's folder. */
  file: string;
  replace: [find: string, by: string][];
}

const ROOT = join(__dirname, '..', '..');
const KEPT_FOR = 7 * 24 * 3_600_000;
/** Everything that gets into a bundle: workflows, and those of the machine host's own tests. */
const SOURCES = [...WORKFLOW_SOURCES, 'statechart-host/test/fixtures', 'statechart-host/examples'];

/** Bundles workflows as a worker loads them, once for all test files and runs that see the same sources. */
export async function bundle(workflowsPath: string, change: Mutation | Mutation[] = []): Promise<WorkflowBundlePath> {
  const changes = [change].flat();
  const folder = join(tmpdir(), 'avenant-test-bundles');
  const codePath = join(folder, `${await fingerprint(workflowsPath, changes)}.js`);
  if (existsSync(codePath)) return { codePath };
  const code = await make(workflowsPath, changes);
  await mkdir(folder, { recursive: true });
  // Tests run side by side, in one file too: each writes a draft of its own, and whoever is last renames the same bytes into place.
  const draft = `${codePath}.${randomUUID()}`;
  await writeFile(draft, code);
  await rename(draft, codePath);
  await removeOld(folder);
  return { codePath };
}

/** Every change of a source makes another bundle, and the temporary folder of a developer lives for months. */
async function removeOld(folder: string): Promise<void> {
  const oldest = Date.now() - KEPT_FOR;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const file = await stat(path).catch(() => null);
    if (file !== null && file.mtimeMs < oldest) await rm(path, { force: true });
  }
}

async function make(workflowsPath: string, changes: Mutation[]): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(ROOT, workflowsPath),
    // As in a worker: what is shared between orders there is shared here.
    preloadModules: [join(ROOT, workflowsPath)],
    ...(workflowsPath.startsWith('workflows/') ? bundledWith(join(ROOT, 'workflows')) : {}),
    logger: new DefaultLogger('ERROR'),
    webpackConfigHook: (config) => {
      const rules = changes.map(({ file, replace }) => ({
        test: join(ROOT, file),
        enforce: 'pre' as const,
        use: [{ loader: join(__dirname, 'mutation-loader.cjs'), options: { replace } }],
      }));
      return { ...config, module: { ...config.module, rules: [...(config.module?.rules ?? []), ...rules] } };
    },
  });
  return code;
}

async function fingerprint(workflowsPath: string, changes: Mutation[]): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([ROOT, workflowsPath, changes]));
  hash.update(await readFile(__filename)).update(await digestOfSources(ROOT, SOURCES));
  return hash.digest('hex').slice(0, 24);
}
