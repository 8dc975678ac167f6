import { ANCHOR_RESET, type Policy } from '../facts/policy-types';

/** Kill Bill: real days, the day of the month kept, part of what was billed; the fraction is rounded to nine digits. */
export const KILL_BILL: Policy = {
  name: 'kill-bill',
  version: 1,
  timeUnit: 'local-day',
  changeDayOwner: 'new',
  anchor: 'keep',
  keptAnchor: 'day-of-month',
  credit: 'prorated',
  charge: 'prorated',
  creditBasis: 'billed',
  seatChange: 'whole-line',
  rounding: 'nine-digit-fraction',
  unpaidLines: 'credit',
};

/** Kill Bill with its option of months that always have 30 days. */
export const KILL_BILL_30_DAYS: Policy = { ...KILL_BILL, name: 'kill-bill-30-days', timeUnit: 'thirty-day-month' };

/** Stripe, classic: seconds, part of the list price; a change of the frequency starts a new period. */
export const STRIPE_LIST_PRICE: Policy = {
  ...KILL_BILL,
  name: 'stripe-list-price',
  timeUnit: 'second',
  anchor: 'reset-on-frequency-change',
  keptAnchor: 'date',
  creditBasis: 'list',
  rounding: 'line',
};

/** Stripe, flexible: as the classic mode, but the credit is a part of what was billed last. */
export const STRIPE_BILLED_PRICE: Policy = { ...STRIPE_LIST_PRICE, name: 'stripe-billed-price', creditBasis: 'billed' };

/**
 * Lago, upgrade: the day of the change is the new plan's, the anchor date stays, and
 * the credit is a part of the plan's price, up to the unused part of the fee that was really billed, less earlier credits.
 */
export const LAGO_UPGRADE: Policy = {
  ...KILL_BILL,
  name: 'lago-upgrade',
  keptAnchor: 'date',
  creditBasis: 'list-up-to-unused',
  rounding: 'line',
};

/** Lago, termination: the day it ends on was used, and nothing new is charged. */
export const LAGO_TERMINATION: Policy = {
  ...LAGO_UPGRADE,
  name: 'lago-termination',
  changeDayOwner: 'old',
  charge: 'none',
};

/** Lago, units paid in advance: added units at their full price, nothing back for removed ones. */
export const LAGO_UNITS_IN_FULL: Policy = {
  ...LAGO_UPGRADE,
  name: 'lago-units-in-full',
  credit: 'none',
  charge: 'full',
  seatChange: 'difference',
};

/** Recurly: seconds, only the seats that changed, a new frequency restarts the term. */
export const RECURLY: Policy = {
  ...STRIPE_BILLED_PRICE,
  name: 'recurly',
  seatChange: 'difference',
};

/** Recurly with the credit option "full": removed seats come back whole, whatever is left of the period. */
export const RECURLY_FULL_CREDIT: Policy = { ...RECURLY, name: 'recurly-full-credit', credit: 'full' };

/** Flexprice by the day: both ends of its periods are counted, which is the days of [start, end + 1 day). */
export const FLEXPRICE_DAY: Policy = { ...LAGO_UPGRADE, name: 'flexprice-day', creditBasis: 'list-up-to-billed' };

/** Flexprice by the second, with a period that ends one second early. */
export const FLEXPRICE_SECOND: Policy = {
  ...FLEXPRICE_DAY,
  name: 'flexprice-second',
  timeUnit: 'second-before-end',
};

/** Chargebee by the day: real days, the frequency decides whether the term restarts. */
const CHARGEBEE_DAY: Policy = {
  ...LAGO_UPGRADE,
  name: 'chargebee-day',
  creditBasis: 'billed',
  anchor: 'reset-on-frequency-change',
};

/** Zuora's three rules of counting days; a partial month is prorated, a whole one never is. */
export const ZUORA_ACTUAL_DAYS: Policy = {
  ...LAGO_UPGRADE,
  name: 'zuora-actual-days',
  timeUnit: 'month-then-day',
  creditBasis: 'billed',
};
export const ZUORA_ACTUAL_360: Policy = { ...ZUORA_ACTUAL_DAYS, name: 'zuora-actual-360', timeUnit: 'actual-360' };
export const ZUORA_STRICT_30_360: Policy = {
  ...ZUORA_ACTUAL_DAYS,
  name: 'zuora-strict-30-360',
  timeUnit: 'strict-30-360',
};

/** WooCommerce Subscriptions: the difference of the two prices a day, rounded once. */
export const WOOCOMMERCE_SWITCH: Policy = {
  ...LAGO_UPGRADE,
  name: 'woocommerce-switch',
  creditBasis: 'list',
  rounding: 'difference',
};

/** Every preset, the default first. A name is unique for ever; a changed rule is a new version. */
export const PRESETS: readonly Policy[] = [
  ANCHOR_RESET,
  KILL_BILL,
  KILL_BILL_30_DAYS,
  STRIPE_LIST_PRICE,
  STRIPE_BILLED_PRICE,
  LAGO_UPGRADE,
  LAGO_TERMINATION,
  LAGO_UNITS_IN_FULL,
  RECURLY,
  RECURLY_FULL_CREDIT,
  FLEXPRICE_DAY,
  FLEXPRICE_SECOND,
  CHARGEBEE_DAY,
  ZUORA_ACTUAL_DAYS,
  ZUORA_ACTUAL_360,
  ZUORA_STRICT_30_360,
  WOOCOMMERCE_SWITCH,
];

export function findPreset(name: string): Policy | undefined {
  return PRESETS.find((preset) => preset.name === name);
}
