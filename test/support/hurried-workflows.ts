import type { Mutation } from './bundle';

/** A minute of the order lasts 60 milliseconds, and its tries are fewer with hardly any pause between. */
export const SHORT_WAITS: Mutation = {
  file: 'machines/subscription-change/timing.ts',
  replace: [
    ['count * 60_000', 'count * 60'],
    ['1_000 * 5 ** payment.lookUps', '20'],
    ['500 * 4 ** payment.resends', '20'],
    [
      '{ lookUpsAtOnce: 2, lookUps: 6, resends: 3, vatAttempts: 8 }',
      '{ lookUpsAtOnce: 2, lookUps: 2, resends: 1, vatAttempts: 2 }',
    ],
  ],
};

/** An unknown payment is looked up for the first time after an hour. */
export const LOOKED_UP_IN_AN_HOUR: Mutation = {
  file: 'machines/subscription-change/timing.ts',
  replace: [
    ['1_000 * 5 ** payment.lookUps', 'minutes(60)'],
    ['lookUpsAtOnce: 2', 'lookUpsAtOnce: 0'],
  ],
};

/** A local attempt is given up after 0.3 seconds instead of two. */
export const SHORT_ATTEMPTS: Mutation = {
  file: 'workflows/step-policies.ts',
  replace: [["startToCloseTimeout: '2 seconds'", "startToCloseTimeout: '300 milliseconds'"]],
};
