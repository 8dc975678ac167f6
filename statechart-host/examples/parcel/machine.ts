import type { StepFailure } from 'statechart-host/contract';
import { assign, fromPromise, setup } from 'xstate';

export interface Parcel {
  address: string;
}

const provided = () => Promise.reject(new Error('The workflow provides it.'));

/** What may happen to a parcel. It names its steps and its delay; what they are is provided where it is hosted. */
export const parcelMachine = setup({
  types: {
    input: {} as Parcel,
    context: {} as Parcel & { reminded: number; receipt: string | null; trouble: string | null },
    events: {} as { type: 'SEND' | 'RETRY' | 'RETURN' | 'AT_HOME' },
    tags: {} as 'needsSomebody',
    output: {} as { receipt: string | null },
  },
  actors: {
    deliver: fromPromise<string, Parcel>(provided),
    remind: fromPromise<void, Parcel>(provided),
  },
  delays: { patience: 24 * 3_600_000 },
}).createMachine({
  id: 'parcel',
  version: '1',
  context: ({ input }) => ({ ...input, reminded: 0, receipt: null, trouble: null }),
  initial: 'packed',
  states: {
    packed: {
      on: { SEND: 'travelling', RETURN: 'returned' },
      initial: 'waiting',
      states: {
        waiting: { after: { patience: 'reminding' } },
        reminding: {
          invoke: {
            id: 'remind',
            src: 'remind',
            input: ({ context: { address } }) => ({ address }),
            onDone: { target: 'waiting', actions: assign({ reminded: ({ context }) => context.reminded + 1 }) },
            // Tomorrow is another day.
            onError: 'waiting',
          },
        },
      },
    },
    travelling: {
      on: { RETURN: 'returned' },
      invoke: {
        id: 'deliver',
        src: 'deliver',
        input: ({ context: { address } }) => ({ address }),
        onDone: { target: 'arrived', actions: assign({ receipt: ({ event }) => event.output }) },
        onError: {
          target: 'stuck',
          actions: assign({ trouble: ({ event }) => (event.error as StepFailure).message }),
        },
      },
    },
    stuck: { tags: 'needsSomebody', on: { RETRY: 'travelling', AT_HOME: 'travelling', RETURN: 'returned' } },
    arrived: { type: 'final' },
    returned: { type: 'final' },
  },
  output: ({ context: { receipt } }) => ({ receipt }),
});
