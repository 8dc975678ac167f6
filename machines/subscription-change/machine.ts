import { newOrder } from './context';
import { finishing } from './delivery/finishing';
import { capturingPayment } from './payment/capturing';
import { settlingPayment } from './payment/settling';
import { tellingOfItsDay } from './placing/agreed-day';
import { agreeing, scheduled } from './placing/agreeing';
import { applying, reserving } from './placing/reserving';
import { inCart, reviewing, verifying } from './price/checking-out';
import { presenting, quoting } from './price/quoting';
import { orderSetup } from './setup';
import { handedOver } from './support/handing-over';
import { compensating, releasing } from './undoing/compensating';
import { checkingVat, vatPending } from './vat/checking';
import { MACHINE } from './view';
import { onHold, reminding } from './waiting/putting-aside';
import { assessing, superseding } from './wish/assessing';

/** A final state of the order. */
const over = <Id extends string>(id: Id, column: number, row: number, situation: 'over' | 'refused' = 'over') =>
  orderSetup.createStateConfig({ id, type: 'final', tags: 'settled', meta: { situation, picture: { column, row } } });

/**
 * A subscription change, from the wish to the last new seat. The id carries the version: running orders keep the
 * definition they were started with.
 */
export const subscriptionChangeMachine = orderSetup.createMachine({
  id: `${MACHINE.id}@${MACHINE.version}`,
  context: ({ input }) => newOrder(input),
  initial: 'assessing',
  states: {
    assessing,
    refused: over('refused', 0, 1, 'refused'),
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
    agreeing,
    scheduled,
    tellingOfItsDay,
    onHold,
    reminding,

    reserving,
    settlingPayment,
    applying,
    finishing,
    completed: {
      ...over('completed', 0, 7),
      tags: ['settled', 'committed'],
      meta: { situation: 'over', picture: { column: 0, row: 7, isMain: true } },
    },

    compensating,
    releasing,
    cancelled: over('cancelled', 1, 7),
    expired: over('expired', 2, 7),
    superseded: over('superseded', 3, 7),
  },
});
