import { appendTo, holdPostings, type LedgerPosting } from '../../billing/ledger/ledger';
import { compare, Exact, formatAmount, negate } from '../../billing/money/amounts';
import type { CurrencyCode } from '../../billing/money/types';
import type { Quote } from '../../billing/quotes/types';
import type { Visit } from '../../machines/subscription-change/steps';
import type { Store } from '../../store/index';

const holdReference = ({ changeId, visit }: Visit): string => `${changeId}:hold:${visit}`;
const releaseReference = ({ changeId, visit }: Visit): string => `${changeId}:release:${visit}`;

/**
 * Takes the balance that a quote uses out of reach of other orders. Compare-and-set, so no two orders hold the same.
 *
 * @returns false when the balance does not suffice any more
 */
export function holdBalance(store: Store, visit: Visit, quote: Quote, at: Date): Promise<boolean> {
  const postings = holdPostings(visit.changeId, visit.visit, quote);
  return store.ledger.append({
    ...visit,
    at,
    references: postings.map(({ reference }) => reference),
    place: (head, isEntered) => {
      if (compare(head.balance, quote.balanceUsed) < 0) return null;
      return appendTo(head, missing(postings, isEntered), quote.currency);
    },
  });
}

/** Enters postings exactly once each, whatever the balance. */
export async function postToLedger(
  store: Store,
  visit: Visit,
  postings: readonly LedgerPosting[],
  currency: CurrencyCode,
  at: Date,
): Promise<void> {
  await store.ledger.append({
    ...visit,
    at,
    references: postings.map(({ reference }) => reference),
    place: (head, isEntered) => appendTo(head, missing(postings, isEntered), currency),
  });
}

/**
 * Gives back what a visit holds. Where it holds nothing, a hold of nothing takes the place of the one that a stale
 * attempt could still write, so that it never can.
 */
export async function releaseHold(store: Store, visit: Visit, currency: CurrencyCode, at: Date): Promise<void> {
  const nothing: LedgerPosting = {
    reference: holdReference(visit),
    kind: 'hold',
    amount: formatAmount(new Exact(0), currency),
    currency,
  };
  await postToLedger(store, visit, [nothing], currency, at);
  const held = await store.ledger.find(visit.tenantId, holdReference(visit));
  if (!held || compare(held.amount, '0') === 0) return;
  const back = { reference: releaseReference(visit), kind: 'hold_release' as const, currency: held.currency };
  await postToLedger(store, visit, [{ ...back, amount: negate(held.amount, held.currency) }], held.currency, at);
}

const missing = (postings: readonly LedgerPosting[], isEntered: (reference: string) => boolean): LedgerPosting[] =>
  postings.filter(({ reference }) => !isEntered(reference));
