import { join } from 'node:path';

/** Where the workflows of a worker are. */
export const WORKFLOWS_PATH = join(__dirname, 'index.ts');

/**
 * What a worker thread loads once instead of once an order. It is safe to share: no module of the workflows or below
 * keeps anything that changes, what they export is frozen, and every order keeps its state in its own machine. Loading
 * xstate and building the statechart anew for each order was a quarter of an order's processor time.
 */
export const PRELOADED_MODULES = [WORKFLOWS_PATH];
