import { assign, setup } from 'xstate';
import type { OrderEvent } from '../events';
import { stuckIn } from '../failure';
import type { OrderStep } from '../failure-codes';
import { unprovided } from '../unprovided';
import type { OrderContext } from './context';
import { deliveryGuards } from './delivery/delivery';
import type { OrderInput } from './input';
import { paymentGuards } from './payment/payment';
import { placingGuards } from './placing/placing';
import { priceGuards } from './price/price';
import type { StateMeta } from './standing';
import { STEPS } from './step-table';
import type { OrderSteps } from './steps';
import { delays } from './timing';
import { undoingGuards } from './undoing/undoing';
import { vatGuards } from './vat/vat';
import { waitingGuards } from './waiting/waiting';
import { wishGuards } from './wish/wish';

/** The ground that all states of the order stand on. */
export const orderSetup = setup({
  types: {
    context: {} as OrderContext,
    input: {} as OrderInput,
    events: {} as OrderEvent,
    tags: {} as 'settled' | 'money' | 'stuck' | 'committed' | 'held',
    meta: {} as StateMeta,
  },
  actors: unprovided<OrderSteps>(Object.keys(STEPS) as (keyof OrderSteps)[]),
  guards: {
    ...wishGuards,
    ...priceGuards,
    ...vatGuards,
    ...paymentGuards,
    ...placingGuards,
    ...deliveryGuards,
    ...undoingGuards,
    ...waitingGuards,
  },
  delays,
  actions: {
    noteStuck: assign(({ context, event }, { step }: { step: OrderStep }) => ({
      support: {
        ...context.support,
        stuck: stuckIn(step, 'error' in event ? event.error : undefined, context.support.stuck),
      },
    })),
  },
});
