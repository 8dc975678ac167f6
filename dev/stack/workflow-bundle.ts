import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DefaultLogger } from '@temporalio/worker';
import { bundledWorkflows } from '../../workflows/worker/bundle';
import { DATA_FOLDER } from '../data-folder';
import { digestOfSources } from './workflow-sources';

const ROOT = join(__dirname, '..', '..');
const FOLDER = join(DATA_FOLDER, 'bundles');

/** The workflows as one file that a worker loads at once; made again only when their sources have changed. */
export async function workflowBundle(): Promise<string> {
  const file = join(FOLDER, `workflows-${await digestOfSources(ROOT)}.js`);
  const isMade = await stat(file).then(
    () => true,
    () => false,
  );
  if (!isMade) await keep(file, (await bundledWorkflows(new DefaultLogger('ERROR'))).code);
  return file;
}

async function keep(file: string, code: string): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  // Two stacks may start at the same moment, and a reader must never see half a file.
  await writeFile(`${file}.${process.pid}`, code);
  await rename(`${file}.${process.pid}`, file);
}
