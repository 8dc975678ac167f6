import { isCalendarDay } from './calendar-day';
import type { TaxDecision, TaxInput, TaxReview, TaxRule, VatStatus } from './decision-types';
import { isMemberState, taxedAs } from './jurisdiction';
import { standardRate } from './rates';
import { type Territory, territoryOf } from './territories';

/** The facts of an input as the rules read them. */
export interface Situation {
  date: string;
  seller: TaxInput['seller'];
  sellerCountry: string;
  /** Country whose VAT law applies to the customer's address. */
  country: string;
  territory: Territory | null;
  isBusiness: boolean;
  vat: VatStatus;
  /** R17 or R14, where they moved the address. */
  placeRules: readonly TaxRule[];
}

/** The ruling of a rule, before it is put on record. */
export type Ruling = Pick<TaxDecision, 'rule' | 'kind' | 'taxCountry' | 'percent'> &
  Partial<Pick<TaxDecision, 'mention' | 'ecSalesList' | 'oss' | 'customerAccounts' | 'reviews' | 'hold'>>;

const CIVIL_DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

function isCivilDate(text: string): boolean {
  const [, year, month, day] = CIVIL_DATE.exec(text) ?? [];
  return isCalendarDay(Number(year), Number(month), Number(day));
}

/** @throws RangeError when the input names no civil date, no ISO country, or a seller outside the member states. */
export function situationOf(input: TaxInput): Situation {
  const { date, seller, customer, vat } = input;
  if (!isCivilDate(date)) throw new RangeError(`Not a civil date: ${date}`);
  if (!/^[A-Z]{2}$/.test(customer.country)) throw new RangeError('The customer needs an ISO country code.');
  const sellerCountry = taxedAs(seller.country);
  if (!isMemberState(sellerCountry)) throw new RangeError(`The rules are for sellers in the EU, not ${sellerCountry}`);
  const mainland = taxedAs(customer.country);
  const territory = territoryOf(mainland, customer.postalCode);
  const placeRules: TaxRule[] = [];
  if (mainland !== customer.country) placeRules.push('R17');
  if (territory) placeRules.push('R14');
  return {
    date,
    seller,
    sellerCountry,
    country: territory?.country ?? mainland,
    territory,
    isBusiness: customer.kind === 'b2b',
    vat,
    placeRules,
  };
}

export function isRegisteredIn(situation: Situation, country: string): boolean {
  const { sellerCountry, seller } = situation;
  return country === sellerCountry || seller.registrations.some((registered) => taxedAs(registered) === country);
}

/** @throws RangeError when the table has no rate for that country and day. */
function rateOf(situation: Situation, country: string): string {
  const territory = situation.territory;
  const hasOwnRate = territory?.country === country && territory.treatment !== 'outside';
  const percent = standardRate(country, situation.date, hasOwnRate ? territory.name : undefined);
  if (percent === null) throw new RangeError(`No VAT rate of ${country} is known for ${situation.date}.`);
  return percent;
}

/** The seller's own VAT; in the customer's territory its regional rate, otherwise the national one. */
export function chargeDomestic(rule: TaxRule, situation: Situation, reviews: readonly TaxReview[] = []): Ruling {
  const taxCountry = situation.sellerCountry;
  return { rule, kind: 'domestic', taxCountry, percent: rateOf(situation, taxCountry), reviews };
}

/** VAT of the customer's country, flagged where the seller has no way to declare it. */
export function chargeDestination(rule: TaxRule, situation: Situation, reviews: readonly TaxReview[] = []): Ruling {
  const { country, territory } = situation;
  const ossCovers = isMemberState(country) && territory?.treatment !== 'french_overseas';
  const oss = situation.seller.oss && ossCovers;
  const canDeclare = oss || isRegisteredIn(situation, country);
  return {
    rule,
    kind: 'destination',
    taxCountry: country,
    percent: rateOf(situation, country),
    oss,
    reviews: canDeclare ? reviews : [...reviews, 'registration_missing'],
  };
}

export function outOfScope(
  rule: TaxRule,
  taxCountry: string | null,
  more: Pick<Ruling, 'customerAccounts' | 'reviews'> = {},
): Ruling {
  return { rule, kind: 'out_of_scope', taxCountry, percent: '0', ...more };
}

/** Directive, Art. 44 and 196; the mention is that of Art. 226(11a). */
export function reverseCharge(rule: TaxRule, situation: Situation): Ruling {
  return {
    rule,
    kind: 'reverse_charge',
    taxCountry: situation.country,
    percent: '0',
    mention: 'Reverse charge',
    ecSalesList: true,
  };
}

/** No decision yet, where VAT is charged meanwhile: nothing here may ever turn into an exemption by waiting. */
export function holdFor(
  rule: TaxRule,
  situation: Situation,
  reason: { cause: string; retry: boolean; reviews?: readonly TaxReview[] },
): Ruling {
  const { country } = situation;
  return {
    rule,
    kind: 'hold',
    taxCountry: country,
    percent: null,
    reviews: reason.reviews ?? [],
    hold: {
      cause: reason.cause,
      retry: reason.retry,
      policies: ['hold', 'charge_then_credit'],
      meanwhilePercent: rateOf(situation, country),
    },
  };
}

/** R5: a number that nobody could check is neither valid nor invalid. */
export function holdUnverified(situation: Situation, vat: Extract<VatStatus, { status: 'unverifiable' }>): Ruling {
  return holdFor('R5', situation, { cause: vat.cause ?? 'unknown', retry: vat.retry ?? true });
}
