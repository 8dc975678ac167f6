import { orderSetup } from '../setup';
import { edits, expires, leavesNow, TO } from '../transitions';
import { end } from '../undoing/undoing';
import { mayBeHeld } from '../waiting/putting-aside';
import { noteAgreement } from '../wish/wish';
import { checkingGrant, whenGranted } from './grant';
import { noteRequest } from './support';

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
        ACCEPT_HANDOVER: { target: 'checkingGrant', actions: noteRequest },
        DECLINE_HANDOVER: { target: 'checkingGrant', actions: noteRequest },
        ...mayBeHeld('handedOver'),
      },
    },
    checkingGrant: checkingGrant('waiting', [
      whenGranted('ACCEPT_HANDOVER', { description: 'accepted', target: TO.quoting, actions: noteAgreement }),
      whenGranted('DECLINE_HANDOVER', { description: 'declined', target: TO.releasing, actions: end('declined') }),
    ]),
  },
});
