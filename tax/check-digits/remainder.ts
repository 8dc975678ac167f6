/** Numbers whose check digits are the remainder of the whole number in front of them. */
import { holdsLuhn } from './luhn';
import { type NumberRule, onlyDigits } from './number-rule';

/** Enterprise number (Crossroads Bank for Enterprises); the ones issued before 2005 get a leading zero. */
export const BELGIUM: NumberRule = {
  form: '10 digits, the first 0 or 1',
  lengths: [10],
  shape: /^(?!0{8})[01]\d{9}$/,
  complete: (body) => (body.length === 9 ? `0${body}` : body),
  checkDigitsHold: (body) => 97 - (Number(body.slice(0, 8)) % 97) === Number(body.slice(8)),
};

/** Numéro d'identification TVA (Administration de l'enregistrement). */
export const LUXEMBOURG: NumberRule = {
  ...onlyDigits(8),
  checkDigitsHold: (body) => Number(body.slice(0, 6)) % 89 === Number(body.slice(6)),
};

/** Digits and letters of a French key, without I and O, which look like digits. */
const FRENCH_KEY = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/**
 * The key of a French number: two digits are a remainder by 97; with a letter, the position of the key in its own
 * order is written as quotient and remainder by 11, and the SIREN must agree with both.
 */
function holdsFrenchKey(key: string, siren: number): boolean {
  if (/^\d\d$/.test(key)) return (siren * 100 + 12) % 97 === Number(key);
  const first = FRENCH_KEY.indexOf(key.charAt(0));
  const second = FRENCH_KEY.indexOf(key.charAt(1));
  const order = first < 10 ? first * 24 + second - 10 : first * 34 + second - 100;
  return (siren + 1 + Math.floor(order / 11)) % 11 === order % 11;
}

/**
 * TVA intracommunautaire: a key and the SIREN (INSEE); Monaco's numbers start with 000 and carry no SIREN. Keys of two
 * letters are not in use, so one that spells FR is the prefix typed twice.
 */
export const FRANCE: NumberRule = {
  form: 'a key of 2 characters (no I, no O) and 9 digits',
  lengths: [11],
  shape: /^(?!FR)[0-9A-HJ-NP-Z]{2}(?!0{9})\d{9}$/,
  checkDigitsHold: (body) => {
    const siren = body.slice(2);
    return (siren.startsWith('000') || holdsLuhn(siren)) && holdsFrenchKey(body.slice(0, 2), Number(siren));
  },
};
