import { Temporal as civil } from 'temporal-polyfill';
import type { CivilDate, Frequency, Instant, Period } from '../facts/types';
import { memoize } from '../memoize';
import { BillingError, quoted } from '../money/errors';
import { DAY, HOUR, MINUTE } from './durations';

const CIVIL_DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const INSTANT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})$/;
// The form of our own quotes and of most callers; reading it by hand costs a fifth of what Temporal takes.
const UTC_INSTANT = /^([0-9]{4}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(\.[0-9]{1,3})?Z$/;
const LONGEST_ZONE = 64;
const EPOCH = civil.PlainDate.from('1970-01-01');

export const MONTHS_OF: Readonly<Record<Frequency, number>> = { month: 1, quarter: 3, year: 12 };

interface KnownDate {
  date: civil.PlainDate;
  /** Days since 1970-01-01, so that the distance of two dates is a subtraction. */
  dayNumber: number;
}

const QUARTER_HOUR = 15 * MINUTE;

// Reading a date costs more than the arithmetic on it, and quotes of one day share their dates.
const dateOf = memoize(4096, (text: CivilDate): KnownDate => {
  if (!CIVIL_DATE.test(text)) throw new RangeError(`No date: ${text}`);
  const date = civil.PlainDate.from(text, { overflow: 'reject' });
  return { date, dayNumber: EPOCH.until(date).days };
});

const dateOfDayNumber = memoize(4096, (dayNumber: number) => EPOCH.add({ days: dayNumber }).toString());
const quarterHour = memoize(4096, (quarter: number, zone: string) => {
  const start = quarter * QUARTER_HOUR;
  return { date: dateInZone(start, zone), endsOn: dateInZone(start + QUARTER_HOUR - 1, zone) };
});

const checkedZone = memoize(1024, (zone: string) => {
  civil.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
  return true;
});

const dayStart = memoize(4096, (date: CivilDate, zone: string) =>
  civil.PlainDate.from(date).toZonedDateTime(zone).toInstant().toString(),
);

const anchorDate = memoize(4096, (date: CivilDate, months: number, anchorDay: number) => {
  const month = civil.PlainDate.from(date).toPlainYearMonth().add({ months });
  return month.toPlainDate({ day: Math.min(anchorDay, month.daysInMonth) }).toString();
});

/**
 * Day of an instant in a zone: the billing day is local, never the day in UTC (Kill Bill and Lago bill so too).
 *
 * @param zone IANA name such as "Europe/Paris", or a fixed offset such as "+03:00".
 * @throws BillingError `invalid_instant` or `unknown_time_zone`.
 */
export function localDate(instant: Instant, zone: string, field = 'at'): CivilDate {
  const milliseconds = epochMilliseconds(instant, field);
  requireTimeZone(zone);
  const quarter = quarterHour(Math.floor(milliseconds / QUARTER_HOUR), zone);
  // Midnight falls inside a quarter hour only in zones of the past, whose offsets have odd seconds.
  return quarter.date === quarter.endsOn ? quarter.date : dateInZone(milliseconds, zone);
}

/** @throws BillingError `unknown_time_zone` when the runtime does not know the zone. */
function requireTimeZone(zone: string, field = 'timeZone'): void {
  if (typeof zone === 'string' && zone.length <= LONGEST_ZONE) {
    try {
      checkedZone(zone);
      return;
    } catch {
      // Reported below.
    }
  }
  throw new BillingError('unknown_time_zone', field, `${quoted(zone)} is not a time zone.`);
}

/** @throws BillingError `invalid_date` for text such as "2023-02-30" or "2023-2-3". */
export function requireDate(date: CivilDate, field = 'date'): void {
  knownDate(date, field);
}

/** @throws BillingError `invalid_date`, or `invalid_period` when the period does not end after its start. */
export function requirePeriod(period: Period, field = 'period'): void {
  if (dayNumberOf(period.end, `${field}.end`) > dayNumberOf(period.start, `${field}.start`)) return;
  throw new BillingError('invalid_period', field, `${period.start} to ${period.end} does not end after its start.`);
}

/** Whole days from `start` (counted) to `end` (not counted); negative when `end` comes first. */
export function daysBetween(start: CivilDate, end: CivilDate): number {
  return dayNumberOf(end) - dayNumberOf(start);
}

/** Dates are compared as text elsewhere only after this: it refuses what is not a date. */
export function dayNumberOf(date: CivilDate, field = 'date'): number {
  return knownDate(date, field).dayNumber;
}

export function addDays(date: CivilDate, days: number): CivilDate {
  return dateOfDayNumber(dayNumberOf(date) + days);
}

export function dayOfMonth(date: CivilDate): number {
  return knownDate(date, 'date').date.day;
}

export function isLastDayOfMonth(date: CivilDate): boolean {
  const known = knownDate(date, 'date').date;
  return known.day === known.daysInMonth;
}

/** Calendar months between the months of two dates, whatever their days: 2023-01-31 to 2023-02-01 is 1. */
export function monthsBetween(start: CivilDate, end: CivilDate): number {
  const from = knownDate(start, 'start').date;
  const to = knownDate(end, 'end').date;
  return (to.year - from.year) * 12 + (to.month - from.month);
}

/**
 * The date `months` calendar months away, on the anchor day or on the last day of a shorter month. The anchor is an
 * argument and not the day of `date`, so that the 31st comes back after February (Stripe, Lago and OpenMeter do the same).
 */
export function addMonths(date: CivilDate, months: number, anchorDay: number): CivilDate {
  requireAnchorDay(anchorDay);
  requireDate(date);
  return anchorDate(date, months, anchorDay);
}

/** First day of the period after the one that starts on `date`; see `addMonths` for the month's end. */
export function addFrequency(date: CivilDate, frequency: Frequency, anchorDay: number): CivilDate {
  return addMonths(date, MONTHS_OF[frequency], anchorDay);
}

export function subtractFrequency(date: CivilDate, frequency: Frequency, anchorDay: number): CivilDate {
  return addMonths(date, -MONTHS_OF[frequency], anchorDay);
}

/** Milliseconds since 1970 of an instant; parts of a millisecond are dropped. */
export function epochMilliseconds(instant: Instant, field = 'at'): number {
  const [matched, date = '', hours, minutes, seconds, fraction = '.0'] = UTC_INSTANT.exec(instant) ?? [];
  const day = matched === undefined ? undefined : findDate(date);
  if (day === undefined) return parseInstant(instant, field).epochMilliseconds;
  const ofDay = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return day.dayNumber * DAY + ofDay * 1000 + Math.round(Number(fraction) * 1000);
}

/** The instant in UTC, to the millisecond: "2023-03-25T09:30:00.000Z". */
export function instantAt(milliseconds: number): Instant {
  const dayNumber = Math.floor(milliseconds / DAY);
  const ofDay = milliseconds - dayNumber * DAY;
  const [hours, minutes] = [Math.floor(ofDay / HOUR), Math.floor(ofDay / MINUTE) % 60];
  const time = `${twoDigits(hours)}:${twoDigits(minutes)}:${twoDigits(Math.floor(ofDay / 1000) % 60)}`;
  return `${dateOfDayNumber(dayNumber)}T${time}.${String(ofDay % 1000).padStart(3, '0')}Z`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** First instant of a local day; on a day whose midnight is skipped by daylight saving it is the first that exists. */
export function startOfDay(date: CivilDate, zone: string): Instant {
  requireDate(date);
  requireTimeZone(zone);
  return dayStart(date, zone);
}

function findDate(text: string): KnownDate | undefined {
  try {
    return dateOf(text);
  } catch {
    return undefined;
  }
}

function knownDate(text: CivilDate, field: string): KnownDate {
  const known = typeof text === 'string' ? findDate(text) : undefined;
  if (known) return known;
  throw new BillingError('invalid_date', field, `${quoted(text)} is not a date.`);
}

function parseInstant(text: Instant, field: string): civil.Instant {
  if (typeof text === 'string' && INSTANT.test(text)) {
    try {
      return civil.Instant.from(text);
    } catch {
      // Reported below: an hour 25 or a 30 February.
    }
  }
  throw new BillingError('invalid_instant', field, `${quoted(text)} is not an instant.`);
}

function dateInZone(milliseconds: number, zone: string): CivilDate {
  return civil.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(zone).toPlainDate().toString();
}

function requireAnchorDay(anchorDay: number): void {
  if (Number.isInteger(anchorDay) && anchorDay >= 1 && anchorDay <= 31) return;
  throw new BillingError(
    'invalid_date',
    'anchorDay',
    `${quoted(String(anchorDay))} is not a day of the month.`,
    'Use a whole number from 1 to 31.',
  );
}
