/** Numbers whose check character is, or may be, a letter. */
import { luhnSum } from './luhn';
import { digitAt, type NumberRule, weightedSum } from './number-rule';

/** Value of a digit at the 1st, 3rd, 5th and 7th place of a Cypriot number. */
const CYPRUS_ODD_PLACE = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];

/** TIC (Tax Department); numbers starting with 12 are not issued. */
export const CYPRUS: NumberRule = {
  form: '8 digits and a letter',
  lengths: [9],
  shape: /^(?!0{8})\d{8}[A-Z]$/,
  isPlausible: (body) => !body.startsWith('12'),
  checkDigitsHold: (body) => {
    let sum = 0;
    for (let position = 0; position < 8; position += 1) {
      const digit = digitAt(body, position);
      sum += position % 2 === 0 ? (CYPRUS_ODD_PLACE[digit] ?? 0) : digit;
    }
    return String.fromCharCode(65 + (sum % 26)) === body.charAt(8);
  },
};

const IRISH_LETTERS = 'WABCDEFGHIJKLMNOPQRSTUV';

function irishLetter(sevenDigits: string, secondLetter: string): string {
  const extra = secondLetter === '' ? 0 : 9 * IRISH_LETTERS.indexOf(secondLetter);
  return IRISH_LETTERS.charAt((weightedSum(sevenDigits, [8, 7, 6, 5, 4, 3, 2]) + extra) % 23);
}

/**
 * Revenue Commissioners: seven digits, a check letter and since 2013 a second letter. Older numbers have a letter, +
 * or * in second place; their first digit is read as the last.
 */
export const IRELAND: NumberRule = {
  form: '7 digits and 1 or 2 letters',
  lengths: [8, 9],
  shape: /^(?:\d{7}[A-W][A-W]?|\d[A-Z+*]\d{5}[A-W])$/,
  checkDigitsHold: (body) => {
    const isOld = !/^\d{7}/.test(body);
    const digits = isOld ? `0${body.slice(2, 7)}${body.charAt(0)}` : body.slice(0, 7);
    return irishLetter(digits, body.slice(8)) === body.charAt(7);
  },
};

const SPANISH_PERSON_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';
const SPANISH_ENTITY_LETTERS = 'JABCDEFGHI';
const SPANISH_FOREIGNER_DIGIT: Record<string, string> = { X: '0', Y: '1', Z: '2', K: '', L: '', M: '' };

function spanishPersonHolds(body: string): boolean {
  const first = body.charAt(0);
  const digits = `${SPANISH_FOREIGNER_DIGIT[first] ?? first}${body.slice(1, 8)}`;
  return SPANISH_PERSON_LETTERS.charAt(Number(digits) % 23) === body.charAt(8);
}

/** The publications disagree on which entities take a letter and which a digit, so either is accepted. */
function spanishEntityHolds(body: string): boolean {
  const check = (10 - (luhnSum(`${body.slice(1, 8)}0`) % 10)) % 10;
  return body.charAt(8) === String(check) || body.charAt(8) === SPANISH_ENTITY_LETTERS.charAt(check);
}

/** NIF of persons (DNI, NIE, K, L, M: Real Decreto 1065/2007) and of entities (Orden EHA/451/2008). */
export const SPAIN: NumberRule = {
  form: '9 characters: a letter or digit, 7 digits, a letter or digit',
  lengths: [9],
  shape: /^(?:[0-9KLMXYZ]\d{7}[A-Z]|[A-HJNP-SUVW]\d{7}[0-9A-J])$/,
  checkDigitsHold: (body) => (/^[0-9KLMXYZ]/.test(body) ? spanishPersonHolds(body) : spanishEntityHolds(body)),
};
