import {
  type ChargeObject,
  type IntentObject,
  newStripeId,
  recordStripeMoney,
  referenceOf,
  type StripeBook,
  secondsOf,
} from './book';

/** The charges behind payment intents. */

/** Takes money: at once, or from what was held. */
export function take(book: StripeBook, intent: IntentObject, amount: number, kind: 'charge' | 'capture'): void {
  const charge = chargeOf(book, intent);
  Object.assign(charge, { captured: true, amount_captured: amount });
  Object.assign(intent, { status: 'succeeded', amount_received: amount, amount_capturable: 0 });
  recordStripeMoney(book, kind, intent, { reference: referenceOf(intent), amount });
}

/** Holds the whole amount until it is captured or cancelled. */
export function hold(book: StripeBook, intent: IntentObject): void {
  chargeOf(book, intent);
  Object.assign(intent, { status: 'requires_capture', amount_capturable: intent.amount });
}

function chargeOf(book: StripeBook, intent: IntentObject): ChargeObject {
  const held = book.charges.get(intent.latest_charge ?? '');
  if (held !== undefined) return held;
  const { amount, currency, metadata } = intent;
  const charge: ChargeObject = {
    ...{ id: newStripeId('ch'), object: 'charge', created: secondsOf(book), payment_intent: intent.id, metadata },
    ...{ amount, currency, amount_captured: 0, amount_refunded: 0, captured: false, disputed: false },
  };
  book.charges.set(charge.id, charge);
  intent.latest_charge = charge.id;
  return charge;
}
