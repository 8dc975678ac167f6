import type { ChaosCheck } from './check';

/** Nothing ended that was not ended. */
export const PROCESSES: ChaosCheck = {
  name: 'processes that live',
  run: async ({ stack: { below, apis, workers } }) =>
    [below.temporal, below.mongo, ...apis, ...workers].flatMap(({ name, endedByItself }) =>
      endedByItself.map((lastWords) => `${name} ended by itself: ${lastWords}`),
    ),
};
