import { add, compare, Exact, negate, requireSameCurrency, sum } from '../money/amounts';
import { BillingError } from '../money/errors';
import type { Amount, CurrencyCode } from '../money/types';
import type { Quote } from '../quotes/types';

/** What moves a balance: each kind has a word in `locales/`. */
export const LEDGER_KINDS = [
  'credit',
  'charge',
  'cart_item',
  'vat',
  'vat_credit',
  'payment',
  'payment_reversal',
  'payment_restored',
  'refund',
  'hold',
  'hold_release',
  'adjustment',
] as const;
type LedgerKind = (typeof LEDGER_KINDS)[number];

/** One movement of an account's balance: positive in the customer's favour, so a charge is negative. */
export interface LedgerPosting {
  /** Unique in the ledger, and the same however often the step that posts it is run: `{changeId}:...`. */
  reference: string;
  kind: LedgerKind;
  amount: Amount;
  currency: CurrencyCode;
}

/** A posting at its place: `sequence` counts from 1 without gaps, so that an insert is a compare-and-set. */
export interface LedgerEntry extends LedgerPosting {
  sequence: number;
  balanceAfter: Amount;
}

/** Where an account's ledger ends. */
export interface LedgerHead {
  sequence: number;
  balance: Amount;
}

/**
 * Takes the balance that a quote uses out of reach of other orders while this one is placed. Nothing when none is used.
 *
 * @param visit the decision that entered the step, so that a second reservation of the order has its own reference.
 */
export function holdPostings(changeId: string, visit: number, quote: Quote): LedgerPosting[] {
  return nonZero([
    posting(`${changeId}:hold:${visit}`, 'hold', negate(quote.balanceUsed, quote.currency), quote.currency),
  ]);
}

/** Gives a hold back: on its own when an order is released, and among `orderPostings` when it is applied. */
export function releasePostings(changeId: string, visit: number, quote: Quote): LedgerPosting[] {
  return nonZero([posting(`${changeId}:release:${visit}`, 'hold_release', quote.balanceUsed, quote.currency)]);
}

/**
 * Everything an applied order moves: each line, its VAT, the payment and the release of the hold. Posted after the hold
 * of the same visit, it leaves the old balance, less what was used of it, plus what the order put on it.
 *
 * @param paid what the customer really paid, normally the quote's `dueToday`.
 */
export function orderPostings(changeId: string, visit: number, quote: Quote, paid: Amount): LedgerPosting[] {
  const { currency } = quote;
  const lines = quote.lines.flatMap((line) => [
    posting(`${changeId}:line:${line.lineId}`, line.kind, negate(line.net, currency), currency),
    posting(`${changeId}:vat:${line.lineId}`, 'vat', negate(line.vat, currency), currency),
  ]);
  const payment = posting(`${changeId}:payment`, 'payment', paid, currency);
  // Money that a person pays back leaves the balance at once, so that it cannot be spent as well.
  const refund = posting(`${changeId}:refund`, 'refund', negate(quote.refundRequested ?? '0', currency), currency);
  return [...nonZero([...lines, payment, refund]), ...releasePostings(changeId, visit, quote)];
}

/**
 * The postings that bring an order's ledger in line with money that was taken back from its payment, or came back: one posting, or
 * none where nothing has changed. Each has a number of its own, so an order may lose its payment more than once.
 *
 * @param entries of this order
 * @param lost what is taken back in all, as things stand; "0" once everything has come back
 */
export function reversalPostings(
  changeId: string,
  entries: readonly LedgerPosting[],
  lost: Amount,
  currency: CurrencyCode,
): LedgerPosting[] {
  const moved = entries.filter(({ kind }) => kind === 'payment_reversal' || kind === 'payment_restored');
  const open = add(lost, balanceOf(moved, currency), currency);
  const kind = compare(open, '0') > 0 ? 'payment_reversal' : 'payment_restored';
  const count = moved.filter((entry) => entry.kind === kind).length + 1;
  const reference = `${changeId}:${kind}${count === 1 ? '' : `:${count}`}`;
  return nonZero([posting(reference, kind, negate(open, currency), currency)]);
}

/**
 * Puts postings at the end of a ledger.
 *
 * @throws BillingError `currency_mismatch` when a posting is not in the ledger's currency.
 */
export function appendTo(head: LedgerHead, postings: readonly LedgerPosting[], currency: CurrencyCode): LedgerEntry[] {
  let { sequence, balance } = head;
  return postings.map((movement) => {
    requireSameCurrency(currency, movement.currency, movement.reference);
    sequence += 1;
    balance = add(balance, movement.amount, currency);
    return { ...movement, sequence, balanceAfter: balance };
  });
}

/** The balance that the entries add up to, "0.00" for none; `balanceAfter` is not trusted. */
export function balanceOf(entries: readonly LedgerPosting[], currency: CurrencyCode): Amount {
  for (const entry of entries) requireSameCurrency(currency, entry.currency, entry.reference);
  return sum(
    entries.map((entry) => entry.amount),
    currency,
  );
}

/** A place where a stored ledger does not add up, with what it should have been and what it is. */
export interface LedgerDifference {
  sequence: number;
  reference: string;
  problem: 'sequence_gap' | 'duplicate_reference' | 'wrong_balance' | 'other_currency' | 'unreadable_amount';
  expected: string | number;
  found: string | number;
}

/** The part of a stored entry that is compared. */
export type StoredEntry = Omit<LedgerEntry, 'kind'>;

const ZERO = new Exact(0);
const NOTHING_YET: LedgerHead = { sequence: 0, balance: '0' };

/**
 * Recomputes a ledger, ordered by sequence: each entry must follow from the one before it and the first one from the
 * head given, so an exact ledger has no differences and a fault is told where it is. The currency is that of the first
 * entry. Nothing is trusted: what cannot be read is a difference and no error.
 */
export function differencesIn(entries: readonly StoredEntry[], head = NOTHING_YET): LedgerDifference[] {
  const currency = entries[0]?.currency ?? '';
  const references = new Set<string>();
  return entries.flatMap((entry, index) => {
    const before = entries[index - 1] ?? { sequence: head.sequence, balanceAfter: head.balance };
    const { sequence, reference } = entry;
    const differences: LedgerDifference[] = [];
    const expect = (problem: LedgerDifference['problem'], expected: string | number, found: string | number): void => {
      if (expected !== found) differences.push({ sequence, reference, problem, expected, found });
    };
    expect('sequence_gap', before.sequence + 1, sequence);
    expect('other_currency', currency, entry.currency);
    if (references.has(reference)) expect('duplicate_reference', 'a reference of its own', reference);
    references.add(reference);
    try {
      expect('wrong_balance', add(before.balanceAfter, entry.amount, currency), sum([entry.balanceAfter], currency));
    } catch (error) {
      if (!(error instanceof BillingError)) throw error;
      expect('unreadable_amount', error.next, `${entry.amount}, ${entry.balanceAfter}`);
    }
    return differences;
  });
}

/** The references that the ledger should hold of one order and does not. */
export interface OrderDifference {
  reference: string;
  expected: Amount;
  found: Amount;
}

/**
 * Compares what an order that is over entered with what it should have: an applied one each of its lines, their VAT and
 * what was paid; any other one nothing of that. Whatever it held must have been given back.
 *
 * @param applied the quote it was made with and what was paid; absent for an order that was not made
 * @param entries of this order; those that follow it up later, such as a credit of VAT, are not looked at
 */
export function orderDifferences(
  changeId: string,
  applied: { quote: Quote; paid: Amount } | undefined,
  entries: readonly StoredEntry[],
): OrderDifference[] {
  const postings = applied ? orderPostings(changeId, 0, applied.quote, applied.paid) : [];
  const expected = new Map(postings.map(({ reference, amount }) => [reference, amount]));
  expected.delete(`${changeId}:release:0`);
  const found = new Map<string, Amount>();
  let held = ZERO;
  for (const { reference, amount } of entries) {
    if (reference.startsWith(`${changeId}:hold:`) || reference.startsWith(`${changeId}:release:`))
      held = held.plus(amount);
    else if (OF_AN_ORDER.test(reference.slice(changeId.length))) found.set(reference, amount);
  }
  const moved = [...new Set([...expected.keys(), ...found.keys()])].map((reference) => ({
    reference,
    expected: expected.get(reference) ?? '0',
    found: found.get(reference) ?? '0',
  }));
  const kept = { reference: `${changeId}:hold`, expected: '0', found: held.toFixed() };
  return [...moved, kept].filter((each) => compare(each.expected, each.found) !== 0);
}

/** References of what `orderPostings` enters. */
const OF_AN_ORDER = /^:(line|vat):|^:(payment|refund)$/;

function posting(reference: string, kind: LedgerKind, amount: Amount, currency: CurrencyCode): LedgerPosting {
  return { reference, kind, amount, currency };
}

/** Entries that move nothing would only make the ledger longer. */
function nonZero(postings: readonly LedgerPosting[]): LedgerPosting[] {
  return postings.filter((movement) => compare(movement.amount, '0') !== 0);
}
