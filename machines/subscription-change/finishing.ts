import { assign } from 'xstate';
import { quoteOf, visit } from './context';
import { heldWithin } from './putting-aside';
import { orderSetup } from './setup';
import { stuckState } from './stuck';

/** The change is made and stays made: the customer is told, the order fulfilled, new seats are followed up. */
export const finishing = orderSetup.createStateConfig({
  id: 'finishing',
  tags: 'committed',
  initial: 'confirming',
  on: { NUDGE: { actions: 'noteNudge' } },
  states: {
    confirming: {
      id: 'confirming',
      initial: 'deciding',
      states: {
        deciding: { always: [{ guard: 'wasConfirmed', target: '#followingVat' }, { target: 'working' }] },
        working: {
          invoke: {
            id: 'confirm',
            src: 'confirm',
            input: ({ context }) => ({
              ...visit(context, 'place'),
              quote: quoteOf(context),
              purchaseOrder: context.agreement?.purchaseOrder ?? null,
              vatNumber: context.vat?.number ?? null,
            }),
            onDone: [
              { guard: 'chargedVatMeanwhile', target: '#followingVat' },
              { guard: 'needsFulfilment', target: '#fulfilling' },
              { guard: 'addedSeats', target: '#seating' },
              { target: '#completed' },
            ],
            onError: { target: 'stuck', actions: { type: 'noteStuck', params: { step: 'confirming' } } },
          },
        },
        stuck: stuckState({ RETRY: '#confirming', SKIP: '#followingVat' }),
      },
    },
    /** VAT was charged on a number that nobody could check: a follow-up of its own checks again and credits it. */
    followingVat: {
      id: 'followingVat',
      initial: 'deciding',
      states: {
        deciding: { always: [{ guard: 'chargedVatMeanwhile', target: 'working' }, { target: '#fulfilling' }] },
        working: {
          invoke: {
            id: 'followUpVat',
            src: 'followUpVat',
            input: ({ context }) => ({
              ...visit(context, 'checkVat'),
              quoteId: quoteOf(context).quoteId,
              vatNumber: context.vat?.number ?? '',
            }),
            onDone: { target: '#fulfilling' },
            onError: { target: 'stuck', actions: { type: 'noteStuck', params: { step: 'followingVat' } } },
          },
        },
        stuck: stuckState({ RETRY: '#followingVat', SKIP: '#fulfilling' }),
      },
    },
    /** Another system delivers; it may answer at once or confirm a day later. */
    fulfilling: {
      id: 'fulfilling',
      initial: 'deciding',
      states: {
        deciding: { always: [{ guard: 'needsFulfilment', target: 'working' }, { target: '#seating' }] },
        working: {
          entry: assign({ nudged: false }),
          invoke: {
            id: 'fulfil',
            src: 'fulfil',
            input: ({ context }) => ({
              ...visit(context, 'place'),
              quote: quoteOf(context),
              purchaseOrder: context.agreement?.purchaseOrder ?? null,
            }),
            onDone: [
              { description: 'delivered', guard: ({ event }) => event.output.status === 'done', target: '#seating' },
              { guard: 'wasNudged', target: 'working', reenter: true },
              {
                description: 'not yet',
                target: 'waiting',
                actions: assign({ fulfilmentCheckAgainIn: ({ event }) => event.output.checkAgainIn }),
              },
            ],
            onError: { target: 'stuck', actions: { type: 'noteStuck', params: { step: 'fulfilling' } } },
          },
        },
        waiting: {
          tags: 'settled',
          on: { NUDGE: 'working', HOLD: { target: 'held', actions: 'noteHold' } },
          after: { nextFulfilmentLook: 'working' },
        },
        held: heldWithin('working'),
        stuck: stuckState({
          RETRY: '#fulfilling',
          OVERDUE_DELIVERY_CAME: '#fulfilling',
          RETRY_NEW_KEY: '#fulfilling',
          SKIP: '#seating',
          OVERRIDE: '#seating',
        }),
      },
    },
    /** New seats must be assigned to people; a follow-up of its own reminds them, for weeks if need be. */
    seating: {
      id: 'seating',
      initial: 'deciding',
      states: {
        deciding: { always: [{ guard: 'addedSeats', target: 'working' }, { target: '#completed' }] },
        working: {
          invoke: {
            id: 'followUpSeats',
            src: 'followUpSeats',
            input: ({ context }) => ({
              ...visit(context, 'place'),
              seatsAdded: context.applied?.seatsAdded ?? [],
            }),
            onDone: { target: '#completed' },
            onError: { target: 'stuck', actions: { type: 'noteStuck', params: { step: 'seating' } } },
          },
        },
        stuck: stuckState({ RETRY: '#seating', SKIP: '#completed' }),
      },
    },
  },
});
