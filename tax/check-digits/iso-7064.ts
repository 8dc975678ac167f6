/** Numbers checked by the standard methods of ISO/IEC 7064. */
import { digitAt, type NumberRule, noLeadingZero, onlyDigits } from './number-rule';

/** ISO 7064 Mod 11,10: a pure digit system with one check digit at the end. */
function holdsModElevenTen(digits: string): boolean {
  let product = 10;
  for (let position = 0; position < digits.length - 1; position += 1) {
    const sum = (product + digitAt(digits, position)) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (product + digitAt(digits, digits.length - 1)) % 10 === 1;
}

/** ISO 7064 Mod 97-10 over digits and letters (A is 10, Z is 35): the remainder must be 1. */
function holdsModNinetySevenTen(text: string): boolean {
  let remainder = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** USt-IdNr. (Bundeszentralamt für Steuern). */
export const GERMANY: NumberRule = {
  ...noLeadingZero(9),
  // Written with the commas of a large number now and then; in other states a comma is a mistake.
  complete: (body) => body.replaceAll(',', ''),
  checkDigitsHold: holdsModElevenTen,
};

/** OIB (Ministry of Finance). */
export const CROATIA: NumberRule = {
  ...onlyDigits(11),
  checkDigitsHold: holdsModElevenTen,
};

/** The eleven test of Dutch citizen and legal-entity numbers: the last digit counts minus one. */
function holdsElevenTest(digits: string): boolean {
  let sum = -digitAt(digits, 8);
  for (let position = 0; position < 8; position += 1) sum += (9 - position) * digitAt(digits, position);
  return sum % 11 === 0;
}

/**
 * Btw-identificatienummer (Belastingdienst). Legal entities pass the eleven test; numbers given to sole traders since
 * 2020 hide the citizen number and pass Mod 97-10 over the whole, prefix included.
 */
export const NETHERLANDS: NumberRule = {
  form: '9 digits, B and 2 digits from 01',
  lengths: [12],
  shape: /^(?!0{9})\d{9}B(?!00)\d\d$/,
  complete: (body) => (/^\d{7,8}B\d\d$/.test(body) ? body.padStart(12, '0') : body),
  checkDigitsHold: (body) => holdsElevenTest(body) || holdsModNinetySevenTen(`NL${body}`),
};
