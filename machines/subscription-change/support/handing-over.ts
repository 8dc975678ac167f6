import { orderSetup } from '../setup';
import { edits, expires, leavesNow, TO } from '../transitions';
import { end } from '../undoing/undoing';
import { mayBeHeld } from '../waiting/putting-aside';
import { noteAgreement } from '../wish/wish';

/** Waits for customer support or the advisor; the quote just made travels with it. */
export const handedOver = orderSetup.createStateConfig({
  id: 'handedOver',
  meta: {
    waits: ({ wish }) => (wish.route === 'advisor' ? 'advisor' : 'support'),
    situation: 'handed_over',
    picture: { column: 1, row: 1 },
  },
  initial: 'waiting',
  on: { ...leavesNow, ...expires, ...edits('handedOver') },
  states: {
    waiting: {
      tags: 'settled',
      on: {
        ACCEPT_HANDOVER: { target: TO.quoting, actions: noteAgreement },
        DECLINE_HANDOVER: { target: TO.releasing, actions: end('declined') },
        ...mayBeHeld('handedOver'),
      },
    },
  },
});
