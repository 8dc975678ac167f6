import { type OrderContext, quoteOf, visit } from './context';
import { orderSetup } from './setup';
import type { CompensateOutput } from './steps';
import { stuckState } from './stuck';
import { TO } from './transitions';

const compensateInput = (context: OrderContext) => ({
  ...visit(context, 'place'),
  quote: quoteOf(context),
  payment: context.payment,
});

const wasApplied = ({ event }: { event: { output: CompensateOutput } }): boolean =>
  event.output.status === 'already_applied';

/** However the money was given back. */
const whatBecameOfIt = [
  { description: 'was applied after all', guard: wasApplied, target: '#finishing', actions: 'noteAppliedAfterAll' },
  { target: 'telling', actions: 'noteGivenBack' },
] as const;

/**
 * Gives back a payment whose order will not be made. If the commit had landed after all, the order goes forward. Where the
 * gateway never will, two persons may say that the customer has the money: then that is booked, and the gateway is not
 * asked any more.
 */
export const compensating = orderSetup.createStateConfig({
  id: 'compensating',
  tags: 'money',
  initial: 'deciding',
  states: {
    deciding: { always: [{ guard: 'isGivenBackByHand', target: 'booking' }, { target: 'working' }] },
    working: {
      invoke: {
        id: 'compensate',
        src: 'compensate',
        input: ({ context }) => compensateInput(context),
        onDone: [...whatBecameOfIt],
        onError: { target: 'stuck', actions: { type: 'noteStuck', params: { step: 'compensating' } } },
      },
    },
    booking: {
      invoke: {
        id: 'bookGivenBack',
        src: 'bookGivenBack',
        input: ({ context }) => ({ ...compensateInput(context), grantId: context.givenBackUnder ?? '' }),
        onDone: [...whatBecameOfIt],
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
    stuck: stuckState({ RETRY: '#compensating', GIVEN_BACK: '#compensating' }),
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
