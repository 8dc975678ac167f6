import { epochMilliseconds } from './calendar';
import { compare, requireSameCurrency, subtract } from './money';
import type { Amount, Quote } from './types';

/** Whether a newer quote asks more of the customer, today or in total: only then is an expired quote shown again. */
export function wouldPayMore(before: Quote, after: Quote): boolean {
  requireSameCurrency(before.currency, after.currency, 'currency');
  return compare(after.dueToday, before.dueToday) > 0 || compare(after.total, before.total) > 0;
}

/** Whether a quote has run out at an instant; its last second still counts as valid. */
export function hasExpired({ expiresAt }: Pick<Quote, 'expiresAt'>, at: string): boolean {
  return epochMilliseconds(at) > epochMilliseconds(expiresAt, 'expiresAt');
}

/** One amount of two quotes: `difference` is after less before, so positive means more to pay. */
export interface AmountDifference {
  before: Amount;
  after: Amount;
  difference: Amount;
}

export interface QuoteDifference {
  total: AmountDifference;
  dueToday: AmountDifference;
  /** Subscriptions whose facts changed between the two quotes: then the customer is always asked again. */
  movedSubscriptions: string[];
  /** Why the newer quote must be shown, or nothing when the order may go on with it. */
  askAgain: 'would_pay_more' | 'subscription_moved' | 'none';
}

/**
 * Compares a quote with the newer one that replaces it. A subscription that moved is always asked again, since an
 * absolute seat count from a stale page may have become a removal.
 *
 * @throws BillingError `currency_mismatch` when the quotes are not in one currency.
 */
export function differenceOf(before: Quote, after: Quote): QuoteDifference {
  const versions = new Map(before.changes.map((change) => [change.subscriptionId, change.subscriptionVersion]));
  const movedSubscriptions = after.changes
    .filter(({ subscriptionId, subscriptionVersion }) => versions.get(subscriptionId) !== subscriptionVersion)
    .map(({ subscriptionId }) => subscriptionId);
  const costsMore = wouldPayMore(before, after) ? 'would_pay_more' : 'none';
  return {
    total: amountDifference(before.total, after.total, after.currency),
    dueToday: amountDifference(before.dueToday, after.dueToday, after.currency),
    movedSubscriptions,
    askAgain: movedSubscriptions.length > 0 ? 'subscription_moved' : costsMore,
  };
}

function amountDifference(before: Amount, after: Amount, currency: string): AmountDifference {
  return { before, after, difference: subtract(after, before, currency) };
}
