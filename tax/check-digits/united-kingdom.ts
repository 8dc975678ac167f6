import { type NumberRule, weightedSum } from './number-rule';

/** Sum by the weights 8 to 2 and the two check digits as a number, by 97. */
function remainderByNinetySeven(body: string): number {
  return weightedSum(body, [8, 7, 6, 5, 4, 3, 2, 10, 1]) % 97;
}

/** Departments (GD) have numbers below 500, health authorities (HA) from 500. */
function isPublicBody(body: string): boolean {
  const number = Number(body.length === 5 ? body.slice(2) : body.slice(6, 9));
  return body.startsWith('GD') ? number < 500 : number >= 500;
}

/**
 * HMRC: nine digits, and three more for a branch; numbers from 100 on may also be 55 apart ("97-55"). GD and HA are
 * public bodies, in a short form and in the form that VIES prints for Northern Ireland.
 */
export const UNITED_KINGDOM: NumberRule = {
  form: '9 or 12 digits, or GD or HA and 3 digits',
  lengths: [5, 9, 11, 12],
  shape: /^(?:(?!0{9})(?:\d{9}|\d{12})|(?:GD|HA)\d{3}|(?:GD|HA)8888\d{5})$/,
  isPlausible: (body) => /^\d/.test(body) || isPublicBody(body),
  checkDigitsHold: (body) => {
    if (body.length === 5) return true;
    if (body.length === 11) return Number(body.slice(6, 9)) % 97 === Number(body.slice(9));
    const remainder = remainderByNinetySeven(body);
    return remainder === 0 || (body >= '100' && (remainder === 42 || remainder === 55));
  },
};
