import { add, compare, negate, requireSameCurrency, sum } from './money';
import type { Amount, CurrencyCode, Quote, QuoteLine } from './types';

export type LedgerKind = QuoteLine['kind'] | 'vat' | 'payment' | 'refund' | 'hold' | 'hold_release' | 'adjustment';

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
  // What a person pays back leaves the balance now, so that it cannot be spent as well.
  const refund = posting(`${changeId}:refund`, 'refund', negate(quote.refundRequested ?? '0', currency), currency);
  return [...nonZero([...lines, payment, refund]), ...releasePostings(changeId, visit, quote)];
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

/** A place where a stored ledger does not add up. */
export interface LedgerDifference {
  sequence: number;
  reference: string;
  problem: 'sequence_gap' | 'duplicate_reference' | 'wrong_balance';
}

/** Recomputes a ledger, ordered by sequence, from its amounts alone; an exact ledger has no differences. */
export function differencesIn(entries: readonly LedgerEntry[], currency: CurrencyCode): LedgerDifference[] {
  const differences: LedgerDifference[] = [];
  const references = new Set<string>();
  let balance: Amount = '0';
  for (const [index, entry] of entries.entries()) {
    const found = (problem: LedgerDifference['problem']) =>
      differences.push({ sequence: entry.sequence, reference: entry.reference, problem });
    balance = add(balance, entry.amount, currency);
    if (entry.sequence !== index + 1) found('sequence_gap');
    if (references.has(entry.reference)) found('duplicate_reference');
    if (compare(entry.balanceAfter, balance) !== 0) found('wrong_balance');
    references.add(entry.reference);
  }
  return differences;
}

function posting(reference: string, kind: LedgerKind, amount: Amount, currency: CurrencyCode): LedgerPosting {
  return { reference, kind, amount, currency };
}

/** Entries that move nothing would only make the ledger longer. */
function nonZero(postings: readonly LedgerPosting[]): LedgerPosting[] {
  return postings.filter((movement) => compare(movement.amount, '0') !== 0);
}
