import { replaceAgreedInput } from '../placing/agreeing';
import { quoteOf } from '../price/price';
import { orderSetup } from '../setup';
import { decided, newKey, onNews, retry, stuckState } from '../support/stuck';
import { getsStuck } from '../transitions';
import { visit } from '../visits';
import { heldWithin } from '../waiting/putting-aside';
import { forgetNudge, noteHold, noteNudge } from '../waiting/waiting';
import { noteNotDelivered } from './delivery';

/** The change is made and stays made: the customer is told, the order fulfilled, new seats are followed up. */
export const finishing = orderSetup.createStateConfig({
  id: 'finishing',
  tags: 'committed',
  meta: { waits: 'fulfilment', picture: { column: 1, row: 6, isMain: true } },
  initial: 'confirming',
  on: { NUDGE: { actions: noteNudge } },
  states: {
    confirming: {
      id: 'confirming',
      initial: 'deciding',
      states: {
        deciding: { always: [{ guard: 'wasConfirmed', target: '#replacing' }, { target: 'working' }] },
        working: {
          invoke: {
            id: 'confirm',
            src: 'confirm',
            input: ({ context }) => ({
              ...visit(context, 'place'),
              quote: quoteOf(context),
              purchaseOrder: context.wish.agreement?.purchaseOrder ?? null,
              vatNumber: context.vat.onOrder?.number ?? null,
            }),
            onDone: [
              { guard: 'replacesAgreed', target: '#replacing' },
              { guard: 'chargedVatMeanwhile', target: '#followingVat' },
              { guard: 'needsFulfilment', target: '#fulfilling' },
              { guard: 'addedSeats', target: '#seating' },
              { target: '#completed' },
            ],
            onError: getsStuck('confirming'),
          },
        },
        stuck: stuckState([retry('#confirming'), decided('SKIP', '#replacing')]),
      },
    },
    /** A change that waits for its day has lost to this one what both change; it and its people hear of it. */
    replacing: {
      id: 'replacing',
      initial: 'deciding',
      states: {
        deciding: { always: [{ guard: 'replacesAgreed', target: 'working' }, { target: '#followingVat' }] },
        working: {
          invoke: {
            id: 'replaceAgreed',
            src: 'replaceAgreed',
            input: ({ context }) => replaceAgreedInput(context),
            onDone: { target: '#followingVat' },
            onError: getsStuck('replacing'),
          },
        },
        stuck: stuckState([retry('#replacing'), decided('SKIP', '#followingVat')]),
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
              vatNumber: context.vat.onOrder?.number ?? '',
            }),
            onDone: { target: '#fulfilling' },
            onError: getsStuck('followingVat'),
          },
        },
        stuck: stuckState([retry('#followingVat'), decided('SKIP', '#fulfilling')]),
      },
    },
    /** Another system delivers; it may answer at once or confirm a day later. */
    fulfilling: {
      id: 'fulfilling',
      initial: 'deciding',
      states: {
        deciding: { always: [{ guard: 'needsFulfilment', target: 'working' }, { target: '#seating' }] },
        working: {
          entry: forgetNudge,
          invoke: {
            id: 'fulfil',
            src: 'fulfil',
            input: ({ context }) => ({
              ...visit(context, 'place'),
              quote: quoteOf(context),
              purchaseOrder: context.wish.agreement?.purchaseOrder ?? null,
            }),
            onDone: [
              { description: 'delivered', guard: ({ event }) => event.output.status === 'done', target: '#seating' },
              { guard: 'wasNudged', target: 'working', reenter: true },
              {
                description: 'not yet',
                target: 'waiting',
                actions: noteNotDelivered,
              },
            ],
            onError: getsStuck('fulfilling'),
          },
        },
        waiting: {
          tags: 'settled',
          on: { NUDGE: 'working', HOLD: { target: 'held', actions: noteHold } },
          after: { nextFulfilmentLook: 'working' },
        },
        held: heldWithin('working'),
        stuck: stuckState([
          retry('#fulfilling'),
          onNews('hasNewsOfDelivery', '#fulfilling'),
          newKey('#fulfilling', 'place'),
          decided('SKIP', '#seating'),
          decided('OVERRIDE', '#seating'),
        ]),
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
              seatsAdded: context.delivery.applied?.seatsAdded ?? [],
            }),
            onDone: { target: '#completed' },
            onError: getsStuck('seating'),
          },
        },
        stuck: stuckState([retry('#seating'), decided('SKIP', '#completed')]),
      },
    },
  },
});
