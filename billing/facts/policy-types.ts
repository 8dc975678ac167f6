/** Every axis of a policy with its choices; a policy from outside may hold nothing else. */
export const POLICY_AXES = {
  /** The unit in which a part of a period is counted. */
  timeUnit: [
    // Days of the account's zone, over the real days of the whole period (Kill Bill, Lago, Flexprice).
    'local-day',
    // Seconds, over the real seconds of the whole period, so a day of daylight saving counts 23 or 25 hours (Stripe).
    'second',
    // As second, with the period taken to end one second earlier (Flexprice).
    'second-before-end',
    // Whole months count as such, a month that is cut by its real days over its real length (Zuora actual days).
    'month-then-day',
    // Every month has 30 days; the days within a month are counted as they are (Kill Bill's fixed 30 days).
    'thirty-day-month',
    // As thirty-day-month, and a slice that ends with its month ends on day 30 (Zuora strict 30/360).
    'strict-30-360',
    // Real days over months of 30 days; months that are used whole count 30 (Zuora actual/360).
    'actual-360',
  ],
  /** Which terms own the day of the change: with `both` the customer pays that day twice. Not asked when counting seconds. */
  changeDayOwner: ['new', 'old', 'both'],
  /** The billing date after a change: it moves to the day of the change, stays, or moves only with the frequency. */
  anchor: ['reset', 'keep', 'reset-on-frequency-change'],
  /**
   * A kept anchor is the whole date, so that a year begun on 29 June ends on 29 June (Lago, Stripe), or only the
   * day of the month, so that a year changed in March ends in March (Kill Bill).
   */
  keptAnchor: ['date', 'day-of-month'],
  credit: ['prorated', 'full', 'none'],
  charge: ['prorated', 'full', 'none'],
  /** The amount that a credit is a part of. */
  creditBasis: [
    // The amount really billed, and never more than earlier credits have left of it (Kill Bill, Recurly).
    'billed',
    // The list price of the period's first day, whatever was billed (Stripe's classic mode).
    'list',
    // The list price of the period's first day, and never more than earlier credits have left of what was billed (Flexprice).
    'list-up-to-billed',
    // The list price of the period's first day, and never more than the unused part of what was billed; earlier credits are taken off it (Lago).
    'list-up-to-unused',
  ],
  /** Whether a change of nothing but seats replaces the whole line or bills only the seats added or removed. */
  seatChange: ['whole-line', 'difference'],
  /**
   * Where rounding happens, always half up at the currency's exponent: on each line; on each line after the fraction was
   * rounded to nine digits (Kill Bill); or once on the difference of charge and credit (WooCommerce).
   */
  rounding: ['line', 'nine-digit-fraction', 'difference'],
  /** Whether a billed line that was never paid gives credit. */
  unpaidLines: ['no-credit', 'credit'],
} as const;

type Choices = { [Axis in keyof typeof POLICY_AXES]: (typeof POLICY_AXES)[Axis][number] };

/** A proration policy: data, so that a quote can name it and a reader can see every choice in it. */
export interface Policy extends Choices {
  name: string;
  /** Grows whenever any other field changes, so that an old quote still says what it followed. */
  version: number;
}

export function countsSeconds({ timeUnit }: Pick<Policy, 'timeUnit'>): boolean {
  return timeUnit === 'second' || timeUnit === 'second-before-end';
}

/**
 * The default: the unused days of what was billed are credited and a full new period starts on the day of the change
 * (GoTo: the billing date is updated to the date of the change; conformance cases GT-RESET).
 */
export const ANCHOR_RESET: Policy = {
  name: 'anchor-reset',
  version: 1,
  timeUnit: 'local-day',
  changeDayOwner: 'new',
  anchor: 'reset',
  keptAnchor: 'date',
  credit: 'prorated',
  charge: 'prorated',
  creditBasis: 'billed',
  seatChange: 'whole-line',
  rounding: 'line',
  unpaidLines: 'no-credit',
};
