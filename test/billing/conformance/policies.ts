import { addDays, addMonths } from '../../../billing/calendar/calendar';
import { ANCHOR_RESET, type Policy } from '../../../billing/facts/policy-types';
import {
  FLEXPRICE_DAY,
  FLEXPRICE_SECOND,
  KILL_BILL,
  KILL_BILL_30_DAYS,
  LAGO_TERMINATION,
  LAGO_UNITS_IN_FULL,
  LAGO_UPGRADE,
  RECURLY,
  RECURLY_FULL_CREDIT,
  STRIPE_BILLED_PRICE,
  STRIPE_LIST_PRICE,
  WOOCOMMERCE_SWITCH,
  ZUORA_ACTUAL_360,
  ZUORA_ACTUAL_DAYS,
  ZUORA_STRICT_30_360,
} from '../../../billing/policies/presets';
import type { ConformanceCase } from './case';

/** The file's names of policies, each with the preset that is meant; the first that fits counts. */
const MEANINGS: readonly (readonly [RegExp, Policy])[] = [
  [/anchor-reset/, ANCHOR_RESET],
  [/fixed-30-days/, KILL_BILL_30_DAYS],
  [/currency exponent|currency-exponent/, { ...KILL_BILL, rounding: 'line' }],
  [/full-price delta/, LAGO_UNITS_IN_FULL],
  [/prorated delta/, { ...LAGO_UNITS_IN_FULL, charge: 'prorated' }],
  [/Lago upgrade|minus the unused part already paid/, LAGO_UPGRADE],
  [/Lago termination|Lago in arrears/, LAGO_TERMINATION],
  [/period end moved one second earlier/, FLEXPRICE_SECOND],
  [/both end days counted|local-day-count/, FLEXPRICE_DAY],
  [/last billed price/, STRIPE_BILLED_PRICE],
  [/second-based|half a period left/, STRIPE_LIST_PRICE],
  [/time remaining \/ plan period/, RECURLY],
  [/full credit/, RECURLY_FULL_CREDIT],
  [/^actual\/360/, ZUORA_ACTUAL_360],
  [/^strict 30\/360/, ZUORA_STRICT_30_360],
  [/day-count rules|end inclusive/, ZUORA_ACTUAL_DAYS],
  [/price per day/, WOOCOMMERCE_SWITCH],
  // The page counts the day of the change as the old plan's.
  [/daily rate rounded first/, { ...LAGO_UPGRADE, changeDayOwner: 'old' }],
  [/day-actual-exclusive|month-end-clamp|local-date-in-account-zone|largest remainder/, KILL_BILL],
];

/** The policy of a case: what it is named for, with the options that its inputs choose. */
export function policyOf({ policy, inputs: { credit_option, charge_option } }: ConformanceCase): Policy {
  const extents: Partial<Record<string, Policy['credit']>> = { prorated: 'prorated', full: 'full', none: 'none' };
  const [credit, charge] = [extents[credit_option ?? ''], extents[charge_option ?? '']];
  return { ...policyNamed(policy), ...(credit && { credit }), ...(charge && { charge }) };
}

function policyNamed(name: string): Policy {
  const meant = MEANINGS.find(([meaning]) => meaning.test(name));
  if (meant) return meant[1];
  throw new Error(`no preset is named for the policy "${name}"`);
}

/**
 * Zuora's table also prints the ratio of a whole month to 30 days, "29/30". Nothing is billed by it: a month that is used
 * whole counts as whole, there as here.
 */
export function isNeverBilled({ inputs }: ConformanceCase, answer: string): boolean {
  const { service_start: start, service_end_inclusive: last } = inputs;
  if (answer !== 'actual_360' || !start || !last) return false;
  return addMonths(start, 0, 1) === start && addMonths(start, 1, 1) === addDays(last, 1);
}

/** Cases that no axis of a policy expresses, each with its reason. At most 8. */
export const NOT_EXPRESSIBLE: Record<string, string> = {
  'KB-EXP-38': 'BTC is not a currency of ISO 4217, and 10.00000001 has more decimals than an amount may have.',
  'SA-MODES-01': 'One of its modes turns the unused value into days at the new price: time, not money, is prorated.',
};
