import { requireDate } from '../calendar/calendar';
import { type FactProblem, problemsInCurrency, repeatedIn, unlessReadable } from '../facts/check';
import { FREQUENCIES, type Price, type PriceBand, type Product, type Tier } from '../facts/types';
import { Exact, parseNotNegative } from '../money/amounts';
import { InvalidAmount, quoted } from '../money/errors';
import type { Amount } from '../money/types';

/** Amounts have 12 digits before the point, and yearly rates are compared. */
const TOO_MUCH = new Exact('1e12');

/** Every problem of a product at once, so that a catalogue is mended in one go; none means it can be loaded. */
export function problemsIn(product: Product): FactProblem[] {
  const problems = product.tiers.flatMap((tier, index) => tierProblems(tier, `tiers.${index}`));
  if (product.tiers.length === 0) problems.push({ entry: 'tiers', problem: 'a product needs a tier.' });
  const repeated = (['tierId', 'rank'] as const).flatMap((name) =>
    repeatedIn(
      product.tiers.map((tier) => String(tier[name])),
      (index) => `tiers.${index}.${name}`,
    ),
  );
  return [...problems, ...repeated];
}

function tierProblems(tier: Tier, entry: string): FactProblem[] {
  const { rank, minSeats, maxSeats, prices } = tier;
  const problems = prices.flatMap((price, index) => priceProblems(price, maxSeats, `${entry}.prices.${index}`));
  // Of two prices that begin on one day nobody could say which one is sold.
  const beginnings = prices.map(
    ({ frequency, currency, validFrom }) => `${frequency} in ${currency} from ${validFrom}`,
  );
  problems.push(...repeatedIn(beginnings, (index) => `${entry}.prices.${index}.validFrom`));
  if (!Number.isSafeInteger(rank)) problems.push({ entry: `${entry}.rank`, problem: 'a rank is a whole number.' });
  if (!isSeatCount(minSeats))
    problems.push({ entry: `${entry}.minSeats`, problem: 'is not a number of seats from 1 on.' });
  if (!isSeatCount(maxSeats) || maxSeats < minSeats) {
    problems.push({ entry: `${entry}.maxSeats`, problem: 'is not a number of seats from minSeats on.' });
  }
  return problems;
}

function priceProblems(price: Price, maxSeats: number, entry: string): FactProblem[] {
  const { frequency, currency, bands, validFrom, validTo } = price;
  const problems = [
    ...problemsInCurrency(currency, `${entry}.currency`),
    ...unlessReadable(`${entry}.validFrom`, () => requireDate(validFrom)),
    ...unlessReadable(`${entry}.validTo`, () => validTo !== undefined && requireDate(validTo)),
    ...bands.flatMap((band, index) => bandProblems(band, bands[index - 1], maxSeats, `${entry}.bands.${index}`)),
  ];
  if (!FREQUENCIES.includes(frequency)) {
    problems.push({
      entry: `${entry}.frequency`,
      problem: `${quoted(frequency)} is none of ${FREQUENCIES.join(', ')}.`,
    });
  }
  if (bands.length === 0) problems.push({ entry: `${entry}.bands`, problem: 'a price needs a band.' });
  if (validTo !== undefined && validTo <= validFrom) {
    problems.push({ entry: `${entry}.validTo`, problem: 'is not after validFrom.' });
  }
  return problems;
}

function bandProblems(band: PriceBand, before: PriceBand | undefined, maxSeats: number, entry: string): FactProblem[] {
  const problems = problemsInUnitPrice(band.unitPrice, maxSeats, `${entry}.unitPrice`);
  if (!isSeatCount(band.fromSeats) || band.fromSeats <= (before?.fromSeats ?? 0)) {
    problems.push({ entry: `${entry}.fromSeats`, problem: 'is not a number of seats above the band before.' });
  }
  return problems;
}

/** A price per seat that is no amount, or that comes to too much for so many seats. */
export function problemsInUnitPrice(unitPrice: Amount, seats: number, entry: string): FactProblem[] {
  return unlessReadable(entry, () => {
    const ofYear = parseNotNegative(unitPrice).times(12).times(seats);
    if (ofYear.greaterThanOrEqualTo(TOO_MUCH))
      throw new InvalidAmount('unitPrice', 'a year comes to more than 12 digits.');
  });
}

function isSeatCount(seats: number): boolean {
  return Number.isSafeInteger(seats) && seats >= 1;
}
