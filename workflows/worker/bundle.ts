import { join } from 'node:path';

/** Where the workflows of a worker are. */
export const WORKFLOWS_PATH = join(__dirname, '..', 'index.ts');

/** What stands around every workflow; a bundle that is made beforehand has it too. */
export const INTERCEPTOR_MODULES = [join(__dirname, '..', 'trace-headers.ts')];

/**
 * Modules that a worker thread loads once instead of once an order: loading xstate and building the statechart for each
 * order takes a quarter of an order's processor time.
 *
 * It is safe to share because an order keeps its state in its own actor, and what the modules export is frozen. The one
 * thing below that changes is XState's counter of session ids. They name actors inside a process and reach no command,
 * no view and no history, so a replay in another process, where they differ, does the same.
 */
export const PRELOADED_MODULES = [WORKFLOWS_PATH];
