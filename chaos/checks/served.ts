import type { ChaosCheck } from './check';

/** One API ends at a time, so that nobody who asks finds none. */
export const SERVED: ChaosCheck = {
  name: 'an API for everybody',
  async run({ stack: { balancer } }) {
    const unserved = balancer?.unserved ?? 0;
    return unserved === 0 ? [] : [`${unserved} requests found no API to go to`];
  },
};
