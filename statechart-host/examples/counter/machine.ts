import { assign, setup } from 'xstate';

/** Plain XState: it knows nothing of Temporal. */
export const counterMachine = setup({
  types: {
    context: {} as { count: number },
    events: {} as { type: 'INC' } | { type: 'STOP' },
    output: {} as { total: number },
  },
}).createMachine({
  id: 'counter',
  context: { count: 0 },
  initial: 'counting',
  states: {
    counting: {
      on: { INC: { actions: assign({ count: ({ context }) => context.count + 1 }) }, STOP: 'stopped' },
    },
    stopped: { type: 'final' },
  },
  output: ({ context }) => ({ total: context.count }),
});
