const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** What JSON writes for a line break or a tab: its letter is no part of the text. */
const ESCAPED_BLANK = /\\[bfnrt]/g;
const SEPARATORS = /[\s\u2010-\u2015\u2212-]/g;
/** Digits on their own, in groups or not: neither a part of a longer word nor the fraction of a number. */
const DIGITS = /(?<![0-9A-Za-z_]|[0-9]\.)[0-9](?:[\s\u2010-\u2015\u2212-]{0,3}[0-9]){12,}(?![0-9A-Za-z_])/g;

/** The brands whose numbers are known by their first digits, each with the lengths that it issues. */
const BRANDS: readonly { issuers: RegExp; lengths: readonly number[] }[] = [
  // Visa
  { issuers: /^4/, lengths: [13, 16, 19] },
  // Mastercard
  { issuers: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
  // American Express
  { issuers: /^3[47]/, lengths: [15] },
  // Diners Club
  { issuers: /^(?:30[0-5]|3095|36|3[89])/, lengths: [14, 16, 19] },
  // JCB
  { issuers: /^35(?:2[89]|[3-8])/, lengths: [16, 17, 18, 19] },
  // Discover, RuPay, Elo, Hipercard, Verve
  { issuers: /^(?:60|64[4-9]|65|82|50[89]|506[01])/, lengths: [16, 17, 18, 19] },
  // UnionPay
  { issuers: /^(?:62|81)/, lengths: [16, 17, 18, 19] },
  // Mir
  { issuers: /^220[0-4]/, lengths: [16, 17, 18, 19] },
  // Maestro
  { issuers: /^(?:5018|5020|5038|5[678]|6304|6390|67)/, lengths: [13, 14, 15, 16, 17, 18, 19] },
];

const LONGEST = 19;

/**
 * Whether a text, or JSON as text, holds the number of a payment card: digits, with or without blanks and dashes, that
 * begin like those of a brand, are as long as it issues them and pass the Luhn check. Behind other digits it is found
 * where a group of its own begins. UUIDs and digits inside a longer word are left out. Linear in the length of the text.
 */
export function looksLikeCardNumber(text: string): boolean {
  const runs = text.replace(UUID, ' ').replace(ESCAPED_BLANK, ' ').match(DIGITS) ?? [];
  return runs.some(holdsCardNumber);
}

/** A card number in a run of digits begins and ends with a group: a date may stand beside it. */
function holdsCardNumber(run: string): boolean {
  const groups = run.split(SEPARATORS).filter((group) => group !== '');
  return groups.some((_, first) => {
    const rest = groups.slice(first, first + LONGEST);
    const digits = rest.join('');
    const lengths = new Set(BRANDS.flatMap((brand) => (brand.issuers.test(digits) ? brand.lengths : [])));
    let length = 0;
    return rest.some((group) => {
      length += group.length;
      return lengths.has(length) && passesLuhn(digits.slice(0, length));
    });
  });
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
