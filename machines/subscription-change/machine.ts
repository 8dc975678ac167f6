import { capturingPayment, checkingVat, inCart, reviewing, scheduled, vatPending, verifying } from './checking-out';
import { newOrder } from './context';
import { finishing } from './finishing';
import { applying, reserving, settlingPayment } from './placing';
import { assessing, handedOver, presenting, quoting, superseding } from './preparing';
import { onHold, reminding } from './putting-aside';
import { orderSetup } from './setup';
import { compensating, releasing } from './undoing';

/**
 * A subscription change, from the wish to the last new seat. The id carries the version: running orders keep the
 * definition they were started with.
 */
export const subscriptionChangeMachine = orderSetup.createMachine({
  id: 'subscriptionChange@1',
  context: ({ input }) => newOrder(input),
  initial: 'assessing',
  states: {
    assessing,
    refused: { id: 'refused', type: 'final', tags: 'settled' },
    superseding,
    quoting,
    presenting,
    handedOver,

    reviewing,
    inCart,
    verifying,
    capturingPayment,
    checkingVat,
    vatPending,
    scheduled,
    onHold,
    reminding,

    reserving,
    settlingPayment,
    applying,
    finishing,
    completed: { id: 'completed', type: 'final', tags: ['settled', 'committed'] },

    compensating,
    releasing,
    cancelled: { id: 'cancelled', type: 'final', tags: 'settled' },
    expired: { id: 'expired', type: 'final', tags: 'settled' },
    superseded: { id: 'superseded', type: 'final', tags: 'settled' },
  },
});
