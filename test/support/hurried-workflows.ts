import type { Mutation } from './bundle';

/** The order with a minute of 60 milliseconds, and fewer tries with hardly any pause between: nothing else is different. */
export const HURRIED: Mutation = {
  file: 'machines/subscription-change/timing.ts',
  replace: [
    ['count * 60_000', 'count * 60'],
    ['1_000 * 5 ** context.lookUps', '20'],
    ['500 * 4 ** context.resends', '20'],
    ['{ lookUps: 6, resends: 3, vatAttempts: 8 }', '{ lookUps: 2, resends: 1, vatAttempts: 2 }'],
  ],
};

/** A local attempt is given up after 0.3 seconds instead of two. */
export const IMPATIENT: Mutation = {
  file: 'workflows/subscription-change.ts',
  replace: [["startToCloseTimeout: '2 seconds'", "startToCloseTimeout: '300 milliseconds'"]],
};
