const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
// First digits 2 to 6 and 8 are those of the card networks; a leading 1 would catch every time in milliseconds.
const CANDIDATE = /(?<![0-9A-Za-z])[2-68](?:[ -]?[0-9]){12,18}(?![0-9A-Za-z])/g;

/**
 * Whether a text holds 13 to 19 digits, with or without blanks and dashes, that pass the Luhn check and begin like a
 * card of a payment network. UUIDs are left out. Linear in the length of the text.
 */
export function looksLikeCardNumber(text: string): boolean {
  const candidates = text.replace(UUID, ' ').match(CANDIDATE) ?? [];
  return candidates.some((candidate) => passesLuhn(candidate.replace(/[ -]/g, '')));
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
