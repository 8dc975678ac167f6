import { arrivalOf } from 'statechart-host/contract';
import { replacedBy } from '../../../billing/quotes/agreed-change';
import type { OrderEvent } from '../../events';
import type { OrderContext } from '../context';
import { type Asked, note } from '../note';
import { NO_PAYMENT } from '../payment/context';
import { askAgain, priceGuards, quoteOf } from '../price/price';
import type { CountedOn } from '../steps';
import { visited } from '../visits';
import { deciderIn } from '../wish/wish';
import type { Consent } from './context';
import { missingOf } from './missing';

/** The facts taken from the account when the order was assessed; those given in the order itself stay. */
export const countsOn = ({ payment, vat }: OrderContext): CountedOn => ({
  paymentOnFile: payment.given ? null : payment.method,
  vat: vat.onOrder,
  vatIsOnFile: vat.onOrder !== null && !vat.decided,
});

export const placingGuards = {
  replacesAgreed: ({ context }: Asked) => context.price.quote !== null && replacedBy(context.price.quote).length > 0,
  mayBePlaced: ({ context }: Asked) => context.price.quote !== null && missingOf(context).length === 0,
  missedTheLink: ({ context }: Asked) =>
    context.price.askAgain?.reason === 'payment_link_expired' && missingOf(context).length === 0,
  isOnItsDay: ({ context: { placing } }: Asked) => placing.onItsDay,
  cannotBeMadeAsAgreed: ({ context }: Asked) => context.placing.onItsDay && !priceGuards.placesAtOnce({ context }),
  endedBeforeItsDay: ({ context: { wish } }: Asked) =>
    wish.refusal?.code === 'subscription_not_active' && wish.refusal.facts.status === 'ended',
  placesAgain: ({ context: { placing, undoing } }: Asked) => placing.again && undoing.ending === null,
};

const consentIn = (event: OrderEvent): Consent | null =>
  event.type === 'PLACE_ORDER' && event.consent !== undefined
    ? { userId: event.by?.userId ?? '', text: event.consent, at: arrivalOf(event)?.at ?? '' }
    : null;

export const notePlacing = note((context, event: OrderEvent) => ({
  wish: { actor: deciderIn(event, context), refusal: null },
  price: { leadsTo: 'verifying', askAgain: null },
  payment: NO_PAYMENT,
  placing: {
    placedAt: arrivalOf(event)?.at ?? null,
    consent: consentIn(event),
    onItsDay: false,
    agreedDue: null,
  },
  waiting: { resumedAt: null },
  support: { stuck: null },
  visits: visited(context, 'place'),
}));

/** It stands for its day: from here on it goes on by itself for what its customer agreed to, and not for more. */
export const noteAgreed = note(({ placing, price }) => ({
  placing: { agreedDue: placing.agreedDue ?? price.quote?.dueToday ?? null },
}));

/** A new key for placing the order: its attempt is let go of first, so that nothing of it can happen any more. */
export const placeAgain = note(() => ({ placing: { again: true } }));

export const startPlacingAgain = note((context) => ({
  payment: NO_PAYMENT,
  placing: { again: false },
  visits: visited(context, 'place'),
}));

export const startAgreedChange = note((context) => ({
  wish: { refusal: null },
  price: { askAgain: askAgain(context, 'quote_expired'), leadsTo: 'reserving' },
  placing: { onItsDay: true, waitedFor: quoteOf(context).effectiveDate },
  visits: visited(context, 'quote', 'place'),
}));

/** Its people know: from here on it is an order like any other. */
export const noteDayTold = note(() => ({ placing: { onItsDay: false }, price: { leadsTo: 'verifying' } }));
