import type { Billing } from '../calendar/anchor';
import { addDays, requirePeriod } from '../calendar/calendar';
import {
  elapsedFraction,
  type Fraction,
  firstDayOf,
  type Moment,
  remainingFraction,
  remainingOfLine,
  type Side,
  type Span,
} from '../calendar/day-count';
import { countsSeconds, type Policy } from '../facts/policy-types';
import type { BilledLine, Period } from '../facts/types';
import { allocate } from '../money/allocation';
import { Exact, formatAmount, parseNotNegative, parsePayable, roundHalfUp, toMinorUnits } from '../money/amounts';
import type { Amount, CurrencyCode } from '../money/types';

/** The old side: the lines really billed, and the list price of their first day for policies that credit by it. */
export interface OldTerms {
  period: Span;
  billedLines: readonly BilledLine[];
  listPrice: Amount;
  seats: number;
  /** The period after theirs and the price of it: asked for where the change is on the first day of that. */
  renewal?: { period: Period; price: Amount };
}

/** The new side: its price per seat for a whole period, and where billing stands afterwards. */
interface NewTerms {
  unitPrice: Amount;
  seats: number;
  billing: Billing;
}

export interface ProrationInput {
  /** Absent when something is added, present without `new` when it is removed. */
  old?: OldTerms;
  new?: NewTerms;
  /** Tier, frequency and price per seat stay: a policy may then bill only the seats added or removed. */
  seatsOnly: boolean;
  moment: Moment;
  policy: Policy;
  currency: CurrencyCode;
}

/** One amount with its arithmetic: `amount` is `basis` times `fraction`, rounded, and less where a cap holds it down. */
export interface ProratedLine {
  period: Span;
  seats: number;
  basis: Exact;
  fraction: Fraction;
  /** Positive, at the currency's exponent. */
  amount: Exact;
  /** The same before rounding; a cap applies to it too. */
  exact: Exact;
  /** True when the billed amount, net of earlier credits, is all that could be given back. */
  capped: boolean;
  /** True for a charge that took up the rounding of its difference to the credits, and is not its own share rounded. */
  tookUpRounding?: boolean;
  billedLine?: BilledLine;
}

export interface Proration {
  credits: ProratedLine[];
  charge?: ProratedLine;
  /** What the old terms cost on the day after their period, up to a change in the course of it. */
  untilChange?: ProratedLine;
  /** Set when only the seats added (or, negative, removed) were billed. */
  seatDifference?: number;
}

/**
 * Credit of the old terms and charge of the new ones under a policy. Both are positive; what is due is charge minus
 * credits. The sources of each rule are named at the policy's axes.
 *
 * @throws BillingError for an amount, date or zone that cannot be read.
 */
export function prorate(input: ProrationInput): Proration {
  const seatDifference = seatDifferenceOf(input);
  const credits = input.old ? creditLines(input.old, input, seatDifference) : [];
  const charge = input.new && chargeLine(input.new, input, seatDifference);
  const rounded =
    charge && input.policy.rounding === 'difference' ? roundedOnce(charge, credits, input.currency) : charge;
  const proration: Proration = { credits: credits.filter((line) => !line.amount.isZero()) };
  if (rounded !== undefined) proration.charge = rounded;
  const untilChange = input.new && untilChangeLine(input);
  if (untilChange?.amount.isZero() === false) proration.untilChange = untilChange;
  if (seatDifference !== undefined) proration.seatDifference = seatDifference;
  return proration;
}

/** `basis` times `fraction`, which may itself be rounded, without rounding the result. */
export function exactShare(basis: Exact, { numerator, denominator, rounded }: Fraction): Exact {
  return rounded === undefined ? basis.times(numerator).div(denominator) : basis.times(rounded);
}

/**
 * Seats to bill alone (negative when removed), or undefined when whole lines are replaced. The seats that stay were billed to
 * the end of their period, so the difference is all that is open only as long as that end is the next bill.
 */
function seatDifferenceOf({ old, new: wanted, seatsOnly, policy }: ProrationInput): number | undefined {
  if (!old || !wanted || !seatsOnly || policy.seatChange !== 'difference') return undefined;
  const { anchorKept, period } = wanted.billing;
  return anchorKept && period.end === old.period.end ? wanted.seats - old.seats : undefined;
}

function creditLines(old: OldTerms, input: ProrationInput, seatDifference: number | undefined): ProratedLine[] {
  const { policy } = input;
  if (policy.credit === 'none' || (seatDifference !== undefined && seatDifference > 0)) return [];
  const seats = seatDifference === undefined ? old.seats : -seatDifference;
  const payable = old.billedLines.filter((line) => line.paid || policy.unpaidLines === 'credit');
  if (payable.length === 0) return [];
  return policy.creditBasis === 'billed'
    ? payable.map((line) => billedCredit(line, seats, old.seats, input))
    : listCredits(old, payable, seats, input);
}

/** A part of what was billed, and never more than earlier credits have left of it (Kill Bill, Recurly, Flexprice). */
function billedCredit(billedLine: BilledLine, seats: number, ofSeats: number, input: ProrationInput): ProratedLine {
  const { currency } = input;
  const basis = shareOfSeats(parsePayable(billedLine.amount, currency, 'billedLines.amount'), seats, ofSeats, currency);
  const credited = shareOfSeats(
    parsePayable(billedLine.credited, currency, 'billedLines.credited'),
    seats,
    ofSeats,
    currency,
  );
  const line = { ...priced(basis, spanOf(billedLine), 'credit', input, seats), billedLine };
  return cappedAt(basis.minus(credited), line);
}

function spanOf({ lineId, period, startsAt }: BilledLine): Span {
  requirePeriod(period, `billedLines.${lineId}.period`);
  return startsAt === undefined ? period : { ...period, startsAt };
}

/**
 * Parts of the list price of their first day, one a billed line, so that VAT goes back as it was billed; where the policy says so, no more of
 * each than what was billed allows. The list price is shared out by what may come back of each line.
 */
function listCredits(
  old: OldTerms,
  payable: readonly BilledLine[],
  seats: number,
  input: ProrationInput,
): ProratedLine[] {
  const { currency, policy } = input;
  const ofSeats = (amount: Amount, field: string): Exact =>
    shareOfSeats(parsePayable(amount, currency, field), seats, old.seats, currency);
  const lines = payable.map((billedLine) => {
    const amount = ofSeats(billedLine.amount, 'billedLines.amount');
    const credited = ofSeats(billedLine.credited, 'billedLines.credited');
    const unused = priced(amount, spanOf(billedLine), 'credit', input, seats).amount;
    return { billedLine, left: amount.minus(credited), credited, unused };
  });
  const room = lines.map(({ left, unused }) => (policy.creditBasis === 'list-up-to-billed' ? left : unused));
  const parts = sharedOut(ofSeats(old.listPrice, 'listPrice'), room, currency);
  return lines.map(({ billedLine, left, credited, unused }, index) => {
    const credit = { ...priced(parts[index] ?? ZERO, old.period, 'credit', input, seats), billedLine };
    if (policy.creditBasis === 'list') return credit;
    if (policy.creditBasis === 'list-up-to-billed') return cappedAt(left, credit);
    return cappedAt(Exact.min(credit.amount, unused).minus(credited), credit);
  });
}

const ZERO = new Exact(0);

/** An amount in proportion to others; all of it to the first where they are nothing. */
function sharedOut(amount: Exact, room: readonly Exact[], currency: CurrencyCode): Exact[] {
  if (room.length === 1) return [amount];
  const units = room.map((one) => toMinorUnits(formatAmount(Exact.max(0, one), currency), currency));
  const weights = units.some((unit) => unit > 0) ? units : units.map((_, index) => (index === 0 ? 1 : 0));
  return allocate(formatAmount(amount, currency), weights, currency).map((part) => new Exact(part));
}

function cappedAt(left: Exact, line: ProratedLine): ProratedLine {
  if (line.amount.lessThanOrEqualTo(left)) return line;
  const amount = Exact.max(left, 0);
  return { ...line, capped: true, amount, exact: amount };
}

function chargeLine(
  wanted: NewTerms,
  input: ProrationInput,
  seatDifference: number | undefined,
): ProratedLine | undefined {
  if (input.policy.charge === 'none' || (seatDifference !== undefined && seatDifference <= 0)) return undefined;
  const seats = seatDifference ?? wanted.seats;
  const basis = roundHalfUp(parseNotNegative(wanted.unitPrice, 'unitPrice').times(seats), input.currency);
  return priced(basis, wanted.billing.period, 'charge', input, seats);
}

/**
 * Nobody has billed the day after a period yet, unless a line says so. Where a change in the course of it, or on its end, begins the
 * new terms, the old ones go on until then and are asked for; a charge in full of a period that is kept begins with the day and
 * leaves nothing open.
 */
function untilChangeLine({ old, new: wanted, moment, policy, currency }: ProrationInput): ProratedLine | undefined {
  if (!old?.renewal || moment.date !== old.period.end) return undefined;
  if (policy.charge === 'none' || (policy.charge === 'full' && wanted?.billing.anchorKept)) return undefined;
  if (old.billedLines.some(({ period }) => period.start <= moment.date && moment.date < period.end)) return undefined;
  const { period, price } = old.renewal;
  const basis = parseNotNegative(price, 'renewal.price');
  const fraction = roundedBy(policy, elapsedFraction(period, moment.date, moment, policy));
  const exact = exactShare(basis, fraction);
  const day = { start: moment.date, end: addDays(moment.date, 1) };
  const amount = roundHalfUp(exact, currency);
  return { period: day, seats: old.seats, basis, fraction, exact, amount, capped: false };
}

function priced(basis: Exact, whole: Span, side: Side, input: ProrationInput, seats: number): ProratedLine {
  const { policy, moment, currency } = input;
  const remaining =
    side === 'credit' && input.old
      ? remainingOfLine(whole, input.old.period, moment, policy)
      : remainingFraction(whole, moment, side, policy);
  const fraction = roundedBy(policy, extended(remaining, policy[side]));
  const exact = exactShare(basis, fraction);
  const amount = roundHalfUp(exact, currency);
  return { period: spanFrom(whole, side, input), seats, basis, fraction, exact, amount, capped: false };
}

/** The part of a period that a line is for. */
function spanFrom(whole: Span, side: Side, { policy, moment }: ProrationInput): Span {
  const day = firstDayOf(side, moment.date, policy);
  if (policy[side] === 'full' || day < whole.start) return whole;
  if (day >= whole.end) return { start: whole.end, end: whole.end };
  const rest = { start: day, end: whole.end };
  return countsSeconds(policy) ? { ...rest, startsAt: moment.at } : rest;
}

/** A full credit or charge still needs a day that is left: at the very end of a period there is none. */
function extended(remaining: Fraction, extent: Policy[Side]): Fraction {
  if (extent !== 'full' || remaining.numerator === 0) return remaining;
  return { ...remaining, numerator: remaining.denominator };
}

/** Kill Bill rounds the fraction to nine digits before it multiplies. */
function roundedBy({ rounding }: Policy, fraction: Fraction): Fraction {
  if (rounding !== 'nine-digit-fraction') return fraction;
  const exact = new Exact(fraction.numerator).div(fraction.denominator);
  const rounded = exact.toDecimalPlaces(9);
  return rounded.equals(exact) ? fraction : { ...fraction, rounded: rounded.toFixed() };
}

/** The part of a line that belongs to some of its seats, rounded, so that the parts of a split line are amounts. */
export function shareOfSeats(amount: Exact, seats: number, ofSeats: number, currency: CurrencyCode): Exact {
  return seats === ofSeats ? amount : roundHalfUp(amount.times(seats).div(ofSeats), currency);
}

/** Two quotients that differ by an exact half need not do so in their last digits; a true difference shows before this one. */
const DECIMALS_OF_A_DIFFERENCE = 24;

/** Rounds the difference once and lets the charge take it up, so that the lines still add up to it. */
function roundedOnce(charge: ProratedLine, credits: readonly ProratedLine[], currency: CurrencyCode): ProratedLine {
  let exactCredit = new Exact(0);
  let credit = new Exact(0);
  for (const line of credits) {
    exactCredit = exactCredit.plus(line.exact);
    credit = credit.plus(line.amount);
  }
  const difference = charge.exact.minus(exactCredit).toDecimalPlaces(DECIMALS_OF_A_DIFFERENCE);
  const amount = roundHalfUp(difference, currency).plus(credit);
  return amount.equals(charge.amount) ? charge : { ...charge, amount, tookUpRounding: true };
}
