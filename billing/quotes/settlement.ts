import type { NEGATIVE_TOTALS, WHEN_TO_BILL } from '../facts/types';
import { Exact, formatAmount, parseNotNegative, parsePayable } from '../money/amounts';
import type { Amount, CurrencyCode } from '../money/types';
import type { Quote } from './types';

export type Settlement = Pick<
  Quote,
  'total' | 'balanceUsed' | 'dueToday' | 'toBalance' | 'refundRequested' | 'billedLater'
>;

/** The seller's rules of collecting and giving back; no part of a proration policy. */
export interface SettlementRules {
  /** The least that the gateway takes, in major units; absent for none. */
  minimumCharge?: Amount;
  /** `with_next_bill` asks nothing today: the total waits as a debt on the balance (Stripe's create_prorations). */
  whenToBill?: (typeof WHEN_TO_BILL)[number];
  /** `refund_request` asks a person to pay a negative total back instead of leaving it as credit. */
  negativeTotal?: (typeof NEGATIVE_TOTALS)[number];
}

/**
 * Shares a total between the account balance and the customer, so that
 * `total = dueToday + balanceUsed - toBalance - refundRequested` and `dueToday` is never negative.
 *
 * A negative total goes to the balance, or is paid back once it has covered a debt there. A debt on the balance is
 * collected with the order. Less than the minimum charge is not collected: it becomes a debt on the balance (Stripe does
 * the same below a card's minimum).
 *
 * @param balance positive in the customer's favour, negative for a debt.
 */
export function settle(
  total: Amount,
  balance: Amount,
  currency: CurrencyCode,
  rules: SettlementRules = {},
): Settlement {
  const wanted = parsePayable(total, currency, 'total');
  const available = parsePayable(balance, currency, 'balance');
  const minimum = parseNotNegative(rules.minimumCharge ?? '0', 'minimumCharge');
  const debt = Exact.max(0, available.negated());
  if (wanted.isNegative()) return givenBack(wanted, debt, currency, rules);
  if (rules.whenToBill === 'with_next_bill' && !wanted.isZero()) {
    return { ...settlement(wanted, new Exact(0), new Exact(0), currency), billedLater: true };
  }
  const used = Exact.max(0, Exact.min(available, wanted));
  const due = wanted.minus(used).plus(debt);
  return settlement(wanted, used, due.lessThan(minimum) ? new Exact(0) : due, currency);
}

function givenBack(total: Exact, debt: Exact, currency: CurrencyCode, { negativeTotal }: SettlementRules): Settlement {
  const nothing = new Exact(0);
  const refund = negativeTotal === 'refund_request' ? Exact.max(0, total.negated().minus(debt)) : nothing;
  if (refund.isZero()) return settlement(total, nothing, nothing, currency);
  const kept = settlement(total.plus(refund), nothing, nothing, currency);
  return { ...kept, total: formatAmount(total, currency), refundRequested: formatAmount(refund, currency) };
}

function settlement(total: Exact, used: Exact, due: Exact, currency: CurrencyCode): Settlement {
  return {
    total: formatAmount(total, currency),
    balanceUsed: formatAmount(used, currency),
    dueToday: formatAmount(due, currency),
    toBalance: formatAmount(due.plus(used).minus(total), currency),
  };
}
