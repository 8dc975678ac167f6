import type { TaxReview } from './decision-types';
import { countryOfPrefix, isMemberState, isNeighbour, type Neighbour } from './jurisdiction';
import {
  chargeDestination,
  chargeDomestic,
  holdFor,
  holdUnverified,
  isRegisteredIn,
  outOfScope,
  type Ruling,
  reverseCharge,
  type Situation,
} from './rulings';
import { ONE_STOP_SHOP_DIGITS } from './vat-schemes';

/** Applies R1 to R16 to a situation; R17 has already been applied to its country. */
export function ruleOn(situation: Situation): Ruling {
  const { country, territory } = situation;
  if (territory?.treatment === 'outside') return outOfScope('R14', country);
  if (country === situation.sellerCountry) return chargeDomestic('R1', situation, doubtsAbout(situation));
  if (hasDoubtfulNumber(situation) && isTaxedAtHome(situation)) return holdForReview(situation);
  if (isNeighbour(country)) return ruleOnNeighbour(situation, country);
  if (!isMemberState(country)) return outOfScope('R8', null, { reviews: numberReviews(situation) });
  if (territory?.treatment === 'french_overseas') return ruleOnFrenchOverseas(situation);
  return situation.isBusiness ? ruleOnBusiness(situation) : ruleOnConsumer(situation);
}

/** R2 to R5 and R16: a business in another member state. */
function ruleOnBusiness(situation: Situation): Ruling {
  const { vat } = situation;
  if (vat.status === 'absent') return chargeDestination('R3', situation);
  if (isSchemeNumber(situation)) return chargeDestination('R16', situation, ['correct_number']);
  if (vat.status === 'invalid') return chargeDestination('R4', situation, ['correct_number']);
  if (vat.status === 'unverifiable') return holdUnverified(situation, vat);
  return reverseCharge('R2', situation);
}

/** R6 and R7: a small seller that has not opted in charges its own VAT (Directive, Art. 58 and 59c). */
function ruleOnConsumer(situation: Situation): Ruling {
  const { thresholds, oss } = situation.seller;
  const isSmall = thresholds.euCrossBorder === 'below' && !oss;
  return isSmall ? chargeDomestic('R7', situation) : chargeDestination('R6', situation);
}

const NEIGHBOUR_RULES = { GB: 'R10', CH: 'R11', NO: 'R12' } as const;

/**
 * R9 to R13: no EU VAT. A confirmed business accounts for its own country's VAT; anybody else pays it through the
 * seller's registration there, and without one the seller is told that it owes it.
 */
function ruleOnNeighbour(situation: Situation, country: Neighbour): Ruling {
  const { vat, isBusiness } = situation;
  const hasNumber = isBusiness && !isSchemeNumber(situation);
  if (hasNumber && vat.status === 'valid' && doubtsAbout(situation).length === 0)
    return outOfScope(businessRule(vat.prefix, country), country, SELF_ACCOUNTED);
  const rule = NEIGHBOUR_RULES[country];
  if (isRegisteredIn(situation, country)) {
    return hasNumber && vat.status === 'unverifiable'
      ? holdUnverified(situation, vat)
      : chargeDestination(rule, situation, correctionReview(situation));
  }
  const owed: TaxReview[] = isBelowThreshold(situation, country) ? [] : ['registration_missing'];
  const reviews = [...owed, ...correctionReview(situation), ...numberReviews(situation)];
  return outOfScope(rule, country, { reviews });
}

const SELF_ACCOUNTED = { customerAccounts: true } as const;

/** XI numbers are for goods only: for services Northern Ireland is treated as Great Britain (R13). */
function businessRule(prefix: string, country: Neighbour): 'R9' | 'R11' | 'R12' | 'R13' {
  if (country !== 'GB') return NEIGHBOUR_RULES[country];
  return prefix === 'XI' ? 'R13' : 'R9';
}

function isBelowThreshold(situation: Situation, country: Neighbour): boolean {
  const { switzerland, norway } = situation.seller.thresholds;
  if (country === 'CH') return switzerland === 'below';
  return country === 'NO' && norway === 'below';
}

/**
 * R14: Guadeloupe, Martinique and Réunion are third territories for the EU and taxed by France: a confirmed business
 * accounts for French VAT itself (Code général des impôts, art. 283), anybody else pays it at the local rate.
 */
function ruleOnFrenchOverseas(situation: Situation): Ruling {
  const { vat, isBusiness, country } = situation;
  if (!isBusiness || isSchemeNumber(situation) || vat.status === 'absent') return chargeDestination('R14', situation);
  if (vat.status === 'valid') return outOfScope('R14', country, SELF_ACCOUNTED);
  if (vat.status === 'unverifiable') return holdUnverified(situation, vat);
  return chargeDestination('R14', situation, ['correct_number']);
}

/**
 * R15: a confirmed number of another country or another trader is looked at by a person, never taken as evidence. Where no VAT
 * is charged with or without it, it is only flagged.
 */
function holdForReview(situation: Situation): Ruling {
  const reviews = doubtsAbout(situation);
  return holdFor('R15', situation, { cause: reviews[0] ?? 'country_mismatch', retry: false, reviews });
}

const isTaxedAtHome = (situation: Situation): boolean =>
  isMemberState(situation.country) || isRegisteredIn(situation, situation.country);

function hasDoubtfulNumber(situation: Situation): boolean {
  return situation.isBusiness && doubtsAbout(situation).length > 0;
}

function doubtsAbout(situation: Situation): TaxReview[] {
  const { vat, country } = situation;
  if (vat.status !== 'valid' || vat.reviewed === true || isSchemeNumber(situation)) return [];
  const doubts: TaxReview[] = [];
  if (countryOfPrefix(vat.prefix) !== country) doubts.push('country_mismatch');
  if (vat.traderMismatch === true) doubts.push('trader_mismatch');
  return doubts;
}

/** R16: a one-stop-shop number names a supplier under a scheme, not a taxable customer. */
function isSchemeNumber({ vat }: Situation): boolean {
  return vat.status !== 'absent' && vat.prefix !== null && ONE_STOP_SHOP_DIGITS.has(vat.prefix);
}

function correctionReview(situation: Situation): TaxReview[] {
  const isWrong = situation.vat.status === 'invalid' || isSchemeNumber(situation);
  return situation.isBusiness && isWrong ? ['correct_number'] : [];
}

function numberReviews(situation: Situation): TaxReview[] {
  if (!situation.isBusiness) return [];
  return situation.vat.status === 'unverifiable' ? ['number_unverified'] : doubtsAbout(situation);
}
