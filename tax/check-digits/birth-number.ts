/**
 * Numbers of natural persons that embed a date of birth. They are only ever found plausible or not: nothing here
 * stores or names the date.
 */
import { isCalendarDay } from '../calendar-day';
import { digitAt, weightedSum } from './number-rule';

/** The day of birth in a rodné číslo exists: 50 is added to the month of women, 20 when a day has run out of numbers. */
export function startsWithCzechoslovakDate(digits: string): boolean {
  const twoDigitYear = Number(digits.slice(0, 2));
  const year = digits.length === 9 ? nineDigitYear(twoDigitYear) : tenDigitYear(twoDigitYear);
  const month = (Number(digits.slice(2, 4)) % 50) % 20;
  return year !== null && isCalendarDay(year, month, Number(digits.slice(4, 6)));
}

/**
 * Rodné číslo of the Czech and Slovak Republics (Act 133/2000 Coll.). Nine digits, without a check digit, were given
 * until 1953. Of ten, the whole is a multiple of 11; a remainder of 10 was written as 0, as a rule until 1985 and in
 * rare cases after it, so that only the register can tell.
 */
export function isCzechoslovakBirthNumber(digits: string): boolean {
  if (!startsWithCzechoslovakDate(digits)) return false;
  const isRemainderTen = digits.endsWith('0') && Number(digits.slice(0, 9)) % 11 === 10;
  return digits.length === 9 || Number(digits) % 11 === 0 || isRemainderTen;
}

function nineDigitYear(twoDigits: number): number | null {
  if (twoDigits >= 80) return 1800 + twoDigits;
  return twoDigits <= 53 ? 1900 + twoDigits : null;
}

function tenDigitYear(twoDigits: number): number {
  return twoDigits < 54 ? 2000 + twoDigits : 1900 + twoDigits;
}

/** Day of birth in a Bulgarian EGN (civil registration ordinance): 20 or 40 added to the month tell the century. */
function bulgarianDate(digits: string): { isMonth: boolean; isDay: boolean; exists: boolean } {
  const writtenMonth = Number(digits.slice(2, 4));
  const century = writtenMonth > 40 ? 2000 : writtenMonth > 20 ? 1800 : 1900;
  const [year, month, day] = [century + Number(digits.slice(0, 2)), writtenMonth % 20, Number(digits.slice(4, 6))];
  const isMonth = writtenMonth <= 52 && month >= 1 && month <= 12;
  return { isMonth, isDay: day >= 1 && day <= 31, exists: isMonth && isCalendarDay(year, month, day) };
}

function holdsBulgarianCivilCheck(digits: string): boolean {
  return (weightedSum(digits, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === digitAt(digits, 9);
}

/** EGN of a Bulgarian citizen. */
export function isBulgarianCivilNumber(digits: string): boolean {
  return bulgarianDate(digits).exists && holdsBulgarianCivilCheck(digits);
}

/**
 * An EGN but for its day of birth, which does not exist. Foreigners and others have ten digits too, without a date, so
 * either the month or the day must be one, and the check digit right.
 */
export function isBulgarianCivilNumberOfNoDay(digits: string): boolean {
  const { isMonth, isDay, exists } = bulgarianDate(digits);
  return !exists && (isMonth || isDay) && holdsBulgarianCivilCheck(digits);
}

/** Latvian personal code: day, month, year, then the century, of which there have been three. */
export function isLatvianPersonalCode(digits: string): boolean {
  const check = (1 + weightedSum(digits, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11;
  const isCentury = digits.startsWith('32') || digitAt(digits, 6) <= 2;
  return isCentury && startsWithLatvianDate(digits) && check % 10 === digitAt(digits, 10);
}

/** The day of birth in a Latvian code exists; codes given since 2017 start with 32 and hold none. */
export function startsWithLatvianDate(digits: string): boolean {
  const year = 1800 + 100 * digitAt(digits, 6) + Number(digits.slice(4, 6));
  return digits.startsWith('32') || isCalendarDay(year, Number(digits.slice(2, 4)), Number(digits.slice(0, 2)));
}

const ROMANIAN_CENTURIES: Readonly<Record<string, number>> = { 1: 1900, 2: 1900, 3: 1800, 4: 1800, 5: 2000, 6: 2000 };

/** The parts of a Romanian CNP exist: sex and century, day of birth, county. */
export function hasRomanianParts(digits: string): boolean {
  const century = ROMANIAN_CENTURIES[digits.charAt(0)];
  const [year = 0, month = 0, day = 0, county = 0] = [1, 3, 5, 7].map((place) =>
    Number(digits.slice(place, place + 2)),
  );
  const isCounty = (county >= 1 && county <= 48) || [51, 52, 70, 80, 81, 82, 83].includes(county);
  // Residents and foreigners (7 to 9) have a day of birth, and no century with it.
  const centuries = century === undefined ? [1800, 1900, 2000] : [century];
  return isCounty && centuries.some((one) => isCalendarDay(one + year, month, day));
}

/** Check digit of a CNP, which sole traders may carry as their VAT number. */
export function holdsRomanianCheck(digits: string): boolean {
  const remainder = weightedSum(digits, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  return (remainder === 10 ? 1 : remainder) === digitAt(digits, 12);
}
