import { and, assign } from 'xstate';
import { checkoutOrSummary, grantToCheck, visit } from './context';
import { mayBeHeld, remindable } from './putting-aside';
import { orderSetup } from './setup';
import type { CheckVatOutput, VatHold, VatPolicy } from './steps';
import { stuckState } from './stuck';
import { edits, endsIfAsked, expires, joins, leavesNow, remembers, TO } from './transitions';

/** The order summary. An empty cart goes to checkout; a cart that holds items takes the change in. */
export const reviewing = orderSetup.createStateConfig({
  id: 'reviewing',
  tags: 'settled',
  on: {
    ...leavesNow,
    ...expires,
    ...edits('reviewing'),
    ...mayBeHeld('reviewing'),
    ...remindable('reviewing'),
    EXTEND_QUOTE: { actions: 'noteQuoteExtended' },
    CHECKOUT: { guard: 'cartIsEmpty', target: TO.verifying },
    ADD_TO_CART: { guard: 'cartHoldsItems', target: 'inCart' },
  },
});

/** In the cart with other products. A second change may join; checkout prices the whole cart as one order. */
export const inCart = orderSetup.createStateConfig({
  id: 'inCart',
  tags: 'settled',
  on: {
    ...leavesNow,
    ...expires,
    ...edits('inCart'),
    ...mayBeHeld('inCart'),
    ...remindable('inCart'),
    ...joins('inCart'),
    CHECKOUT: { target: TO.quoting, actions: 'includeCart' },
  },
});

/** Checkout: the customer verifies period, seats, rate and total, gives what is missing and places the order. */
export const verifying = orderSetup.createStateConfig({
  id: 'verifying',
  tags: 'settled',
  always: endsIfAsked,
  on: {
    ...leavesNow,
    ...expires,
    ...edits('verifying'),
    ...mayBeHeld('verifying'),
    ...remindable('verifying'),
    EXTEND_QUOTE: { actions: 'noteQuoteExtended' },
    PROVIDE_PAYMENT: {
      target: 'capturingPayment',
      actions: assign({
        visits: ({ context }) => ({ ...context.visits, capturePayment: context.visits.capturePayment + 1 }),
        paymentToken: ({ event }) => event.paymentToken,
      }),
    },
    PROVIDE_VAT: { target: 'checkingVat', actions: 'noteVatNumber' },
    REMOVE_VAT: { guard: 'hasVatNumber', target: TO.quoting, actions: 'dropVatNumber' },
    /** The same order with a new link: another visit, so another payment under a reference of its own. */
    RENEW_PAYMENT_LINK: { guard: 'missedTheLink', target: 'reserving', actions: 'notePlacing' },
    PLACE_ORDER: [
      {
        description: 'takes effect later',
        guard: and(['takesEffectLater', 'mayBePlaced']),
        target: 'scheduled',
        actions: 'notePlacing',
      },
      { guard: 'mayBePlaced', target: 'reserving', actions: 'notePlacing' },
    ],
  },
});

/** Saves payment details with the gateway; only a token ever reaches us. */
export const capturingPayment = orderSetup.createStateConfig({
  id: 'capturingPayment',
  initial: 'working',
  on: remembers,
  states: {
    working: {
      invoke: {
        id: 'capturePayment',
        src: 'capturePayment',
        input: ({ context }) => ({
          ...visit(context, 'capturePayment'),
          paymentToken: context.paymentToken ?? '',
        }),
        onDone: [
          {
            description: 'saved',
            guard: ({ event }) => event.output.status === 'saved',
            target: TO.verifying,
            actions: assign({
              paymentMethod: ({ event }) => (event.output.status === 'saved' ? event.output.paymentMethod : null),
              gavePayment: true,
              paymentToken: null,
              askAgain: null,
            }),
          },
          {
            description: 'refused',
            target: TO.verifying,
            actions: assign(({ context, event }) => ({
              paymentToken: null,
              askAgain: {
                reason: 'payment_details_refused' as const,
                previousDue: context.quote?.dueToday ?? null,
                code: event.output.status === 'refused' ? event.output.code : null,
              },
            })),
          },
        ],
        onError: { target: 'stuck', actions: { type: 'noteStuck', params: { step: 'capturingPayment' } } },
      },
    },
    stuck: stuckState({
      RETRY: '#capturingPayment',
      RETRY_NEW_KEY: '#capturingPayment',
      AMEND: TO.assessing,
      ABORT: TO.releasing,
    }),
  },
});

const holdOf = (answer: CheckVatOutput): VatHold | null =>
  answer.status === 'unverifiable' ? (answer.hold ?? null) : null;

/** An answer without a word about waiting is of an order that began before there was one: the seller's policy decides. */
function waitsForNumber(answer: CheckVatOutput, policy: VatPolicy): boolean {
  if (answer.status !== 'unverifiable' || answer.hold === null) return false;
  return policy === 'hold' || answer.hold?.mayChargeMeanwhile === false;
}

/** Asks the register of VAT numbers. Three answers are kept apart: valid, invalid, unverifiable. */
export const checkingVat = orderSetup.createStateConfig({
  id: 'checkingVat',
  initial: 'working',
  on: remembers,
  states: {
    working: {
      on: { NUDGE: { actions: 'noteNudge' } },
      exit: assign({ nudged: false }),
      invoke: {
        id: 'checkVat',
        src: 'checkVat',
        input: ({ context }) => ({
          ...visit(context, 'checkVat'),
          vatNumber: context.vatNumberAsked ?? '',
        }),
        onDone: [
          {
            description: 'on file, and not registered any more',
            guard: ({ context, event }) => event.output.status === 'invalid' && context.quote === null,
            target: TO.quoting,
            actions: assign(({ event }) => ({
              vatNumberAsked: null,
              vatHold: null,
              askAgain: {
                reason: 'vat_number_refused' as const,
                previousDue: null,
                code: event.output.status === 'invalid' ? event.output.code : null,
              },
            })),
          },
          {
            description: 'invalid',
            guard: ({ event }) => event.output.status === 'invalid',
            target: TO.verifying,
            actions: assign(({ context, event }) => ({
              vatNumberAsked: null,
              vatHold: null,
              askAgain: {
                reason: 'vat_number_refused' as const,
                previousDue: context.quote?.dueToday ?? null,
                code: event.output.status === 'invalid' ? event.output.code : null,
              },
            })),
          },
          {
            description: 'no answer, and something new meanwhile',
            guard: ({ context, event }) => context.nudged && waitsForNumber(event.output, context.vatPolicy),
            target: 'working',
            reenter: true,
            actions: 'countVatAttempt',
          },
          {
            description: 'no answer',
            guard: ({ context, event }) => waitsForNumber(event.output, context.vatPolicy),
            target: '#vatPending',
            actions: assign({ vatHold: ({ event }) => holdOf(event.output) }),
          },
          {
            description: 'valid',
            target: TO.quoting,
            actions: assign(({ context, event }) =>
              event.output.status === 'invalid'
                ? {}
                : {
                    vat: {
                      number: event.output.number,
                      status: event.output.status,
                      evidenceId: event.output.evidenceId,
                      ...(holdOf(event.output) === null ? {} : { chargedMeanwhile: true as const }),
                    },
                    decidedVat: true,
                    vatHold: null,
                    askAgain: null,
                    quoteLeadsTo: checkoutOrSummary(context),
                    visits: { ...context.visits, quote: context.visits.quote + 1 },
                  },
            ),
          },
        ],
        onError: { target: 'stuck', actions: { type: 'noteStuck', params: { step: 'checkingVat' } } },
      },
    },
    stuck: stuckState({
      RETRY: '#checkingVat',
      RETRY_NEW_KEY: '#checkingVat',
      AMEND: TO.assessing,
      ABORT: TO.releasing,
    }),
  },
});

const takesEvidence = {
  ACCEPT_VAT_EVIDENCE: { target: 'checkingGrant', actions: 'noteRequest' },
  ...mayBeHeld('vatPending'),
} as const;

/**
 * No decision can be taken on the number: the register gave no answer, or its answer needs a person. It counts neither
 * as valid nor as invalid until somebody knows. A person is asked once.
 */
export const vatPending = orderSetup.createStateConfig({
  id: 'vatPending',
  initial: 'deciding',
  always: endsIfAsked,
  on: {
    ...leavesNow,
    ...expires,
    ...edits('vatPending'),
    PROVIDE_VAT: { target: '#checkingVat', actions: 'noteVatNumber' },
    REMOVE_VAT: { target: TO.quoting, actions: 'dropVatNumber' },
    NUDGE: { target: '#checkingVat', actions: 'countVatAttempt' },
  },
  states: {
    deciding: {
      always: [
        { guard: 'needsHelpWithVat', target: 'escalating' },
        { guard: 'onlyAPersonCanHelp', target: 'withSupport' },
        { target: 'waiting' },
      ],
    },
    waiting: {
      tags: 'settled',
      on: takesEvidence,
      after: {
        nextVatAttempt: { guard: 'mayAskRegisterAgain', target: '#checkingVat', actions: 'countVatAttempt' },
      },
    },
    /** Asking again cannot help: the register blocks us, or the number is of another country or trader. */
    withSupport: { tags: 'settled', on: takesEvidence },
    escalating: {
      id: 'escalatingVat',
      initial: 'working',
      states: {
        working: {
          invoke: {
            id: 'escalateVat',
            src: 'escalateVat',
            input: ({ context }) => ({
              ...visit(context, 'checkVat'),
              code: context.vatHold?.code ?? '',
              attempts: context.vatAttempts + 1,
              subscriptionId: context.changes[0]?.subscriptionId ?? '',
            }),
            onDone: { target: '#vatPending', actions: assign({ vatItem: ({ event }) => event.output.item }) },
            onError: { target: 'stuck', actions: { type: 'noteStuck', params: { step: 'escalatingVat' } } },
          },
        },
        stuck: stuckState({ RETRY: '#escalatingVat' }, 'vatPending'),
      },
    },
    checkingGrant: {
      invoke: {
        id: 'checkGrant',
        src: 'checkGrant',
        input: ({ context }) => grantToCheck(context),
        onDone: [
          {
            description: 'evidence accepted',
            guard: ({ event }) => event.output.granted,
            target: TO.quoting,
            actions: 'acceptVatEvidence',
          },
          { description: 'grant refused', target: 'deciding', actions: 'dropRequest' },
        ],
        onError: { target: 'deciding', actions: 'dropRequest' },
      },
    },
  },
});

/** Agreed and placed, but it takes effect at the end of the period; a newer order replaces it. */
export const scheduled = orderSetup.createStateConfig({
  id: 'scheduled',
  tags: 'settled',
  on: { ...leavesNow, ...edits('scheduled'), ...mayBeHeld('scheduled') },
  after: { effectiveDay: { target: TO.quoting, actions: 'startAgreedChange' } },
});
