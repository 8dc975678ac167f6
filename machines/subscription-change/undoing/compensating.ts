import type { OrderContext } from '../context';
import { when } from '../note';
import { startPlacingAgain } from '../placing/placing';
import { quoteOf } from '../price/price';
import { orderSetup } from '../setup';
import type { CompensateOutput } from '../steps';
import { decided, retry, stuckState } from '../support/stuck';
import { getsStuck, TO } from '../transitions';
import { visit } from '../visits';
import { noteSuperseded } from '../wish/wish';
import { end, noteAppliedAfterAll, noteGivenBack, noteGivenBackByHand } from './undoing';

const compensateInput = (context: OrderContext) => ({
  ...visit(context, 'place'),
  quote: quoteOf(context),
  payment: context.payment.outcome,
});

const isApplied = (answer: CompensateOutput) => answer.status === 'already_applied';
const isCompensated = (answer: CompensateOutput) => answer.status === 'compensated';

/** However the money was given back. */
const afterwards = [
  when(isApplied, { description: 'was applied after all', target: '#finishing', actions: noteAppliedAfterAll }),
  when(isCompensated, { description: 'given back', target: 'telling', actions: noteGivenBack }),
];

/**
 * Gives back a payment whose order will not be made. If the commit had landed after all, the order goes forward. Where the
 * gateway never will, two persons may say that the customer has the money: then that is booked, and the gateway is not
 * asked any more.
 */
export const compensating = orderSetup.createStateConfig({
  id: 'compensating',
  tags: 'money',
  meta: { picture: { column: 2, row: 5 } },
  initial: 'deciding',
  states: {
    deciding: { always: [{ guard: 'isGivenBackByHand', target: 'booking' }, { target: 'working' }] },
    working: {
      invoke: {
        id: 'compensate',
        src: 'compensate',
        input: ({ context }) => compensateInput(context),
        onDone: afterwards,
        onError: getsStuck('compensating'),
      },
    },
    booking: {
      invoke: {
        id: 'bookGivenBack',
        src: 'bookGivenBack',
        input: ({ context }) => ({ ...compensateInput(context), grantId: context.undoing.givenBackUnder ?? '' }),
        onDone: afterwards,
        onError: getsStuck('compensating'),
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
        onError: getsStuck('telling', 'stuckTelling'),
      },
    },
    stuck: stuckState([retry('#compensating'), decided('OVERRIDE', '#compensating', noteGivenBackByHand)]),
    stuckTelling: stuckState([retry('#compensating.telling'), decided('SKIP', TO.releasing)]),
  },
});

const releaseInput = (context: OrderContext, keepsClaim: boolean) => ({
  ...visit(context, 'place'),
  subscriptionIds: context.wish.changes.map(({ subscriptionId }) => subscriptionId),
  keepsClaim,
  vatItem: context.vat.item,
});

/** Lets go of the subscription and of the balance held. An order that goes on keeps its claim. */
export const releasing = orderSetup.createStateConfig({
  id: 'releasing',
  tags: 'money',
  meta: { picture: { column: 2, row: 6 } },
  initial: 'deciding',
  on: {
    CANCEL: { guard: 'goesOn', actions: end('cancelled') },
    SUPERSEDED: { guard: 'goesOn', actions: noteSuperseded },
  },
  states: {
    deciding: { always: [{ guard: 'isEnding', target: 'lettingGo' }, { target: 'keepingClaim' }] },
    /** An order that is cancelled meanwhile still holds the claim; checkout sends it back here to let go of it. */
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
            actions: startPlacingAgain,
          },
          { description: 'the order goes on', target: TO.verifying },
        ],
        onError: getsStuck('releasing'),
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
            guard: ({ context }) => context.undoing.ending === 'superseded',
            target: '#superseded',
          },
          {
            description: 'refused, and never quoted',
            guard: ({ context }) => context.undoing.ending === 'refused' && context.price.quote === null,
            target: '#refused',
          },
          { description: 'expired', guard: ({ context }) => context.undoing.ending === 'expired', target: '#expired' },
          { description: 'cancelled', target: '#cancelled' },
        ],
        onError: getsStuck('releasing'),
      },
    },
    stuck: stuckState([retry('#releasing')]),
  },
});
