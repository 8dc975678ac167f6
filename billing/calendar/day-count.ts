import { countsSeconds, type Policy } from '../facts/policy-types';
import type { CivilDate, Instant, Period } from '../facts/types';
import {
  addDays,
  addMonths,
  dayNumberOf,
  dayOfMonth,
  daysBetween,
  epochMilliseconds,
  isLastDayOfMonth,
  monthsBetween,
  startOfDay,
} from './calendar';

export type DayUnit = Exclude<Policy['timeUnit'], 'second' | 'second-before-end'>;

/** The moment a change takes effect: its local day, and its instant for policies that count seconds. */
export interface Moment {
  date: CivilDate;
  at: Instant;
  timeZone: string;
}

/** A period that is prorated; one that was itself cut by a policy of seconds starts at an instant within its first day. */
export interface Span extends Period {
  startsAt?: Instant;
}

/** A share of a period, as an exact fraction, e.g. 16 of 31 days. */
export interface Fraction {
  numerator: number;
  denominator: number;
  unit: 'day' | 'second';
  /** The rounded share that is multiplied instead, where the policy does so and it made a difference: "0.806451613". */
  rounded?: string;
}

/** The rest of a period is asked for twice: for the credit of the old terms and for the charge of the new ones. */
export type Side = 'credit' | 'charge';

/**
 * Part of `whole` that remains when a change takes effect, from nothing (at its end or later) to all of it (at its
 * start or earlier). The fraction is not reduced, so that it reads "16 of 31 days".
 */
export function remainingFraction(whole: Span, moment: Moment, side: Side, policy: Policy): Fraction {
  if (policy.timeUnit === 'second') return remainingSeconds(whole, moment, 0);
  if (policy.timeUnit === 'second-before-end') return remainingSeconds(whole, moment, 1);
  const start = laterOf(firstDayOf(side, moment.date, policy), whole.start);
  if (daysBetween(start, whole.end) <= 0) {
    return { numerator: 0, denominator: Math.max(1, lengthOf(whole, policy.timeUnit)), unit: 'day' };
  }
  return fractionOf({ start, end: whole.end }, whole, policy.timeUnit);
}

/**
 * Part of a line that remains. One that ends with its period and began within it is a part of that period, so it is measured
 * as that is: what is left of the period now over what was left when the line began. Then a chain of changes gives back
 * exactly what it charged, also where days count differently in different months.
 */
export function remainingOfLine(line: Span, period: Period, moment: Moment, policy: Policy): Fraction {
  const { timeUnit } = policy;
  const left = remainingFraction(line, moment, 'credit', policy);
  // Days and seconds as they pass add up, wherever a period is cut.
  if (timeUnit === 'second' || timeUnit === 'second-before-end' || timeUnit === 'local-day') return left;
  const isPart = line.end === period.end && daysBetween(period.start, line.start) > 0;
  if (!isPart || daysBetween(firstDayOf('credit', moment.date, policy), line.start) >= 0) return left;
  const began = fractionOf({ start: line.start, end: line.end }, period, timeUnit);
  return quotient(remainingFraction(period, moment, 'credit', policy), began);
}

/** `part` over `whole`, not reduced where both count the same days. */
function quotient(part: Fraction, whole: Fraction): Fraction {
  if (part.denominator === whole.denominator) {
    return { numerator: part.numerator, denominator: Math.max(1, whole.numerator), unit: part.unit };
  }
  return {
    numerator: part.numerator * whole.denominator,
    denominator: Math.max(1, part.denominator * whole.numerator),
    unit: part.unit,
  };
}

/**
 * Part of `whole` between a day within it and a change on that day: none of it where the day belongs to the new terms, else the
 * hours before the change, or the day. What lies before it in `whole` is not counted.
 */
export function elapsedFraction(whole: Span, since: CivilDate, moment: Moment, policy: Policy): Fraction {
  const first = { ...moment, date: since, at: startOfDay(since, moment.timeZone) };
  const atFirst = remainingFraction(whole, first, 'charge', { ...policy, changeDayOwner: 'new' });
  return lessThan(atFirst, remainingFraction(whole, moment, 'charge', policy));
}

function lessThan(more: Fraction, less: Fraction): Fraction {
  if (more.denominator === less.denominator) return { ...less, numerator: more.numerator - less.numerator };
  return {
    numerator: more.numerator * less.denominator - less.numerator * more.denominator,
    denominator: more.denominator * less.denominator,
    unit: less.unit,
  };
}

/** First day that the credit gives back or that the charge asks for: the day of the change, or the one after it. */
export function firstDayOf(side: Side, changeDate: CivilDate, policy: Policy): CivilDate {
  const creditedFromChangeDay = policy.changeDayOwner === 'new';
  const chargedFromChangeDay = policy.changeDayOwner !== 'old';
  const fromChangeDay = side === 'credit' ? creditedFromChangeDay : chargedFromChangeDay;
  return fromChangeDay || countsSeconds(policy) ? changeDate : addDays(changeDate, 1);
}

/** Part of `whole` that `slice`, which lies inside it, covers. */
export function fractionOf(slice: Period, whole: Period, unit: DayUnit): Fraction {
  const denominator = lengthOf(whole, unit);
  const isWhole = slice.start === whole.start && slice.end === whole.end;
  const months = isWhole ? undefined : wholeMonthsOf(whole);
  if (months !== undefined && unit === 'actual-360') return byMonth(slice, whole, months, 30);
  if (months !== undefined && unit === 'month-then-day') return byMonth(slice, whole, months);
  // A 31st alone is no day of a month of 30.
  if (denominator === 0) return { numerator: 0, denominator: 1, unit: 'day' };
  const numerator = isWhole ? denominator : Math.min(countDays(slice, unit), denominator);
  return { numerator, denominator, unit: 'day' };
}

/** Days of a slice as the unit counts them. */
function countDays(slice: Period, unit: DayUnit): number {
  if (unit === 'strict-30-360') return strictDays(slice);
  if (unit !== 'thirty-day-month') return daysBetween(slice.start, slice.end);
  return 30 * monthsBetween(slice.start, slice.end) + dayOfMonth(slice.end) - dayOfMonth(slice.start);
}

/** Both ends counted, the last of any month being day 30: 27 to 28 February is four days, 1 to 28 February 2024 is 28. */
function strictDays({ start, end }: Period): number {
  const last = addDays(end, -1);
  const lastDay = isLastDayOfMonth(last) ? 30 : dayOfMonth(last);
  return 30 * monthsBetween(start, last) + lastDay - Math.min(dayOfMonth(start), 30) + 1;
}

/** Length of a whole period: whole months of 30 days where the unit has such months, else the days counted. */
function lengthOf(whole: Period, unit: DayUnit): number {
  const months = unit === 'local-day' || unit === 'month-then-day' ? undefined : wholeMonthsOf(whole);
  return months === undefined ? countDays(whole, unit) : 30 * months;
}

/**
 * Over several months, for a slice that ends with its period: a month used whole counts as one, the month it begins in by
 * its days over `monthLength`, or over its own length. 16 January to 31 March is 2 + 16/30 months by actual/360, and
 * 2 + 16/31 by real days.
 */
function byMonth(slice: Period, whole: Period, months: number, monthLength?: number): Fraction {
  const used = Array.from({ length: months }, (_, index) => {
    const start = addMonths(whole.start, index, anchorDayOf(whole));
    const end = addMonths(whole.start, index + 1, anchorDayOf(whole));
    const days = Math.max(0, daysBetween(laterOf(start, slice.start), earlierOf(end, slice.end)));
    return { days, length: daysBetween(start, end) };
  });
  const cut = used.find(({ days, length }) => days > 0 && days < length);
  const ofMonth = monthLength ?? cut?.length ?? 30;
  const numerator = used.reduce((sum, { days, length }) => sum + (days === length ? ofMonth : days), 0);
  return { numerator, denominator: ofMonth * months, unit: 'day' };
}

/** Number of months when a period runs from an anchor day to the same anchor day, else undefined. */
function wholeMonthsOf(period: Period): number | undefined {
  const months = monthsBetween(period.start, period.end);
  const anchorDay = anchorDayOf(period);
  const fits =
    addMonths(period.start, months, anchorDay) === period.end &&
    addMonths(period.end, -months, anchorDay) === period.start;
  return fits && months > 0 ? months : undefined;
}

/** The day that a period was billed from: of whole months the larger of its two days, of any other period its first. */
export function anchorDayOfPeriod(period: Period): number {
  return wholeMonthsOf(period) === undefined ? dayOfMonth(period.start) : anchorDayOf(period);
}

/** The larger day is the anchor: 31 January to 29 February is a month of anchor 31. */
function anchorDayOf(period: Period): number {
  return Math.max(dayOfMonth(period.start), dayOfMonth(period.end));
}

/** Parts of a second are dropped: both boundaries are whole seconds, and peers count whole seconds. */
function remainingSeconds(whole: Span, moment: Moment, secondsBeforeEnd: number): Fraction {
  const start = secondsOf(whole.startsAt ?? startOfDay(whole.start, moment.timeZone));
  const end = secondsOf(startOfDay(whole.end, moment.timeZone)) - secondsBeforeEnd;
  // A line that began in the last second of its period is over.
  if (end <= start) return { numerator: 0, denominator: 1, unit: 'second' };
  const remaining = Math.min(Math.max(end - secondsOf(moment.at), 0), end - start);
  return { numerator: remaining, denominator: end - start, unit: 'second' };
}

function secondsOf(instant: Instant): number {
  return Math.floor(epochMilliseconds(instant) / 1000);
}

function laterOf(left: CivilDate, right: CivilDate): CivilDate {
  return dayNumberOf(left) >= dayNumberOf(right) ? left : right;
}

function earlierOf(left: CivilDate, right: CivilDate): CivilDate {
  return dayNumberOf(left) <= dayNumberOf(right) ? left : right;
}
