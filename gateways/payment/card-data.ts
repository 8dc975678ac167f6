import { holdsCardNumber } from '../../machines/card-number';

/** Card numbers must never reach us: only the gateway's own page may see them. */

/** Thrown before anything is sent or logged; carries no part of the text. */
export class CardDataRefused extends Error {
  override readonly name = 'CardDataRefused';

  constructor() {
    super('the text looks like a card number; send a token of the payment gateway');
  }
}

/** Throws {@link CardDataRefused} when any text, at any depth of a JSON value, looks like a card number. */
export function refuseCardData(value: unknown): void {
  if (holdsCardNumber(value)) throw new CardDataRefused();
}
