import type { Mutation } from './bundle';

/** A minute of the order lasts 60 milliseconds, and its tries are fewer with hardly any pause between. */
export const SHORT_WAITS: Mutation = {
  file: 'machines/subscription-change/timing.ts',
  replace: [
    ['count * 60_000', 'count * 60'],
    ['count * 1_000', '20'],
    ['lookUps: [1, 5, 15, 30, 60, 120, 240]', 'lookUps: [1, 5]'],
    ['resends: [0.5, 2, 8, 30, 60, 120, 240, 300]', 'resends: [0.5]'],
    ['vatAttempts: 8', 'vatAttempts: 2'],
    // Once a person is asked, a test says itself when it is looked up.
    ['Math.min(60, 15 * 2', 'Math.max(60_000, 15 * 2'],
  ],
};

/** A step is tried three times, within a second, before a person is asked. */
export const SHORT_PATIENCE: Mutation = {
  file: 'machines/patience.ts',
  replace: [['let attempts = 1;', 'if (triedFor > 0) return 3;\n  let attempts = 1;']],
};

/** The pauses between the attempts at a step are a hundredth of what they are. */
export const SHORT_PAUSES: Mutation = {
  file: 'workflows/step-policies.ts',
  replace: [
    ['initialInterval: firstPause', 'initialInterval: Math.ceil(firstPause / 100)'],
    ['maximumInterval: longestPause', 'maximumInterval: Math.ceil(longestPause / 100)'],
  ],
};

/** An unknown payment is looked up for the first time after an hour. */
export const LOOKED_UP_IN_AN_HOUR: Mutation = {
  file: 'machines/subscription-change/timing.ts',
  replace: [
    ['seconds(PAUSES.lookUps[payment.lookUps] ?? 0)', 'minutes(60)'],
    ['lookUpsAtOnce: 2', 'lookUpsAtOnce: 0'],
  ],
};

/** A local attempt is given up after 0.3 seconds instead of two. */
export const SHORT_ATTEMPTS: Mutation = {
  file: 'workflows/step-policies.ts',
  replace: [["startToCloseTimeout: '2 seconds'", "startToCloseTimeout: '300 milliseconds'"]],
};

/** An order at rest continues as new after 60 events of its history instead of 2,000. */
export const CONTINUED_SOON: Mutation = {
  file: 'statechart-host/workflow/continuation.ts',
  replace: [['const CONTINUE_AFTER = 2_000', 'const CONTINUE_AFTER = 60']],
};
