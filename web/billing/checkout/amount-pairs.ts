import type { Schemas } from '../../shared/api/api-types';

type Quote = Schemas['Quote'];
type Money = Schemas['Money'];

/** An amount as it was and as it is; null where one of the quotes has no such line. */
export interface AmountPair {
  name: string;
  before: Money | null;
  after: Money | null;
}

/** What the sums are called. */
interface SumNames {
  total: string;
  due: string;
}

/** What is not the same in two quotes: their lines by the name they have, the tax, and then the sums. */
export function pairsOfQuotes(before: Quote, after: Quote, { total, due }: SumNames): AmountPair[] {
  const names = new Set([...before.lines, ...after.lines].map(({ name }) => name));
  const named = (quote: Quote, name: string): Money | null =>
    quote.lines.find((line) => line.name === name)?.net ?? null;
  return onlyMoved([
    ...[...names].map((name) => ({ name, before: named(before, name), after: named(after, name) })),
    { name: after.explanation.tax, before: before.vat, after: after.vat },
    ...sums(
      { name: total, before: before.total, after: after.total },
      { name: due, before: before.dueToday, after: after.dueToday },
    ),
  ]);
}

/** The same by what the API says of the quote before; a line that is gone has no name any more, and the total tells of it. */
export function pairsOfDifference(
  { lines, total, dueToday }: Schemas['QuoteDifference'],
  quote: Quote,
  names: SumNames,
): AmountPair[] {
  const nameOf = new Map(quote.lines.map(({ lineId, name }) => [lineId, name]));
  const known = lines.flatMap(({ lineId, before, after }): AmountPair[] => {
    const name = nameOf.get(lineId);
    return name === undefined ? [] : [{ name, before, after }];
  });
  return onlyMoved([...known, ...sums({ name: names.total, ...total }, { name: names.due, ...dueToday })]);
}

/** A total that is what is due need not be told twice. */
const sums = (total: AmountPair, due: AmountPair): AmountPair[] =>
  total.before?.amount === due.before?.amount && total.after?.amount === due.after?.amount ? [due] : [total, due];

const onlyMoved = (pairs: readonly AmountPair[]): AmountPair[] =>
  pairs.filter(({ before, after }) => before?.amount !== after?.amount);
