import { epochMilliseconds } from '../calendar/calendar';
import { compare, requireSameCurrency, subtract, sum } from '../money/amounts';
import type { Amount } from '../money/types';
import type { AmountDifference, LineDifference, Quote, QuoteDifference, QuoteLine } from './types';

/** Whether a newer quote asks more of the customer, today or in total: only then is an expired quote shown again. */
export function wouldPayMore(before: Quote, after: Quote): boolean {
  requireSameCurrency(before.currency, after.currency, 'currency');
  return compare(after.dueToday, before.dueToday) > 0 || compare(after.total, before.total) > 0;
}

/** Whether a quote has run out at an instant; its last second still counts as valid. */
export function hasExpired({ expiresAt }: Pick<Quote, 'expiresAt'>, at: string): boolean {
  return epochMilliseconds(at) > epochMilliseconds(expiresAt, 'expiresAt');
}

/**
 * Compares a quote with the newer one that replaces it. A subscription that moved is always asked again, since an
 * absolute seat count from a stale page may have become a removal; so is a cart, since nobody saw what it holds now.
 *
 * @throws BillingError `currency_mismatch` when the quotes are not in one currency.
 */
export function differenceOf(before: Quote, after: Quote): QuoteDifference {
  const versions = new Map(before.changes.map((change) => [change.subscriptionId, change.subscriptionVersion]));
  const movedSubscriptions = after.changes
    .filter(
      ({ subscriptionId, subscriptionVersion }) =>
        (versions.get(subscriptionId) ?? subscriptionVersion) !== subscriptionVersion,
    )
    .map(({ subscriptionId }) => subscriptionId);
  const cartMoved = before.includesCart && after.includesCart && before.cartVersion !== after.cartVersion;
  const costsMore = wouldPayMore(before, after) ? 'would_pay_more' : 'none';
  return {
    previousQuoteId: before.quoteId,
    total: amountDifference(before.total, after.total, after.currency),
    dueToday: amountDifference(before.dueToday, after.dueToday, after.currency),
    lines: changedLines(before.lines, after.lines, after.currency),
    movedSubscriptions,
    askAgain: movedSubscriptions.length > 0 ? 'subscription_moved' : cartMoved ? 'cart_moved' : costsMore,
  };
}

/** Lines that came, went or have another amount, VAT included, in the order of the newer quote and then the older one. */
function changedLines(before: readonly QuoteLine[], after: readonly QuoteLine[], currency: string): LineDifference[] {
  const grossOf = (lines: readonly QuoteLine[]) =>
    new Map(lines.map(({ lineId, net, vat }) => [lineId, sum([net, vat], currency)]));
  const [older, newer] = [grossOf(before), grossOf(after)];
  return [...new Set([...newer.keys(), ...older.keys()])].flatMap((lineId) => {
    const difference = { lineId, before: older.get(lineId) ?? null, after: newer.get(lineId) ?? null };
    return difference.before === difference.after ? [] : [difference];
  });
}

function amountDifference(before: Amount, after: Amount, currency: string): AmountDifference {
  return { before, after, difference: subtract(after, before, currency) };
}
