/**
 * Numbers of natural persons that embed a date of birth. They are only ever found plausible or not: nothing here
 * returns, stores or names the date.
 */
import { digitAt, weightedSum } from './number-rule';

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isCalendarDay(year: number, month: number, day: number): boolean {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = (DAYS_IN_MONTH[month - 1] ?? 0) + (month === 2 && isLeap ? 1 : 0);
  return day >= 1 && day <= days;
}

/**
 * Rodné číslo of the Czech and Slovak Republics (Act 133/2000 Coll.): 50 is added to the month for women, 20 when a
 * day has run out of numbers. Nine digits, without a check digit, were given until 1953. Of ten, the whole is a
 * multiple of 11; until 1985 a remainder of 10 was written as 0.
 */
export function isCzechoslovakBirthNumber(digits: string): boolean {
  const twoDigitYear = Number(digits.slice(0, 2));
  const year = digits.length === 9 ? nineDigitYear(twoDigitYear) : tenDigitYear(twoDigitYear);
  const month = (Number(digits.slice(2, 4)) % 50) % 20;
  if (year === null || !isCalendarDay(year, month, Number(digits.slice(4, 6)))) return false;
  if (digits.length === 9) return true;
  const isOldRemainder = year < 1985 && Number(digits.slice(0, 9)) % 11 === 10 && digits.endsWith('0');
  return Number(digits) % 11 === 0 || isOldRemainder;
}

function nineDigitYear(twoDigits: number): number | null {
  if (twoDigits >= 80) return 1800 + twoDigits;
  return twoDigits <= 53 ? 1900 + twoDigits : null;
}

function tenDigitYear(twoDigits: number): number {
  return twoDigits < 54 ? 2000 + twoDigits : 1900 + twoDigits;
}

/** Bulgarian EGN (civil registration ordinance): the century is written into the month, as 20 or 40 added. */
export function isBulgarianCivilNumber(digits: string): boolean {
  const writtenMonth = Number(digits.slice(2, 4));
  const century = writtenMonth > 40 ? 2000 : writtenMonth > 20 ? 1800 : 1900;
  const month = writtenMonth % 20;
  if (writtenMonth > 52 || !isCalendarDay(century + Number(digits.slice(0, 2)), month, Number(digits.slice(4, 6)))) {
    return false;
  }
  return (weightedSum(digits, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === digitAt(digits, 9);
}

/** Latvian personal code: day, month, year, then the century; codes given since 2017 start with 32 and hold no date. */
export function isLatvianPersonalCode(digits: string): boolean {
  const check = (1 + weightedSum(digits, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11;
  return (digits.startsWith('32') || startsWithLatvianDate(digits)) && check % 10 === digitAt(digits, 10);
}

function startsWithLatvianDate(digits: string): boolean {
  const century = digitAt(digits, 6);
  const year = 1800 + 100 * century + Number(digits.slice(4, 6));
  return century <= 2 && isCalendarDay(year, Number(digits.slice(2, 4)), Number(digits.slice(0, 2)));
}

const ROMANIAN_CENTURIES: Readonly<Record<string, number>> = { 3: 1800, 4: 1800, 5: 2000, 6: 2000 };

/** Romanian CNP, which sole traders may carry as their VAT number: sex and century, date, county, serial, check digit. */
export function isRomanianPersonalCode(digits: string): boolean {
  const century = ROMANIAN_CENTURIES[digits.charAt(0)] ?? 1900;
  const [year = 0, month = 0, day = 0, county = 0] = [1, 3, 5, 7].map((place) =>
    Number(digits.slice(place, place + 2)),
  );
  const isCounty = (county >= 1 && county <= 48) || [51, 52, 70, 80, 81, 82, 83].includes(county);
  if (digits.startsWith('0') || !isCounty || !isCalendarDay(century + year, month, day)) return false;
  const remainder = weightedSum(digits, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  return (remainder === 10 ? 1 : remainder) === digitAt(digits, 12);
}
