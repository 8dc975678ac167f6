import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DefaultLogger } from '@temporalio/worker';
import { bundledWorkflows } from '../../workflows/worker/bundle';

const FILE = 'workflows.js';

/**
 * Makes the workflows in one file: from their sources, never from what a development stack has kept, because what a customer runs
 * must be what was committed.
 *
 * @returns the name of the file
 */
export async function buildWorkflows(folder: string): Promise<string> {
  const { code } = await bundledWorkflows(new DefaultLogger('ERROR'));
  await writeFile(join(folder, FILE), code);
  return FILE;
}
