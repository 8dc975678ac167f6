import { assertEvent, assign, setup } from 'xstate';
import type { Change } from '../../billing/facts/types';
import type { Actor, OrderEvent, Role } from '../events';
import { failureOf, stuckIn } from '../failure';
import type { OrderStep } from '../failure-codes';
import { unprovided } from '../unprovided';
import {
  type AskAgain,
  type BeforeEdit,
  type Consent,
  checkoutOrSummary,
  coverage,
  type OrderContext,
  type OrderInput,
  type Place,
} from './context';
import { guards } from './guards';
import type * as step from './steps';
import { delays } from './timing';
import { VISIT_OF, visited } from './visits';

const askAgain = (context: OrderContext, reason: AskAgain['reason'], code: string | null = null): AskAgain => ({
  reason,
  previousDue: context.quote?.dueToday ?? null,
  code,
});

/**
 * Whoever edits or places an order decides, and not who began it; support acts on the word of whoever decided last. Of a
 * newer order `by` is the id.
 */
const deciderIn = ({ by }: OrderEvent, { actor }: OrderContext): Actor =>
  typeof by === 'object' && CUSTOMERS.has(by.role) ? by : actor;

const CUSTOMERS: ReadonlySet<Role> = new Set(['billing_contact', 'service']);

function beforeEdit(context: OrderContext, event: OrderEvent, place: Place): BeforeEdit {
  const { actor, dropped, vatHold, askAgain, quoteLeadsTo, placedAt, consent, includesCart } = context;
  const at = event.at ?? null;
  return { place, at, actor, dropped, vatHold, askAgain, quoteLeadsTo, placedAt, consent, includesCart };
}

const consentIn = (event: OrderEvent): Consent | null =>
  event.type === 'PLACE_ORDER' && event.consent !== undefined
    ? { userId: event.by?.userId ?? '', text: event.consent, at: event.at ?? '' }
    : null;

const untilOf = (event: OrderEvent): string | null => ('until' in event ? event.until : null);

/** Everything the states of the order are built from. The workflow replaces each actor by a durable activity. */
export const orderSetup = setup({
  types: {
    context: {} as OrderContext,
    input: {} as OrderInput,
    events: {} as OrderEvent,
    tags: {} as 'settled' | 'money' | 'stuck' | 'committed' | 'held',
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
  guards,
  delays,
  actions: {
    noteTaken: assign(({ context, event }) => {
      if (event.type !== 'SUPERSEDED') return {};
      const { by, subscriptionIds = [] } = event;
      const all = new Set([...(context.taken?.subscriptionIds ?? []), ...subscriptionIds]);
      return { taken: { by, subscriptionIds: [...all] } };
    }),
    // What is left is assessed and priced once more, and the customer looks at it where they were.
    dropTaken: assign(({ context }) => {
      const { taken, changes, dropped, includesCart, placedAt } = context;
      const isTaken = ({ subscriptionId }: Change): boolean => taken?.subscriptionIds.includes(subscriptionId) === true;
      const kept = changes.filter((change) => !isTaken(change));
      const lost = changes.filter(isTaken).map((change) => ({
        change,
        refusal: {
          code: 'change_in_progress' as const,
          facts: { subscriptionId: change.subscriptionId, openChangeId: taken?.by ?? '' },
        },
      }));
      return {
        changes: kept,
        draft: kept,
        dropped: [...dropped, ...lost],
        taken: null,
        returnsTo: null,
        looksAgain: true,
        askAgain: askAgain(context, 'change_dropped'),
        quoteLeadsTo: includesCart || placedAt !== null ? ('verifying' as const) : ('reviewing' as const),
        visits: visited(context, 'assess', 'quote'),
      };
    }),
    lookAgain: assign(({ context }) => ({
      looksAgain: true,
      quoteLeadsTo: context.quoteLeadsTo === 'reviewing' ? ('reviewing' as const) : ('verifying' as const),
      visits: visited(context, 'assess', 'quote'),
    })),
    noteEdit: assign(({ context, event }, { place }: { place?: Place }) => {
      assertEvent(event, ['EDIT', 'AMEND', 'ADD_CHANGE']);
      const draft = event.type === 'ADD_CHANGE' ? [...context.changes, event.change] : event.changes;
      return {
        draft,
        beforeEdit: place === undefined ? context.beforeEdit : beforeEdit(context, event, place),
        actor: deciderIn(event, context),
        taken: null,
        dropped: [],
        looksAgain: false,
        stuck: null,
        refusal: null,
        vatHold: null,
        askAgain: null,
        quoteLeadsTo: 'reviewing' as const,
        placedAt: null,
        consent: null,
        includesCart: false,
        visits: visited(context, 'assess', 'quote'),
      };
    }),
    // What waits for a date counts from when the edit was asked for.
    putBack: assign(({ context }) => {
      if (context.beforeEdit === null) return {};
      const { place, at, ...before } = context.beforeEdit;
      const { changes: draft, resumedAt } = context;
      return { ...before, draft, looksAgain: false, beforeEdit: null, returnsTo: place, resumedAt: at ?? resumedAt };
    }),
    returnAsBefore: assign({ returnsTo: null }),
    dropEdit: assign({ draft: ({ context }) => context.changes, looksAgain: false, beforeEdit: null }),
    includeCart: assign({
      includesCart: true,
      quoteLeadsTo: 'verifying',
      visits: ({ context }) => visited(context, 'quote'),
    }),
    noteVatNumber: assign(({ context, event }) => {
      assertEvent(event, 'PROVIDE_VAT');
      return {
        vatNumberAsked: event.vatNumber,
        vatAttempts: 0,
        vatHold: null,
        refusal: null,
        visits: visited(context, 'checkVat'),
      };
    }),
    noteVatToConfirm: assign(({ context }) => ({
      vatNumberAsked: context.vatToConfirm,
      vatToConfirm: null,
      vatAttempts: 0,
      vatHold: null,
      visits: visited(context, 'checkVat'),
    })),
    dropVatNumber: assign({
      vat: null,
      decidedVat: true,
      vatNumberAsked: null,
      vatHold: null,
      quoteLeadsTo: ({ context }) => checkoutOrSummary(context),
      visits: ({ context }) => visited(context, 'quote'),
    }),
    acceptVatEvidence: assign(({ context }) => ({
      vat: {
        number: context.vatNumberAsked ?? '',
        status: 'valid' as const,
        evidenceId: context.request?.grantId ?? null,
        reviewed: true as const,
      },
      decidedVat: true,
      vatHold: null,
      quoteLeadsTo: checkoutOrSummary(context),
      visits: visited(context, 'quote'),
    })),
    countVatAttempt: assign({
      vatAttempts: ({ context }) => context.vatAttempts + 1,
      visits: ({ context }) => visited(context, 'checkVat'),
    }),
    notePlacing: assign(({ context, event }) => ({
      actor: deciderIn(event, context),
      placedAt: event.at ?? null,
      consent: consentIn(event),
      quoteLeadsTo: 'verifying',
      askAgain: null,
      stuck: null,
      refusal: null,
      lookUps: 0,
      resends: 0,
      payment: null,
      linkExtendedUntil: null,
      resumedAt: null,
      visits: visited(context, 'place'),
    })),
    noteAgreement: assign(({ context }) => {
      const { request } = context;
      if (request?.type !== 'ACCEPT_HANDOVER') return {};
      const { effective, purchaseOrder, grantId } = request;
      return {
        agreement: { covers: coverage(context.changes, context.terms), effective, purchaseOrder, grantId },
        quoteLeadsTo: 'reviewing' as const,
        visits: visited(context, 'quote'),
      };
    }),
    noteRequest: assign(({ event }) => ('grantId' in event ? { request: event } : {})),
    dropRequest: assign({ request: null }),
    putAside: assign({ cameFrom: (_, { place }: { place: Place }) => place }),
    noteHold: assign({ heldSince: ({ event }) => event.at ?? null }),
    endHold: assign({ heldSince: null, cameFrom: null, resumedAt: ({ event }) => event.at ?? null }),
    countReminder: assign({ reminders: ({ context }) => context.reminders + 1 }),
    comeBack: assign({ cameFrom: null }),
    noteQuoteExtended: assign(({ event }) => ({ quoteExtendedUntil: untilOf(event) })),
    noteLinkExtended: assign(({ event }) => ({ linkExtendedUntil: untilOf(event) })),
    noteKeptOpen: assign(({ event }) => ({ keptOpenUntil: untilOf(event) })),
    /** A new key is a new visit of the step that is stuck. */
    startNewVisit: assign(({ context }) => {
      const step = context.stuck === null ? null : VISIT_OF[context.stuck.step];
      return step === null ? {} : { visits: visited(context, step) };
    }),
    placeAgain: assign({ placesAgain: true }),
    startPlacingAgain: assign(({ context }) => ({
      placesAgain: false,
      payment: null,
      lookUps: 0,
      resends: 0,
      linkExtendedUntil: null,
      visits: visited(context, 'place'),
    })),
    endCancelled: assign({ ending: 'cancelled' }),
    endDeclined: assign({ ending: 'declined' }),
    endExpired: assign({ ending: 'expired' }),
    endSuperseded: assign({ ending: 'superseded' }),
    countResend: assign({ resends: ({ context }) => context.resends + 1 }),
    countLookUp: assign({ lookUps: ({ context }) => context.lookUps + 1, nudged: false }),
    forgetLookUps: assign({ lookUps: 0, resends: 0 }),
    noteNudge: assign({ nudged: true }),
    notePaymentUnknown: assign(({ context, event }) => ({
      payment: {
        status: 'unknown' as const,
        reference: context.payment?.reference ?? '',
        gatewayReference: context.payment?.gatewayReference ?? null,
        code: 'error' in event ? failureOf(event.error).code : 'no_answer',
        link: null,
        linkExpiresAt: null,
        checkAgainIn: 0,
        at: 'error' in event ? failureOf(event.error).at : '',
      },
    })),
    noteGivenBack: assign(({ context, event }) => {
      const { output } = event as unknown as { output: step.CompensateOutput };
      if (context.payment === null || output.status !== 'compensated' || output.payment === undefined) return {};
      const { payment: status, code = context.payment.code } = output;
      return { payment: { ...context.payment, status, code } };
    }),
    noteGivenBackByHand: assign({ givenBackUnder: ({ context }) => context.request?.grantId ?? null }),
    noteAppliedAfterAll: assign(({ event }) => {
      const { output } = event as unknown as { output: step.CompensateOutput };
      return { ending: null, applied: output.status === 'already_applied' ? output.applied : null };
    }),
    resolveAsPaid: assign(({ context }) => ({
      payment:
        context.payment === null ? null : { ...context.payment, status: 'paid' as const, code: 'resolved_by_support' },
    })),
    resolveAsNotPaid: assign(({ context }) => ({
      payment:
        context.payment === null
          ? null
          : { ...context.payment, status: 'voided' as const, code: 'resolved_by_support' },
    })),
    // Priced anew once without asking. A quote that expires again before it is used is shown to the customer.
    askAgainOutdated: assign(({ context }, { reason }: { reason: AskAgain['reason'] }) => ({
      askAgain: askAgain(context, reason),
      quoteLeadsTo: context.quoteLeadsTo === 'reserving' ? ('verifying' as const) : ('reserving' as const),
      visits: visited(context, 'quote', 'place'),
    })),
    askAgainMoved: assign(({ context }, { reason }: { reason: AskAgain['reason'] }) => ({
      askAgain: askAgain(context, reason),
      looksAgain: true,
      quoteLeadsTo: 'verifying' as const,
      visits: visited(context, 'assess', 'quote'),
    })),
    askAgainPayment: assign(({ context }) => ({
      askAgain: askAgain(
        context,
        context.payment?.code === 'link_expired' ? 'payment_link_expired' : 'payment_declined',
        context.payment?.code ?? null,
      ),
    })),
    startAgreedChange: assign(({ context }) => ({
      agreement: context.agreement && { ...context.agreement, effective: 'now' as const },
      refusal: null,
      askAgain: askAgain(context, 'quote_expired'),
      quoteLeadsTo: 'reserving' as const,
      visits: visited(context, 'quote', 'place'),
    })),
    noteStuck: assign(({ context, event }, { step }: { step: OrderStep }) => ({
      stuck: stuckIn(step, 'error' in event ? event.error : undefined, context.stuck),
    })),
    noteStuckPayment: assign(({ context }) => {
      const earlier = context.stuck?.step === 'settlingPayment' ? context.stuck : null;
      const code =
        context.payment?.status === 'not_sent' ? ('payment_not_sent' as const) : ('payment_unknown' as const);
      return {
        stuck: {
          step: 'settlingPayment' as const,
          code,
          message: context.payment?.code ?? '',
          attempts: (earlier?.attempts ?? 0) + 1,
          since: earlier?.since ?? context.payment?.at ?? '',
        },
      };
    }),
  },
});
