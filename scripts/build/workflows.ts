import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DefaultLogger } from '@temporalio/worker';
import { bundledFrom, VERSIONED_PATH, WORKFLOWS_PATH } from '../../workflows/worker/bundle';

const MADE = { 'workflows.js': WORKFLOWS_PATH, 'workflows-versioned.js': VERSIONED_PATH };

/**
 * Makes the workflows in one file, and those for versioned workers in another: from their sources, never from what a development
 * stack has kept, because what a customer runs must be what was committed.
 *
 * @returns the names of the files
 */
export async function buildWorkflows(folder: string): Promise<string[]> {
  for (const [name, workflowsPath] of Object.entries(MADE)) {
    const { code } = await bundledFrom(workflowsPath, new DefaultLogger('ERROR'));
    await writeFile(join(folder, name), code);
  }
  return Object.keys(MADE);
}
