import { and } from 'xstate';
import { notePaymentToken } from '../payment/payment';
import { notePlacing } from '../placing/placing';
import { orderSetup } from '../setup';
import { edits, endsIfAsked, expires, joins, leavesNow, losesPartIfTaken, TO } from '../transitions';
import { dropVatNumber, noteVatNumber } from '../vat/vat';
import { mayBeHeld, remindable } from '../waiting/putting-aside';
import { forgetRefusal } from '../wish/wish';
import { includeCart, lookAgain, noteQuoteExtended } from './price';

/** The order summary. An empty cart goes to checkout; a cart that holds items takes the change in. */
export const reviewing = orderSetup.createStateConfig({
  id: 'reviewing',
  tags: 'settled',
  meta: { waits: 'customer', picture: { column: 2, row: 1, isMain: true } },
  on: {
    ...leavesNow,
    ...expires,
    ...edits('reviewing'),
    ...mayBeHeld('reviewing'),
    ...remindable('reviewing'),
    EXTEND_QUOTE: { actions: noteQuoteExtended },
    CHECKOUT: { guard: 'cartIsEmpty', target: TO.verifying },
    ADD_TO_CART: { guard: 'cartHoldsItems', target: 'inCart' },
  },
});

/** In the cart with other products. A second change may join; checkout prices the whole cart as one order. */
export const inCart = orderSetup.createStateConfig({
  id: 'inCart',
  tags: 'settled',
  meta: { waits: 'customer', picture: { column: 3, row: 1 } },
  on: {
    ...leavesNow,
    ...expires,
    ...edits('inCart'),
    ...mayBeHeld('inCart'),
    ...remindable('inCart'),
    ...joins('inCart'),
    CHECKOUT: { target: TO.quoting, actions: includeCart },
  },
});

/** Checkout: the customer verifies period, seats, rate and total, gives what is missing and places the order. */
export const verifying = orderSetup.createStateConfig({
  id: 'verifying',
  tags: 'settled',
  meta: { waits: 'customer', situation: 'at_checkout', picture: { column: 2, row: 2, isMain: true } },
  always: [
    endsIfAsked,
    losesPartIfTaken,
    { description: 'not as agreed', guard: 'isOnItsDay', target: 'tellingOfItsDay' },
  ],
  on: {
    ...leavesNow,
    ...expires,
    ...edits('verifying'),
    ...mayBeHeld('verifying'),
    ...remindable('verifying'),
    EXTEND_QUOTE: { actions: noteQuoteExtended },
    PROVIDE_PAYMENT: { target: 'capturingPayment', actions: notePaymentToken },
    PROVIDE_VAT: { target: 'checkingVat', actions: noteVatNumber },
    REMOVE_VAT: { guard: 'hasVatNumber', target: TO.quoting, actions: dropVatNumber },
    /** The same order with a new link: another visit, so another payment under a reference of its own. */
    RENEW_PAYMENT_LINK: { guard: 'missedTheLink', target: 'reserving', actions: notePlacing },
    PLACE_ORDER: [
      {
        description: 'may not take effect later',
        guard: and(['takesEffectLater', 'mayBePlaced', 'deferralIsRefused']),
        target: TO.assessing,
        actions: [forgetRefusal, lookAgain],
      },
      {
        description: 'takes effect later',
        guard: and(['takesEffectLater', 'mayBePlaced']),
        target: 'agreeing',
        actions: notePlacing,
      },
      { guard: 'mayBePlaced', target: 'reserving', actions: notePlacing },
    ],
  },
});
