/**
 * Numbers that a state gives to companies in one form and to natural persons in another, and Lithuania, whose two
 * lengths tell lasting from temporary registrations. Source: the VIES VAT routines published by the states.
 */
import {
  hasRomanianParts,
  holdsRomanianCheck,
  isBulgarianCivilNumber,
  isBulgarianCivilNumberOfNoDay,
  isCzechoslovakBirthNumber,
  isLatvianPersonalCode,
  startsWithCzechoslovakDate,
  startsWithLatvianDate,
} from './birth-number';
import { digitAt, type NumberRule, onlyDigits, weightedSum } from './number-rule';

/** Remainder by 11; where it is 10, a second set of weights decides and a second 10 is written 0. */
function checkDigitOfTwoRounds(digits: string, first: readonly number[], second: readonly number[]): number {
  const remainder = weightedSum(digits, first) % 11;
  return remainder < 10 ? remainder : (weightedSum(digits, second) % 11) % 10;
}

/** PNF, the number of a foreigner. */
function isBulgarianForeignerNumber(digits: string): boolean {
  return weightedSum(digits, [21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 === digitAt(digits, 9);
}

/** Number of another taxable person; a complement of 10 is never issued. */
function isBulgarianOtherNumber(digits: string): boolean {
  return (11 - (weightedSum(digits, [4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === digitAt(digits, 9);
}

function isBulgarianPersonsNumber(body: string): boolean {
  return isBulgarianCivilNumber(body) || isBulgarianForeignerNumber(body) || isBulgarianOtherNumber(body);
}

export const BULGARIA: NumberRule = {
  form: '9 or 10 digits',
  lengths: [9, 10],
  shape: /^\d{9,10}$/,
  isPlausible: (body) => body.length === 9 || isBulgarianPersonsNumber(body) || !isBulgarianCivilNumberOfNoDay(body),
  checkDigitsHold: (body) => {
    if (body.length === 10) return isBulgarianPersonsNumber(body);
    return checkDigitOfTwoRounds(body, [1, 2, 3, 4, 5, 6, 7, 8], [3, 4, 5, 6, 7, 8, 9, 10]) === digitAt(body, 8);
  },
};

function isCzechCompanyNumber(body: string): boolean {
  const complement = 11 - (weightedSum(body, [8, 7, 6, 5, 4, 3, 2]) % 11);
  return complement % 10 === digitAt(body, 7);
}

/** Nine digits starting with 6: persons without a birth number. The 6 itself is not counted. */
function isCzechSpecialNumber(body: string): boolean {
  const complement = 11 - (weightedSum(body.slice(1), [8, 7, 6, 5, 4, 3, 2]) % 11);
  return (19 - complement) % 10 === digitAt(body, 8);
}

const isSpecialInCzechia = (body: string): boolean => body.length === 9 && body.startsWith('6');

export const CZECHIA: NumberRule = {
  form: '8 to 10 digits',
  lengths: [8, 9, 10],
  shape: /^(?:[0-8]\d{7}|\d{9,10})$/,
  isPlausible: (body) => body.length === 8 || isSpecialInCzechia(body) || startsWithCzechoslovakDate(body),
  checkDigitsHold: (body) => {
    if (body.length === 8) return isCzechCompanyNumber(body);
    return isSpecialInCzechia(body) ? isCzechSpecialNumber(body) : isCzechoslovakBirthNumber(body);
  },
};

/** Birth numbers of ten digits are given since 1954; those born since 2000 are no taxpayers of old. */
const isOfTaxpayerOfOld = (body: string): boolean => Number(body.slice(0, 2)) >= 54 && startsWithCzechoslovakDate(body);

/** IČ DPH: a multiple of 11 whose third digit names the kind of taxpayer; persons of old carry a birth number. */
export const SLOVAKIA: NumberRule = {
  form: '10 digits, the third 2, 3, 4, 7, 8 or 9',
  lengths: [10],
  shape: /^(?:[1-9]\d[234789]\d{7}|\d{10})$/,
  isPlausible: (body) => /^[1-9]\d[234789]/.test(body) || isOfTaxpayerOfOld(body) || isCzechoslovakBirthNumber(body),
  checkDigitsHold: (body) => Number(body) % 11 === 0 || isCzechoslovakBirthNumber(body),
};

const isPersonInLatvia = (body: string): boolean => body.charAt(0) <= '3';

/** PVN: companies start with 4 to 9, persons carry their personal code. */
export const LATVIA: NumberRule = {
  ...onlyDigits(11),
  isPlausible: (body) => !isPersonInLatvia(body) || startsWithLatvianDate(body),
  checkDigitsHold: (body) => {
    if (isPersonInLatvia(body)) return isLatvianPersonalCode(body);
    return weightedSum(body, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 === 3;
  },
};

/** PVM: nine digits for companies, twelve for temporary registrations; the last but one is always 1. */
export const LITHUANIA: NumberRule = {
  form: '9 or 12 digits, the last but one 1',
  lengths: [9, 12],
  shape: /^\d+$/,
  isPlausible: (body) => body.charAt(body.length - 2) === '1',
  checkDigitsHold: (body) => {
    const places = Array.from({ length: body.length - 1 }, (_, place) => place);
    const first = places.map((place) => 1 + (place % 9));
    const second = places.map((place) => 1 + ((place + 2) % 9));
    return checkDigitOfTwoRounds(body, first, second) === digitAt(body, body.length - 1);
  },
};

const ROMANIA_WEIGHTS = [7, 5, 3, 2, 1, 7, 5, 3, 2];

/** CUI/CIF, whose weights belong to the digits from the right; sole traders may carry their personal code. */
export const ROMANIA: NumberRule = {
  form: '2 to 10 digits, or the 13 of a personal code, the first not 0',
  lengths: [2, 3, 4, 5, 6, 7, 8, 9, 10, 13],
  shape: /^[1-9]\d+$/,
  isPlausible: (body) => body.length !== 13 || hasRomanianParts(body),
  checkDigitsHold: (body) => {
    if (body.length === 13) return holdsRomanianCheck(body);
    const padded = body.padStart(10, '0');
    return ((weightedSum(padded, ROMANIA_WEIGHTS) * 10) % 11) % 10 === digitAt(padded, 9);
  },
};
