/** Runs XState machines as Temporal workflows. */
export { isBrought } from './accepted-carried';
export { durable, localFirst, type Run } from './durable-step';
export type { Expectation } from './foresight';
export type { Hosting, Saved } from './hosting';
export { hostMachine } from './machine-host';
export { refuseStart } from './objections';
export type { Inspected, StatechartSinks } from './outlets';
export { definitionOf } from './structure';
