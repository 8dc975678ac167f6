import type { Policy } from '../facts/policy-types';
import type { CivilDate, Frequency, Period, Subscription } from '../facts/types';
import { BillingError } from '../money/errors';
import {
  addFrequency,
  addMonths,
  dayNumberOf,
  dayOfMonth,
  MONTHS_OF,
  monthsBetween,
  requirePeriod,
  subtractFrequency,
} from './calendar';
import { firstDayOf, type Moment } from './day-count';

/** The part of a subscription that the anchor rules read. */
export type AnchoredSubscription = Pick<Subscription, 'frequency' | 'period' | 'anchorDay' | 'anchorDate'>;

/** Where billing stands after a change. */
export interface Billing {
  /** The whole period that the new terms are priced over. */
  period: Period;
  anchorDay: number;
  /** False when a full new period starts on the day of the change. */
  anchorKept: boolean;
}

/**
 * The billing period after a change, by the policy's anchor rule.
 *
 * A change on the first or on the last day of a period never moves the anchor day: the billing date is that day already,
 * and an anchor 31 that stands on 28 February must come back on 31 March.
 *
 * @throws BillingError `outside_period` when the day of the change lies before or after the current period.
 */
export function billingAfter(
  subscription: AnchoredSubscription,
  frequency: Frequency,
  { moment, policy }: { moment: Moment; policy: Policy },
): Billing {
  requirePeriod(subscription.period, 'subscription.period');
  requireInside(subscription.period, moment);
  const frequencyChanges = frequency !== subscription.frequency;
  const moves = policy.anchor === 'reset' || (policy.anchor === 'reset-on-frequency-change' && frequencyChanges);
  if (moves) return startingOn(firstDayOf('charge', moment.date, policy), subscription, frequency);
  if (policy.keptAnchor === 'day-of-month') return endingOnAnchorDay(subscription, frequency, moment);
  return containing(subscription, frequency, moment);
}

function startingOn(start: string, subscription: AnchoredSubscription, frequency: Frequency): Billing {
  const { period } = subscription;
  const onBoundary = start === period.start || start === period.end;
  const onAnchor = onBoundary && addMonths(start, 0, subscription.anchorDay) === start;
  const anchorDay = onAnchor ? subscription.anchorDay : dayOfMonth(start);
  return { period: { start, end: addFrequency(start, frequency, anchorDay) }, anchorDay, anchorKept: false };
}

/**
 * Up to the anchor day of this month, or where that is over up to the one a whole frequency later: Kill Bill keeps the
 * day and lets a year begin anew. Its denominator is the full period that ends there.
 */
function endingOnAnchorDay({ anchorDay }: AnchoredSubscription, frequency: Frequency, { date }: Moment): Billing {
  const ofThisMonth = addMonths(date, 0, anchorDay);
  const isAhead = dayNumberOf(ofThisMonth) > dayNumberOf(date);
  const end = isAhead ? ofThisMonth : addFrequency(ofThisMonth, frequency, anchorDay);
  return { period: { start: subtractFrequency(end, frequency, anchorDay), end }, anchorDay, anchorKept: true };
}

/** The period of the wanted frequency, counted from the anchor date, that holds the day of the change. */
function containing(subscription: AnchoredSubscription, frequency: Frequency, { date }: Moment): Billing {
  const { anchorDay, period, anchorDate = period.start } = subscription;
  const day = dayNumberOf(date);
  if (frequency === subscription.frequency && day < dayNumberOf(period.end))
    return { period, anchorDay, anchorKept: true };
  const step = MONTHS_OF[frequency];
  const boundary = (index: number): CivilDate =>
    index === 0 ? anchorDate : addMonths(anchorDate, index * step, anchorDay);
  const guess = Math.floor(monthsBetween(anchorDate, date) / step);
  const index = dayNumberOf(boundary(guess)) > day ? guess - 1 : guess;
  return { period: { start: boundary(index), end: boundary(index + 1) }, anchorDay, anchorKept: true };
}

function requireInside(period: Period, moment: Moment): void {
  const day = dayNumberOf(moment.date, 'effectiveDate');
  if (day >= dayNumberOf(period.start) && day <= dayNumberOf(period.end)) return;
  throw new BillingError(
    'outside_period',
    'effectiveDate',
    `${moment.date} lies outside the billing period ${period.start} to ${period.end}.`,
  );
}
