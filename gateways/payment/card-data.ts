/** Card numbers must never reach us: only the gateway's own page may see them. */

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
// First digits 2 to 6 and 8 are those of the card networks; a leading 1 would catch every time in milliseconds.
const CANDIDATE = /(?<![0-9A-Za-z])[2-68](?:[ -]?[0-9]){12,18}(?![0-9A-Za-z])/g;

/** Thrown before anything is sent or logged; carries no part of the text. */
export class CardDataRefused extends Error {
  override readonly name = 'CardDataRefused';

  constructor() {
    super('the text looks like a card number; send a token of the payment gateway');
  }
}

/**
 * Whether a text holds 13 to 19 digits, with or without blanks and dashes, that pass the Luhn check and begin like a
 * card of a payment network. UUIDs are left out. Linear in the length of the text.
 */
export function looksLikeCardNumber(text: string): boolean {
  const candidates = text.replace(UUID, ' ').match(CANDIDATE) ?? [];
  return candidates.some((candidate) => passesLuhn(candidate.replace(/[ -]/g, '')));
}

/** Throws {@link CardDataRefused} when any text, at any depth of a JSON value, looks like a card number. */
export function refuseCardData(value: unknown): void {
  if (looksLikeCardNumber(typeof value === 'string' ? value : (JSON.stringify(value) ?? '')))
    throw new CardDataRefused();
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const weighted = index % 2 === 0 ? digit : digit * 2;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}
