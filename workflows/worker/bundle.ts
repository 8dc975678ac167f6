import { join } from 'node:path';

/** Where the workflows of a worker are. */
export const WORKFLOWS_PATH = join(__dirname, '..', 'index.ts');

/**
 * Modules that a worker thread loads once instead of once an order: loading xstate and building the statechart for each
 * order takes a quarter of an order's processor time.
 *
 * It is safe to share because an order keeps its state in its own actor, and what the modules export is frozen. The one
 * thing below that changes is XState's counter of session ids. They name actors inside a process and reach no command,
 * no view and no history, so a replay in another process, where they differ, does the same.
 */
export const PRELOADED_MODULES = [WORKFLOWS_PATH];

/** The converters that the workflows need, for whoever bundles them: without these nobody is refused what came in the clear. */
export const CONVERTERS = {
  payloadConverterPath: join(__dirname, '..', 'payloads.ts'),
  failureConverterPath: join(__dirname, '..', 'payloads.ts'),
};
