import { parsePayable, sum, toMinorUnits } from '../money/amounts';
import { exponentOf } from '../money/currency';
import { BillingError, quoted } from '../money/errors';
import { vatFactorOf } from '../money/percent';
import type { CurrencyCode } from '../money/types';
import type { BilledLine, CartItem } from './types';

/** Something in stored or given facts that could not be priced, at the entry that holds it: "billedLines.0.amount". */
export interface FactProblem {
  entry: string;
  problem: string;
}

type CheckedLine = Pick<BilledLine, 'amount' | 'credited'> & Partial<Pick<BilledLine, 'lineId' | 'vatPercent'>>;

/** Every problem of the lines that a subscription was billed; a quote could not be made from a line with one. */
export function problemsInBilledLines(lines: readonly CheckedLine[], currency: CurrencyCode): FactProblem[] {
  const named = lines.flatMap(({ lineId }) => lineId ?? []);
  return [
    ...lines.flatMap(({ amount, credited, vatPercent }, index) => [
      ...unlessReadable(`billedLines.${index}.amount`, () => parsePayable(amount, currency)),
      ...unlessReadable(`billedLines.${index}.credited`, () => parsePayable(credited, currency)),
      ...unlessReadable(`billedLines.${index}.vatPercent`, () => vatPercent !== undefined && vatFactorOf(vatPercent)),
    ]),
    // A credit names the line it takes back, and the ledger enters a name once.
    ...repeatedIn(named, (index) => `billedLines.${index}.lineId`),
  ];
}

/** The same of the items in a cart. */
export function problemsInItems(items: readonly CartItem[], currency: CurrencyCode): FactProblem[] {
  const unreadable = items.flatMap(({ amount }, index) =>
    unlessReadable(`items.${index}.amount`, () => parsePayable(amount, currency)),
  );
  const repeated = repeatedIn(
    items.map(({ itemId }) => itemId),
    (index) => `items.${index}.itemId`,
  );
  const tooMuch = unreadable.length > 0 ? [] : unlessReadable('items', () => requireChargeable(items, currency));
  return [...unreadable, ...repeated, ...tooMuch];
}

/** Each amount may be fine and all of them more than a gateway can be asked for; as much again is room for VAT. */
function requireChargeable(items: readonly CartItem[], currency: CurrencyCode): void {
  const amounts = items.map(({ amount }) => amount);
  toMinorUnits(sum([...amounts, ...amounts], currency), currency);
}

export function problemsInCurrency(currency: CurrencyCode, entry = 'currency'): FactProblem[] {
  return unlessReadable(entry, () => exponentOf(currency));
}

/** The mistake in an entry, if reading it throws. */
export function unlessReadable(entry: string, read: () => unknown): FactProblem[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof BillingError) return [{ entry, problem: error.what }];
    throw error;
  }
}

/** Keys that an earlier one has taken, each at its entry. */
export function repeatedIn(keys: readonly string[], entryOf: (index: number) => string): FactProblem[] {
  return keys.flatMap((key, index) =>
    keys.indexOf(key) === index
      ? []
      : [{ entry: entryOf(index), problem: `${quoted(key)} is taken by an earlier one.` }],
  );
}
