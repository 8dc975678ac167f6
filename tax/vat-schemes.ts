import { CYPRUS, IRELAND, SPAIN } from './check-digits/check-letter';
import { BULGARIA, CZECHIA, LATVIA, LITHUANIA, ROMANIA, SLOVAKIA } from './check-digits/company-or-person';
import { CROATIA, GERMANY, NETHERLANDS } from './check-digits/iso-7064';
import { AUSTRIA, ITALY, SWEDEN } from './check-digits/luhn';
import type { NumberRule } from './check-digits/number-rule';
import { BELGIUM, FRANCE, LUXEMBOURG } from './check-digits/remainder';
import { UNITED_KINGDOM } from './check-digits/united-kingdom';
import {
  DENMARK,
  ESTONIA,
  FINLAND,
  GREECE,
  HUNGARY,
  MALTA,
  NORWAY,
  POLAND,
  PORTUGAL,
  SLOVENIA,
  SWITZERLAND,
} from './check-digits/weighted-sum';

/** Where the existence of a number can be looked up: VIES, HMRC, the Swiss UID register, Brønnøysund. */
export type VatRegisterName = 'vies' | 'hmrc' | 'uid' | 'brreg';

export interface VatScheme {
  /** As written in numbers: EL for Greece, XI for Northern Ireland. */
  prefix: string;
  /** ISO 3166-1 alpha-2: GR, GB. */
  country: string;
  register: VatRegisterName;
  rule: NumberRule;
}

const MEMBER_STATES: Record<string, NumberRule> = {
  AT: AUSTRIA,
  BE: BELGIUM,
  BG: BULGARIA,
  CY: CYPRUS,
  CZ: CZECHIA,
  DE: GERMANY,
  DK: DENMARK,
  EE: ESTONIA,
  ES: SPAIN,
  FI: FINLAND,
  FR: FRANCE,
  HR: CROATIA,
  HU: HUNGARY,
  IE: IRELAND,
  IT: ITALY,
  LT: LITHUANIA,
  LU: LUXEMBOURG,
  LV: LATVIA,
  MT: MALTA,
  NL: NETHERLANDS,
  PL: POLAND,
  PT: PORTUGAL,
  RO: ROMANIA,
  SE: SWEDEN,
  SI: SLOVENIA,
  SK: SLOVAKIA,
};

const GREEK: VatScheme = { prefix: 'EL', country: 'GR', register: 'vies', rule: GREECE };

/** Scheme by the two letters a customer may type in front; GR is read as EL. */
export const VAT_SCHEMES: ReadonlyMap<string, VatScheme> = new Map<string, VatScheme>([
  ...Object.entries(MEMBER_STATES).map(([prefix, rule]): [string, VatScheme] => [
    prefix,
    { prefix, country: prefix, register: 'vies', rule },
  ]),
  ['EL', GREEK],
  ['GR', GREEK],
  ['XI', { prefix: 'XI', country: 'GB', register: 'vies', rule: UNITED_KINGDOM }],
  ['GB', { prefix: 'GB', country: 'GB', register: 'hmrc', rule: UNITED_KINGDOM }],
  ['CH', { prefix: 'CH', country: 'CH', register: 'uid', rule: SWITZERLAND }],
  ['NO', { prefix: 'NO', country: 'NO', register: 'brreg', rule: NORWAY }],
]);

/**
 * Digits of the numbers of the one-stop-shop schemes (Implementing Regulation (EU) 2020/194): non-Union scheme,
 * import scheme and its intermediaries. They identify a supplier under a scheme, never a customer who is taxable.
 */
export const ONE_STOP_SHOP_DIGITS: ReadonlyMap<string, number> = new Map([
  ['EU', 9],
  ['IM', 10],
  ['IN', 10],
]);
