import { ANCHOR_RESET, type Policy } from '../../../billing/policy';
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
  STRIPE_LIST_PRICE,
  WOOCOMMERCE_SWITCH,
  ZUORA_ACTUAL_360,
  ZUORA_ACTUAL_DAYS,
} from '../../../billing/presets';

/** The file's policy names, each with the preset that is meant. */
export const POLICIES: Record<string, Policy> = {
  'day-actual-exclusive': KILL_BILL,
  'day-actual-exclusive (Kill Bill anchor quirk)': KILL_BILL,
  'day-actual-exclusive + money-half-up-currency-exponent': { ...KILL_BILL, rounding: 'line' },
  'fixed-30-days': KILL_BILL_30_DAYS,
  'month-end-clamp': KILL_BILL,
  'local-date-in-account-zone': KILL_BILL,
  'local-day-count': FLEXPRICE_DAY,
  'half away from zero at the currency exponent': FLEXPRICE_DAY,
  'day-actual-exclusive, change day billed at the new price (Lago upgrade)': LAGO_UPGRADE,
  'day-actual-exclusive, new amount minus the unused part already paid': LAGO_UPGRADE,
  'full-price delta, no refund on decrease': LAGO_UNITS_IN_FULL,
  'day-actual, day of termination is used (Lago termination)': LAGO_TERMINATION,
  'day-actual, both end days used (Lago in arrears)': LAGO_TERMINATION,
  'second-based': STRIPE_LIST_PRICE,
  'second-based, credit from the current list price': STRIPE_LIST_PRICE,
  'half a period left': STRIPE_LIST_PRICE,
  'time remaining / plan period': RECURLY,
  'full credit, discount reversed in proportion': RECURLY_FULL_CREDIT,
  'three day-count rules, end date inclusive': ZUORA_ACTUAL_DAYS,
  'actual/360': ZUORA_ACTUAL_360,
  'day-actual, end inclusive': ZUORA_ACTUAL_DAYS,
  'day-inclusive (both end days counted)': FLEXPRICE_DAY,
  'second-based, period end moved one second earlier': FLEXPRICE_SECOND,
  'days to next payment x (new price per day - old price per day)': WOOCOMMERCE_SWITCH,
  // The page counts the day of the change as the old plan's.
  'daily rate rounded first': { ...LAGO_UPGRADE, changeDayOwner: 'old' },
  'anchor-reset (new period starts on the change date)': ANCHOR_RESET,
};

/** Cases that no axis of a policy expresses, each with its reason. At most 8. */
export const NOT_EXPRESSIBLE: Record<string, string> = {
  'KB-EXP-38': 'BTC is not a currency of ISO 4217, and 10.00000001 has more decimals than an amount may have.',
  'SA-MODES-01': 'One of its modes turns the unused value into days at the new price: time, not money, is prorated.',
};
