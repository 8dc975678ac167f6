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
import type * as step from './steps';
import { delays } from './timing';
import { undoingGuards } from './undoing/undoing';
import { vatGuards } from './vat/vat';
import { waitingGuards } from './waiting/waiting';
import { wishGuards } from './wish/wish';

/** The ground that all states of the order stand on. The workflow replaces each actor by a durable activity. */
export const orderSetup = setup({
  types: {
    context: {} as OrderContext,
    input: {} as OrderInput,
    events: {} as OrderEvent,
    tags: {} as 'settled' | 'money' | 'stuck' | 'committed' | 'held',
    meta: {} as StateMeta,
  },
  actors: {
    assess: unprovided<step.AssessOutput, step.AssessInput>(),
    supersede: unprovided<void, step.SupersedeInput>(),
    quote: unprovided<step.QuoteOutput, step.QuoteStepInput>(),
    capturePayment: unprovided<step.CapturePaymentOutput, step.CapturePaymentInput>(),
    checkVat: unprovided<step.CheckVatOutput, step.CheckVatInput>(),
    escalateVat: unprovided<step.EscalateVatOutput, step.EscalateVatInput>(),
    reserve: unprovided<step.ReserveOutput, step.ReserveInput>(),
    charge: unprovided<step.PaymentOutcome, step.ChargeInput>(),
    lookUpPayment: unprovided<step.PaymentOutcome, step.LookUpPaymentInput>(),
    voidPayment: unprovided<step.PaymentOutcome, step.Visit>(),
    apply: unprovided<step.ApplyOutput, step.ApplyInput>(),
    confirm: unprovided<void, step.ConfirmInput>(),
    fulfil: unprovided<step.FulfilOutput, step.FulfilInput>(),
    followUpVat: unprovided<void, step.FollowUpVatInput>(),
    followUpSeats: unprovided<void, step.FollowUpSeatsInput>(),
    compensate: unprovided<step.CompensateOutput, step.CompensateInput>(),
    bookGivenBack: unprovided<step.CompensateOutput, step.BookGivenBackInput>(),
    release: unprovided<void, step.ReleaseInput>(),
    tellCustomer: unprovided<void, step.TellCustomerInput>(),
    remindCustomer: unprovided<void, step.RemindCustomerInput>(),
    checkGrant: unprovided<step.CheckGrantOutput, step.CheckGrantInput>(),
  } satisfies Record<keyof step.OrderSteps, unknown>,
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
