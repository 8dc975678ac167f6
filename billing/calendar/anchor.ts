import { countsSeconds, type Policy } from '../facts/policy-types';
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
import { firstDayOf, type Moment, type Span } from './day-count';

/** The part of a subscription that the anchor rules read. */
export type AnchoredSubscription = Pick<
  Subscription,
  'frequency' | 'period' | 'periodStartsAt' | 'anchorDay' | 'anchorDate'
>;

/** Where billing stands after a change. */
export interface Billing {
  /** The whole period that the new terms are priced over; counted in seconds, one that began with a change begins at its instant. */
  period: Span;
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
  // What charges nothing begins no period: the next bill stays the one that is due.
  if (policy.charge === 'none') return unmoved(subscription);
  const frequencyChanges = frequency !== subscription.frequency;
  const moves = policy.anchor === 'reset' || (policy.anchor === 'reset-on-frequency-change' && frequencyChanges);
  if (moves) return startingWith(moment, policy, subscription, frequency);
  if (policy.keptAnchor === 'day-of-month') return endingOnAnchorDay(subscription, frequency, moment);
  return containing(subscription, frequency, moment);
}

/** Billing as it stands, for a change that neither moves nor extends it. */
export function unmoved(subscription: AnchoredSubscription): Billing {
  return { period: currentSpan(subscription), anchorDay: subscription.anchorDay, anchorKept: true };
}

/** The current period with its exact start, where it has one. */
export function currentSpan({ period, periodStartsAt }: AnchoredSubscription): Span {
  return periodStartsAt === undefined ? period : { ...period, startsAt: periodStartsAt };
}

/** The period that follows the current one under the same terms: what a renewal would bill. */
export function renewedPeriod(subscription: AnchoredSubscription): Period {
  const { period, frequency } = subscription;
  return periodHolding(period.end, subscription, frequency);
}

function startingWith(
  moment: Moment,
  policy: Policy,
  subscription: AnchoredSubscription,
  frequency: Frequency,
): Billing {
  const { period } = subscription;
  const start = firstDayOf('charge', moment.date, policy);
  const onBoundary = start === period.start || start === period.end;
  const onAnchor = onBoundary && addMonths(start, 0, subscription.anchorDay) === start;
  const anchorDay = onAnchor ? subscription.anchorDay : dayOfMonth(start);
  const whole = { start, end: addFrequency(start, frequency, anchorDay) };
  const begun = countsSeconds(policy) ? { ...whole, startsAt: moment.at } : whole;
  return { period: begun, anchorDay, anchorKept: false };
}

/**
 * Up to the anchor day of this month, or where that is over up to the one a whole frequency later: Kill Bill keeps the
 * day and lets a year begin anew. Its denominator is the full period that ends there.
 */
function endingOnAnchorDay(subscription: AnchoredSubscription, frequency: Frequency, { date }: Moment): Billing {
  const { anchorDay, period } = subscription;
  const ofThisMonth = addMonths(date, 0, anchorDay);
  const isAhead = dayNumberOf(ofThisMonth) > dayNumberOf(date);
  const end = isAhead ? ofThisMonth : addFrequency(ofThisMonth, frequency, anchorDay);
  const start = subtractFrequency(end, frequency, anchorDay);
  if (start === period.start && end === period.end) return unmoved(subscription);
  return { period: { start, end }, anchorDay, anchorKept: true };
}

/** The period of the wanted frequency, counted from the anchor date, that holds the day of the change. */
function containing(subscription: AnchoredSubscription, frequency: Frequency, { date }: Moment): Billing {
  const { period, anchorDay } = subscription;
  if (frequency === subscription.frequency && dayNumberOf(date) < dayNumberOf(period.end)) return unmoved(subscription);
  return { period: periodHolding(date, subscription, frequency), anchorDay, anchorKept: true };
}

function periodHolding(date: CivilDate, subscription: AnchoredSubscription, frequency: Frequency): Period {
  const { anchorDay, period, anchorDate = anchorBefore(period.start, anchorDay) } = subscription;
  const day = dayNumberOf(date);
  const step = MONTHS_OF[frequency];
  const boundary = (index: number): CivilDate =>
    index === 0 ? anchorDate : addMonths(anchorDate, index * step, anchorDay);
  const guess = Math.floor(monthsBetween(anchorDate, date) / step);
  const index = dayNumberOf(boundary(guess)) > day ? guess - 1 : guess;
  return { start: boundary(index), end: boundary(index + 1) };
}

/** The latest anchor day up to a date: a first period that began between two of them is no whole one. */
function anchorBefore(date: CivilDate, anchorDay: number): CivilDate {
  const ofThisMonth = addMonths(date, 0, anchorDay);
  return dayNumberOf(ofThisMonth) <= dayNumberOf(date) ? ofThisMonth : addMonths(date, -1, anchorDay);
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
