import { and, assign } from 'xstate';
import { type AskAgain, countsOn, keepsSome, type OrderContext, quoteOf, quoteToPlace, visit } from './context';
import { heldWithin } from './putting-aside';
import { orderSetup } from './setup';
import type { PaymentOutcome, ReserveOutput } from './steps';
import { stuckState } from './stuck';
import { endsIfAsked, remembers, TO } from './transitions';

const isStillOpen = ({ status }: PaymentOutcome): boolean =>
  status === 'pending' || status === 'requires_action' || status === 'expired';

/** The subscription that another order took in the meantime. */
const takenBy = (answer: ReserveOutput): string[] =>
  answer.status === 'superseded' && answer.subscriptionId !== undefined ? [answer.subscriptionId] : [];

/** Keeps the reason of a void: a link that expired is not a payment that was declined. */
const voided = ({ payment }: OrderContext, answer: PaymentOutcome): PaymentOutcome =>
  payment?.status === 'expired' && answer.status === 'voided' ? { ...answer, code: 'link_expired' } : answer;

/** What moved is assessed and priced anew, and always shown: never placed unseen, and never past the routing. */
const askAgainFor = (reason: AskAgain['reason']) => ({ type: 'askAgainMoved', params: { reason } }) as const;

/** Takes the subscription for this order and holds the balance it uses, if all is still what the quote saw. */
export const reserving = orderSetup.createStateConfig({
  id: 'reserving',
  tags: 'money',
  initial: 'working',
  on: remembers,
  states: {
    working: {
      invoke: {
        id: 'reserve',
        src: 'reserve',
        input: ({ context }) => ({
          ...visit(context, 'place'),
          quote: quoteToPlace(context),
          actor: context.actor,
          route: context.route,
          country: context.home?.country ?? '',
          countsOn: countsOn(context),
        }),
        onDone: [
          {
            description: 'superseded in part',
            guard: ({ context, event }) => context.ending === null && keepsSome(context, takenBy(event.output)),
            target: TO.assessing,
            actions: [
              assign({
                taken: ({ event: { output } }) =>
                  output.status === 'superseded' ? { by: output.by, subscriptionIds: takenBy(output) } : null,
              }),
              'dropTaken',
            ],
          },
          {
            description: 'superseded',
            guard: ({ event }) => event.output.status === 'superseded',
            target: TO.releasing,
            actions: 'endSuperseded',
          },
          endsIfAsked,
          {
            description: 'subscription moved',
            guard: ({ event }) => event.output.status === 'moved',
            target: TO.assessing,
            actions: askAgainFor('subscription_moved'),
          },
          {
            description: 'cart moved',
            guard: ({ event }) => event.output.status === 'cart_moved',
            target: TO.assessing,
            actions: askAgainFor('cart_moved'),
          },
          {
            description: 'account changed',
            guard: ({ event }) => event.output.status === 'account_changed',
            target: TO.assessing,
            actions: askAgainFor('account_changed'),
          },
          {
            description: 'quote expired',
            guard: ({ event }) => event.output.status === 'quote_expired',
            target: TO.quoting,
            actions: { type: 'askAgainOutdated', params: { reason: 'quote_expired' } },
          },
          {
            description: 'balance spent',
            guard: ({ event }) => event.output.status === 'balance_changed',
            target: TO.quoting,
            actions: { type: 'askAgainOutdated', params: { reason: 'balance_changed' } },
          },
          { guard: 'nothingIsDue', target: TO.applying },
          { description: 'money is due', target: '#settlingPayment' },
        ],
        onError: { target: 'stuck', actions: { type: 'noteStuck', params: { step: 'reserving' } } },
      },
    },
    stuck: stuckState({ RETRY: '#reserving.working', PLACE_AGAIN: TO.releasing, ABORT: TO.releasing }),
  },
});

/** A payment on hold is looked at as soon as it is released, whatever it waited for. */
const HOLDS = { HOLD: { target: '#settlingPayment.held', actions: 'noteHold' } } as const;

/**
 * Settles the payment. Charging, looking up and voiding all answer with one kind of outcome, and `weighing` alone says
 * what follows from it. A charge is sent once; an unknown outcome is looked up and never sent again.
 */
export const settlingPayment = orderSetup.createStateConfig({
  id: 'settlingPayment',
  tags: 'money',
  initial: 'charging',
  on: { ...remembers, NUDGE: { actions: 'noteNudge' } },
  states: {
    charging: {
      invoke: {
        id: 'charge',
        src: 'charge',
        input: ({ context }) => ({
          ...visit(context, 'place'),
          quote: quoteOf(context),
          paymentMethod: context.paymentMethod ?? '',
        }),
        onDone: { target: 'weighing', actions: assign({ payment: ({ event }) => event.output }) },
        onError: { target: 'weighing', actions: 'notePaymentUnknown' },
      },
    },
    lookingUp: {
      entry: 'countLookUp',
      invoke: {
        id: 'lookUpPayment',
        src: 'lookUpPayment',
        input: ({ context }) => ({
          ...visit(context, 'place'),
          lookUps: context.lookUps,
          linkExtendedUntil: context.linkExtendedUntil,
        }),
        onDone: { target: 'weighing', actions: assign({ payment: ({ event }) => event.output }) },
        onError: { target: 'weighing', actions: 'notePaymentUnknown' },
      },
    },
    voiding: {
      invoke: {
        id: 'voidPayment',
        src: 'voidPayment',
        input: ({ context }) => ({
          ...visit(context, 'place'),
        }),
        onDone: [
          // A void that is not confirmed is looked up with back-off; sending it again at once would never end.
          {
            description: 'not confirmed',
            guard: ({ event }) => isStillOpen(event.output),
            target: 'weighing',
            actions: 'notePaymentUnknown',
          },
          { target: 'weighing', actions: assign({ payment: ({ context, event }) => voided(context, event.output) }) },
        ],
        onError: { target: 'weighing', actions: 'notePaymentUnknown' },
      },
    },
    weighing: {
      always: [
        { description: 'paid, but asked to end', guard: and(['isPaid', 'isEnding']), target: TO.compensating },
        { description: 'paid', guard: 'isPaid', target: TO.applying },
        { description: 'declined or voided', guard: 'isOver', target: TO.releasing, actions: 'askAgainPayment' },
        { guard: and(['waitsForOthers', 'isEnding']), target: 'voiding' },
        { description: 'pending, and that is enough', guard: 'mayPlaceOnPending', target: TO.applying },
        { guard: 'linkExpired', target: 'voiding' },
        { guard: and(['waitsForOthers', 'wasNudged']), target: 'lookingUp' },
        { guard: 'waitsForOthers', target: 'waiting', actions: 'forgetLookUps' },
        { description: 'asked to end', guard: and(['wasNotSent', 'isEnding']), target: TO.releasing },
        { guard: 'mayResend', target: 'resendingLater' },
        { guard: 'wasNotSent', target: 'stuck', actions: 'noteStuckPayment' },
        { guard: 'mayLookSoon', target: 'lookingUpSoon' },
        { guard: 'mayLookAgain', target: 'lookingUpLater' },
        { target: 'unknown', actions: 'noteStuckPayment' },
      ],
    },
    waiting: {
      tags: 'settled',
      on: {
        NUDGE: 'lookingUp',
        CANCEL: { target: 'voiding', actions: 'endCancelled' },
        EXTEND_LINK: { guard: 'hasLink', target: 'lookingUp', actions: 'noteLinkExtended' },
        RESEND: { guard: 'hasLink', target: 'reminding', actions: 'countReminder' },
        ...HOLDS,
      },
      after: { nextLookUp: 'lookingUp' },
    },
    reminding: {
      invoke: {
        id: 'remindCustomer',
        src: 'remindCustomer',
        input: ({ context }) => ({
          ...visit(context, 'place'),
          reminder: context.reminders,
          link: context.payment?.link ?? null,
          until: context.payment?.linkExpiresAt ?? null,
        }),
        // A mail that could not be sent is no reason to leave the payment out of sight.
        onDone: 'lookingUp',
        onError: 'lookingUp',
      },
    },
    held: heldWithin('lookingUp'),
    resendingLater: {
      always: endsIfAsked,
      on: HOLDS,
      after: { resendBackOff: { target: 'charging', actions: 'countResend' } },
    },
    // The first look-ups follow within seconds, and whoever placed the order waits for them.
    lookingUpSoon: {
      on: { NUDGE: 'lookingUp', ...HOLDS },
      after: { lookUpBackOff: 'lookingUp' },
    },
    lookingUpLater: {
      tags: 'settled',
      on: { NUDGE: 'lookingUp', ...HOLDS },
      after: { lookUpBackOff: 'lookingUp' },
    },
    stuck: stuckState({ RETRY: '#settlingPayment.charging', PLACE_AGAIN: TO.releasing, ABORT: TO.releasing }),
    unknown: stuckState({
      RETRY: '#settlingPayment.lookingUp',
      RESOLVE_PAID: '#settlingPayment.weighing',
      RESOLVE_NOT_PAID: '#settlingPayment.weighing',
    }),
  },
});

/**
 * The commit: one compare-and-set on the subscription, fenced by the reservation. Before it, failure means undoing;
 * after it, the order only goes forward.
 */
export const applying = orderSetup.createStateConfig({
  id: 'applying',
  tags: 'money',
  initial: 'working',
  states: {
    working: {
      invoke: {
        id: 'apply',
        src: 'apply',
        input: ({ context }) => ({
          ...visit(context, 'place'),
          quote: quoteOf(context),
          payment: context.payment,
          purchaseOrder: context.agreement?.purchaseOrder ?? null,
          vatNumber: context.vat?.number ?? null,
        }),
        onDone: [
          {
            description: 'applied',
            guard: ({ event }) => event.output.status === 'applied',
            target: '#finishing',
            actions: assign({
              applied: ({ event }) => (event.output.status === 'applied' ? event.output : null),
            }),
          },
          { description: 'reservation lost', target: TO.compensating, actions: 'endCancelled' },
        ],
        onError: { target: 'stuck', actions: { type: 'noteStuck', params: { step: 'applying' } } },
      },
    },
    stuck: stuckState({ RETRY: '#applying', ABORT: TO.compensating }),
  },
});
