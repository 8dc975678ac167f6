import { requireDate } from './calendar';
import { exponentOf } from './currency';
import { BillingError, quoted } from './errors';
import { parseNotNegative } from './money';
import { FREQUENCIES, type Price, type PriceBand, type Product, type Tier } from './types';

/** Something in a catalogue that cannot be sold from, at the entry that holds it: "tiers.0.prices.1.bands.0.unitPrice". */
export interface CatalogProblem {
  entry: string;
  problem: string;
}

/** Every problem of a product at once, so that a catalogue is mended in one go; none means it can be loaded. */
export function problemsIn(product: Product): CatalogProblem[] {
  const problems = product.tiers.flatMap((tier, index) => tierProblems(tier, `tiers.${index}`));
  if (product.tiers.length === 0) problems.push({ entry: 'tiers', problem: 'a product needs a tier.' });
  const repeated = [
    ...repeatedIn(product.tiers, ({ tierId }) => tierId, 'tierId'),
    ...repeatedIn(product.tiers, ({ rank }) => String(rank), 'rank'),
  ];
  return [...problems, ...repeated];
}

/**
 * The same on load.
 *
 * @throws BillingError `invalid_catalog`, naming the first entry and how many others there are.
 */
export function requireCatalog(product: Product): void {
  const [first, ...others] = problemsIn(product);
  if (!first) return;
  const more = others.length > 0 ? ` (${others.length} more)` : '';
  throw new BillingError('invalid_catalog', first.entry, `${first.problem}${more}`, 'Mend the entry and load again.');
}

function tierProblems(tier: Tier, entry: string): CatalogProblem[] {
  const { rank, minSeats, maxSeats, prices } = tier;
  const problems = prices.flatMap((price, index) => priceProblems(price, `${entry}.prices.${index}`));
  if (!Number.isSafeInteger(rank)) problems.push({ entry: `${entry}.rank`, problem: 'a rank is a whole number.' });
  if (!isSeatCount(minSeats))
    problems.push({ entry: `${entry}.minSeats`, problem: 'is not a number of seats from 1 on.' });
  if (!isSeatCount(maxSeats) || maxSeats < minSeats) {
    problems.push({ entry: `${entry}.maxSeats`, problem: 'is not a number of seats from minSeats on.' });
  }
  return problems;
}

function priceProblems(price: Price, entry: string): CatalogProblem[] {
  const { frequency, currency, bands, validFrom, validTo } = price;
  const problems = [
    ...unlessReadable(`${entry}.currency`, () => exponentOf(currency)),
    ...unlessReadable(`${entry}.validFrom`, () => requireDate(validFrom)),
    ...unlessReadable(`${entry}.validTo`, () => validTo !== undefined && requireDate(validTo)),
    ...bands.flatMap((band, index) => bandProblems(band, bands[index - 1], `${entry}.bands.${index}`)),
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

function bandProblems(band: PriceBand, before: PriceBand | undefined, entry: string): CatalogProblem[] {
  const problems = unlessReadable(`${entry}.unitPrice`, () => parseNotNegative(band.unitPrice));
  if (!isSeatCount(band.fromSeats) || band.fromSeats <= (before?.fromSeats ?? 0)) {
    problems.push({ entry: `${entry}.fromSeats`, problem: 'is not a number of seats above the band before.' });
  }
  return problems;
}

function repeatedIn(tiers: readonly Tier[], keyOf: (tier: Tier) => string, name: string): CatalogProblem[] {
  const keys = tiers.map(keyOf);
  return keys.flatMap((key, index) =>
    keys.indexOf(key) === index
      ? []
      : [{ entry: `tiers.${index}.${name}`, problem: `${quoted(key)} is taken by another tier.` }],
  );
}

function unlessReadable(entry: string, read: () => unknown): CatalogProblem[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof BillingError) return [{ entry, problem: error.what }];
    throw error;
  }
}

function isSeatCount(seats: number): boolean {
  return Number.isSafeInteger(seats) && seats >= 1;
}
