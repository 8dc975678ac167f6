/**
 * Numbers whose check digit comes from one weighted sum of the digits. Source of weights and remainders: the VIES VAT
 * routines that the member states published through the European Commission, and the national registers named below.
 */
import { digitAt, type NumberRule, noLeadingZero, onlyDigits, weightedSum } from './number-rule';

/** Holds when the weighted sum, check digit included, leaves no remainder. */
function sumsToMultiple(weights: readonly number[], modulus: number): (body: string) => boolean {
  return (body) => weightedSum(body, weights) % modulus === 0;
}

/** The check digit that brings a weighted sum to a multiple of 11: 0 to 9, or 10, which is never issued. */
function complementToEleven(digits: string, weights: readonly number[]): number {
  return (11 - (weightedSum(digits, weights) % 11)) % 11;
}

/** CVR number. */
export const DENMARK: NumberRule = {
  ...noLeadingZero(8),
  checkDigitsHold: sumsToMultiple([2, 7, 6, 5, 4, 3, 2, 1], 11),
};

/** KMKR number. */
export const ESTONIA: NumberRule = {
  ...onlyDigits(9),
  checkDigitsHold: sumsToMultiple([3, 7, 1, 3, 7, 1, 3, 7, 1], 10),
};

/** Y-tunnus without its dash (Patent and Registration Office). */
export const FINLAND: NumberRule = {
  ...onlyDigits(8),
  checkDigitsHold: sumsToMultiple([7, 9, 10, 5, 8, 4, 2, 1], 11),
};

/** AFM; the weights are powers of two. Numbers issued before the ninth digit get a leading zero. */
export const GREECE: NumberRule = {
  ...onlyDigits(9),
  complete: (body) => (body.length === 8 ? `0${body}` : body),
  checkDigitsHold: (body) => (weightedSum(body, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === digitAt(body, 8),
};

/** Adószám törzsszám: the first eight digits of the tax number. */
export const HUNGARY: NumberRule = {
  ...onlyDigits(8),
  checkDigitsHold: sumsToMultiple([9, 7, 3, 1, 9, 7, 3, 1], 10),
};

export const MALTA: NumberRule = {
  ...noLeadingZero(8),
  checkDigitsHold: (body) => {
    const remainder = weightedSum(body, [3, 4, 6, 7, 8, 9]) % 37;
    return 37 - remainder === Number(body.slice(6));
  },
};

/** NIP; a remainder of 10 is never issued, so it matches no digit. */
export const POLAND: NumberRule = {
  ...onlyDigits(10),
  checkDigitsHold: (body) => weightedSum(body, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === digitAt(body, 9),
};

/** NIF; a complement of 10 is written 0. */
export const PORTUGAL: NumberRule = {
  ...noLeadingZero(9),
  checkDigitsHold: (body) => complementToEleven(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 10 === digitAt(body, 8),
};

/** Davčna številka; a complement of 10 is written 0 and a remainder of 0 is never issued. */
export const SLOVENIA: NumberRule = {
  ...noLeadingZero(8),
  checkDigitsHold: (body) => {
    const complement = 11 - (weightedSum(body, [8, 7, 6, 5, 4, 3, 2]) % 11);
    return (complement === 10 ? 0 : complement) === digitAt(body, 7);
  },
};

/** Organisation number and the letters MVA (Brønnøysund register). */
export const NORWAY: NumberRule = {
  form: '9 digits and MVA',
  lengths: [12],
  shape: /^(?!0{9})\d{9}MVA$/,
  completeAtHome: (body) => (/^\d{9}$/.test(body) ? `${body}MVA` : body),
  checkDigitsHold: (body) => complementToEleven(body, [3, 2, 7, 6, 5, 4, 3, 2]) === digitAt(body, 8),
};

/** UID with its VAT suffix in one of the national languages (Federal Statistical Office); the E belongs to "CHE". */
export const SWITZERLAND: NumberRule = {
  form: 'E, 9 digits and MWST, TVA, IVA or TPV',
  lengths: [13, 14],
  shape: /^E(?!0{9})\d{9}(?:MWST|TVA|IVA|TPV)$/,
  completeAtHome: (body) => `${body.startsWith('E') ? '' : 'E'}${body}${/\d$/.test(body) ? 'MWST' : ''}`,
  checkDigitsHold: (body) => complementToEleven(body.slice(1), [5, 4, 3, 2, 7, 6, 5, 4]) === digitAt(body, 9),
};
