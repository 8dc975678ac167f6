import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import { bundle } from '../../test/support/bundle';
import { CONTINUED_SOON } from '../../test/support/hurried-workflows';

/**
 * Runs the workflows of a checkout over all histories of a folder.
 *
 * @returns what went wrong, by file
 */
export async function replayedBy(root: string, folder: string): Promise<Map<string, string>> {
  const failures = new Map<string, string>();
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()) {
    // Of an order that was made to go on in a second run sooner than others do.
    const change = file.includes('until-continued') ? CONTINUED_SOON : [];
    const workflowBundle = await bundle('workflows/index.ts', change, root);
    const history: unknown = JSON.parse(await readFile(join(folder, file), 'utf8'));
    const error = await failureOf(workflowBundle, history);
    if (error !== undefined) failures.set(file, error.message);
  }
  return failures;
}

async function failureOf(
  workflowBundle: Parameters<typeof Worker.runReplayHistory>[0]['workflowBundle'] & object,
  history: unknown,
): Promise<Error | undefined> {
  // An order looks at the id of its workflow, so it is replayed under the one that it had.
  const { events } = history as { events: [{ workflowExecutionStartedEventAttributes: { workflowId: string } }] };
  const { workflowId } = events[0].workflowExecutionStartedEventAttributes;
  for await (const { error } of Worker.runReplayHistories({ workflowBundle }, [{ workflowId, history }])) return error;
  return undefined;
}
