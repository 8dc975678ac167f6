/** Numbers checked by doubling every second digit (Luhn, ISO/IEC 7812-1 annex B). */
import { digitAt, type NumberRule, onlyDigits } from './number-rule';

/** Sum of the digits where every second one, counted from the right, is doubled and its own digits added. */
export function luhnSum(digits: string): number {
  let sum = 0;
  for (let fromRight = 0; fromRight < digits.length; fromRight += 1) {
    const digit = digitAt(digits, digits.length - 1 - fromRight);
    const doubled = digit * 2;
    sum += fromRight % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum;
}

export function holdsLuhn(digits: string): boolean {
  return luhnSum(digits) % 10 === 0;
}

/** UID (Bundesministerium für Finanzen): 4 is added, and doubling starts two places left of the check digit. */
export const AUSTRIA: NumberRule = {
  form: 'U and 8 digits',
  lengths: [9],
  shape: /^U\d{8}$/,
  checkDigitsHold: (body) => (luhnSum(body.slice(1, 8)) + 4 + digitAt(body, 8)) % 10 === 0,
};

const ITALIAN_OFFICES_BEYOND_PROVINCES = new Set(['120', '121', '888', '999']);

/** Partita IVA (Agenzia delle Entrate): digits 8 to 10 name the office that issued it. */
export const ITALY: NumberRule = {
  ...onlyDigits(11),
  isPlausible: (body) => {
    const office = body.slice(7, 10);
    const known = (office >= '001' && office <= '100') || ITALIAN_OFFICES_BEYOND_PROVINCES.has(office);
    return known && !body.startsWith('0000000');
  },
  checkDigitsHold: holdsLuhn,
};

/** Momsregistreringsnummer (Skatteverket): the organisation number and 01. */
export const SWEDEN: NumberRule = {
  form: '12 digits, the last two 01',
  lengths: [12],
  shape: /^(?!0{10})\d{10}01$/,
  completeAtHome: (body) => (/^\d{10}$/.test(body) ? `${body}01` : body),
  checkDigitsHold: (body) => holdsLuhn(body.slice(0, 10)),
};
