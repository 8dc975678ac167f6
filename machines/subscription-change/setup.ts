import { assign, type PromiseActorLogic, setup } from 'xstate';
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
import { STEP_EFFECTS } from './step-effects';
import type { OrderSteps } from './steps';
import { delays } from './timing';
import { undoingGuards } from './undoing/undoing';
import { vatGuards } from './vat/vat';
import { waitingGuards } from './waiting/waiting';
import { wishGuards } from './wish/wish';

type Unprovided = {
  [Step in keyof OrderSteps]: PromiseActorLogic<Awaited<ReturnType<OrderSteps[Step]>>, Parameters<OrderSteps[Step]>[0]>;
};

/** An actor for each step; the workflow replaces it by a durable activity. */
const actors = Object.fromEntries(
  Object.keys(STEP_EFFECTS).map((step) => [step, unprovided()]),
) as object as Unprovided;

/** The ground that all states of the order stand on. */
export const orderSetup = setup({
  types: {
    context: {} as OrderContext,
    input: {} as OrderInput,
    events: {} as OrderEvent,
    tags: {} as 'settled' | 'money' | 'stuck' | 'committed' | 'held',
    meta: {} as StateMeta,
  },
  actors,
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
