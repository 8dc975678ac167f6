import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import { quietRuntime } from 'statechart-host/testing';
import { bundle } from '../../test/support/bundle';
import { CONTINUED_SOON } from '../../test/support/hurried-workflows';
import { historiesIn } from './kept-histories';

/**
 * Runs the workflows over all histories of a folder. The gate of a later release calls it in a checkout of this one, by its name
 * and with a folder, so that both stay as they are.
 *
 * @returns what went wrong, by file
 * @throws Error where the folder has no history
 */
export async function replayedBy(folder: string): Promise<Map<string, string>> {
  // Of the library of this checkout, which is another one beside a later release.
  quietRuntime();
  const failures = new Map<string, string>();
  for (const file of await historiesIn(folder)) {
    // Of an order that was made to go on in a second run sooner than others do.
    const change = file.includes('until-continued') ? CONTINUED_SOON : [];
    const workflowBundle = await bundle('workflows/index.ts', change);
    const history: unknown = JSON.parse(await readFile(join(folder, file), 'utf8'));
    const error = await failureOf(workflowBundle, history);
    if (error !== undefined) failures.set(file, error.message);
  }
  return failures;
}

async function failureOf(workflowBundle: { codePath: string }, history: unknown): Promise<Error | undefined> {
  // An order looks at the id of its workflow, so it is replayed under the one that it had.
  const { events } = history as { events: [{ workflowExecutionStartedEventAttributes: { workflowId: string } }] };
  const { workflowId } = events[0].workflowExecutionStartedEventAttributes;
  for await (const { error } of Worker.runReplayHistories({ workflowBundle }, [{ workflowId, history }])) return error;
  return undefined;
}
