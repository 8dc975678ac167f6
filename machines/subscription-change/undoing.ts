import { assign } from 'xstate';
import { type OrderContext, quoteOf, visit } from './context';
import { orderSetup } from './setup';
import { stuckState } from './stuck';
import { TO } from './transitions';

/** Gives back a payment whose order will not be made. If the commit had landed after all, the order goes forward. */
export const compensating = orderSetup.createStateConfig({
  id: 'compensating',
  tags: 'money',
  initial: 'working',
  states: {
    working: {
      invoke: {
        id: 'compensate',
        src: 'compensate',
        input: ({ context }) => ({
          ...visit(context, 'place'),
          quote: quoteOf(context),
          payment: context.payment,
        }),
        onDone: [
          {
            description: 'was applied after all',
            guard: ({ event }) => event.output.status === 'already_applied',
            target: '#finishing',
            actions: assign(({ event }) => ({
              ending: null,
              applied: event.output.status === 'already_applied' ? event.output.applied : null,
            })),
          },
          { target: 'telling', actions: 'noteGivenBack' },
        ],
        onError: { target: 'stuck', actions: { type: 'noteStuck', params: { step: 'compensating' } } },
      },
    },
    /** The customer hears once that the order was not made and the money comes back. */
    telling: {
      invoke: {
        id: 'tellCustomer',
        src: 'tellCustomer',
        input: ({ context }) => ({
          ...visit(context, 'place'),
          about: 'compensated' as const,
        }),
        onDone: { target: TO.releasing },
        onError: { target: 'stuckTelling', actions: { type: 'noteStuck', params: { step: 'telling' } } },
      },
    },
    stuck: stuckState({ RETRY: '#compensating' }),
    stuckTelling: stuckState({ RETRY: '#compensating.telling', SKIP: TO.releasing }),
  },
});

const releaseInput = (context: OrderContext, keepsClaim: boolean) => ({
  ...visit(context, 'place'),
  subscriptionIds: context.changes.map((change) => change.subscriptionId),
  keepsClaim,
  ...(context.vatItem === null ? {} : { vatItem: context.vatItem }),
});

/** Lets go of the subscription and of the balance held. An order that goes on keeps its claim. */
export const releasing = orderSetup.createStateConfig({
  id: 'releasing',
  tags: 'money',
  initial: 'deciding',
  on: {
    CANCEL: { guard: 'goesOn', actions: 'endCancelled' },
    SUPERSEDED: { guard: 'goesOn', actions: 'endSuperseded' },
  },
  states: {
    deciding: { always: [{ guard: 'isEnding', target: 'lettingGo' }, { target: 'keepingClaim' }] },
    /** What is cancelled meanwhile still holds the claim; checkout sends it back here to let go of it. */
    keepingClaim: {
      invoke: {
        id: 'release',
        src: 'release',
        input: ({ context }) => releaseInput(context, true),
        onDone: [
          {
            description: 'placed again',
            guard: 'placesAgain',
            target: '#reserving',
            actions: 'startPlacingAgain',
          },
          { description: 'the order goes on', target: TO.verifying },
        ],
        onError: { target: 'stuck', actions: { type: 'noteStuck', params: { step: 'releasing' } } },
      },
    },
    lettingGo: {
      invoke: {
        id: 'release',
        src: 'release',
        input: ({ context }) => releaseInput(context, false),
        onDone: [
          {
            description: 'superseded',
            guard: ({ context }) => context.ending === 'superseded',
            target: '#superseded',
          },
          { description: 'expired', guard: ({ context }) => context.ending === 'expired', target: '#expired' },
          { description: 'cancelled', target: '#cancelled' },
        ],
        onError: { target: 'stuck', actions: { type: 'noteStuck', params: { step: 'releasing' } } },
      },
    },
    stuck: stuckState({ RETRY: '#releasing' }),
  },
});
