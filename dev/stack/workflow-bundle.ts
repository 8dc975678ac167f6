import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { BUNDLED_WITH, preloadedModules, WORKFLOWS_PATH } from '../../workflows/worker/bundle';
import { DATA_FOLDER } from '../data-folder';

const ROOT = join(__dirname, '..', '..');
/** Everything a workflow is made of; a change to any of it makes another bundle. */
const SOURCES = ['workflows', 'machines', 'statechart-host/workflow', 'statechart-host/contract', 'package-lock.json'];

/** The workflows as one file that a worker loads at once; made again only when their sources have changed. */
export async function workflowBundle(): Promise<string> {
  const file = join(DATA_FOLDER, 'bundles', `workflows-${await digest()}.js`);
  const isMade = await stat(file).then(
    () => true,
    () => false,
  );
  if (!isMade) await make(file);
  return file;
}

async function make(file: string): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: WORKFLOWS_PATH,
    preloadModules: preloadedModules(WORKFLOWS_PATH),
    ...BUNDLED_WITH,
    logger: new DefaultLogger('ERROR'),
  });
  await mkdir(join(DATA_FOLDER, 'bundles'), { recursive: true });
  // Two stacks may start at the same moment, and a reader must never see half a file.
  await writeFile(`${file}.${process.pid}`, code);
  await rename(`${file}.${process.pid}`, file);
}

async function digest(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of (await Promise.all(SOURCES.map(filesOf))).flat().sort()) {
    hash.update(file).update(await readFile(join(ROOT, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

async function filesOf(source: string): Promise<string[]> {
  if (source.endsWith('.json')) return [source];
  const names = await readdir(join(ROOT, source), { recursive: true });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(source, name));
}
