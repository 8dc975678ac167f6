import { and } from 'xstate';
import { placeAgain } from '../placing/placing';
import { quoteOf } from '../price/price';
import { orderSetup } from '../setup';
import type { PaymentOutcome } from '../steps';
import { abort, besides, decided, onNews, retry, stuckState } from '../support/stuck';
import { endsIfAsked, remembers, TO } from '../transitions';
import { end } from '../undoing/undoing';
import { visit } from '../visits';
import { heldWithin } from '../waiting/putting-aside';
import { countReminder, noteHold, noteNudge } from '../waiting/waiting';
import {
  askAgainPayment,
  countLookUp,
  countResend,
  forgetLookUps,
  noteLinkExtended,
  noteOutcome,
  notePaymentUnknown,
  noteStuckPayment,
  noteVoided,
  resolvePayment,
} from './payment';

const isStillOpen = ({ status }: PaymentOutcome): boolean =>
  status === 'pending' || status === 'requires_action' || status === 'expired';

const unknown = { target: 'weighing', actions: notePaymentUnknown } as const;
const weighed = { onDone: { target: 'weighing', actions: noteOutcome }, onError: unknown } as const;

/** A payment on hold is looked at as soon as it is released, whatever it waited for. */
const HOLDS = { HOLD: { target: '#settlingPayment.held', actions: noteHold } } as const;

/** Word from outside, or of support. */
const LOOKS_NOW = { NUDGE: 'lookingUp', RETRY: 'lookingUp' } as const;

/** Nothing was sent for certain, so it may be sent; the customer may also think better of it. */
const resending = {
  always: endsIfAsked,
  on: HOLDS,
  after: { resendBackOff: { target: 'charging', actions: countResend } },
} as const;

/**
 * Settles the payment. Charging, looking up and voiding all answer with one kind of outcome, and `weighing` alone says
 * what follows from it. A charge is sent once; an unknown outcome is looked up and never sent again.
 */
export const settlingPayment = orderSetup.createStateConfig({
  id: 'settlingPayment',
  tags: 'money',
  meta: {
    waits: ({ payment }) => (payment.outcome?.status === 'requires_action' ? 'customer_confirmation' : 'payment'),
    situation: 'paying',
    picture: { column: 1, row: 4, isMain: true },
  },
  initial: 'charging',
  on: { ...remembers, NUDGE: { actions: noteNudge } },
  states: {
    charging: {
      invoke: {
        id: 'charge',
        src: 'charge',
        input: ({ context }) => ({
          ...visit(context, 'place'),
          quote: quoteOf(context),
          paymentMethod: context.payment.method ?? '',
        }),
        ...weighed,
      },
    },
    lookingUp: {
      entry: countLookUp,
      invoke: {
        id: 'lookUpPayment',
        src: 'lookUpPayment',
        input: ({ context }) => ({
          ...visit(context, 'place'),
          lookUps: context.payment.lookUps,
          linkExtendedUntil: context.payment.linkExtendedUntil,
        }),
        ...weighed,
      },
    },
    voiding: {
      invoke: {
        id: 'voidPayment',
        src: 'voidPayment',
        input: ({ context }) => visit(context, 'place'),
        onDone: [
          // A void that is not confirmed is looked up with back-off; sending it again at once would never end.
          { description: 'not confirmed', guard: ({ event }) => isStillOpen(event.output), ...unknown },
          { target: 'weighing', actions: noteVoided },
        ],
        onError: unknown,
      },
    },
    weighing: {
      always: [
        { description: 'paid, but asked to end', guard: and(['isPaid', 'isEnding']), target: TO.compensating },
        { description: 'paid', guard: 'isPaid', target: TO.applying },
        { description: 'declined or voided', guard: 'isOver', target: TO.releasing, actions: askAgainPayment },
        { guard: and(['waitsForOthers', 'isEnding']), target: 'voiding' },
        { description: 'pending, and that is enough', guard: 'mayPlaceOnPending', target: TO.applying },
        { guard: 'linkExpired', target: 'voiding' },
        { guard: and(['waitsForOthers', 'wasNudged']), target: 'lookingUp' },
        { guard: 'waitsForOthers', target: 'waiting', actions: forgetLookUps },
        { description: 'asked to end', guard: and(['wasNotSent', 'isEnding']), target: TO.releasing },
        { guard: 'mayResendSoon', target: 'resendingSoon' },
        { guard: 'mayResend', target: 'resendingLater' },
        { guard: 'wasNotSent', target: 'stuck', actions: noteStuckPayment },
        { guard: 'mayLookSoon', target: 'lookingUpSoon' },
        { guard: 'mayLookAgain', target: 'lookingUpLater' },
        { target: 'unknown', actions: noteStuckPayment },
      ],
    },
    waiting: {
      tags: 'settled',
      on: {
        ...LOOKS_NOW,
        CANCEL: { target: 'voiding', actions: end('cancelled') },
        EXTEND_LINK: { guard: 'hasLink', target: 'lookingUp', actions: noteLinkExtended },
        RESEND: { guard: 'hasLink', target: 'reminding', actions: countReminder },
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
          reminder: context.waiting.reminders,
          link: context.payment.outcome?.link ?? null,
          until: context.payment.outcome?.linkExpiresAt ?? null,
        }),
        // A mail that could not be sent is no reason to leave the payment out of sight.
        onDone: 'lookingUp',
        onError: 'lookingUp',
      },
    },
    held: heldWithin('lookingUp'),
    resendingSoon: resending,
    resendingLater: { tags: 'settled', ...resending },
    // The first look-ups follow within seconds, and whoever placed the order waits for them.
    lookingUpSoon: {
      on: { ...LOOKS_NOW, ...HOLDS },
      after: { lookUpBackOff: 'lookingUp' },
    },
    lookingUpLater: {
      tags: 'settled',
      on: { ...LOOKS_NOW, ...HOLDS },
      after: { lookUpBackOff: 'lookingUp' },
    },
    stuck: stuckState([
      retry('#settlingPayment.charging'),
      decided('RETRY_NEW_KEY', TO.releasing, placeAgain),
      abort(),
    ]),
    // A person is asked, and it goes on looking: the gateway may tell before the person can.
    unknown: stuckState([
      retry('#settlingPayment.lookingUp'),
      onNews('wasNudged', '#settlingPayment.lookingUp'),
      besides({ nextLookUpBesides: '#settlingPayment.lookingUp' }),
      decided('RESOLVE_PAID', '#settlingPayment.weighing', resolvePayment('paid')),
      decided('RESOLVE_NOT_PAID', '#settlingPayment.weighing', resolvePayment('voided')),
    ]),
  },
});
