import { Exact, formatAmount, parseNotNegative, parsePayable } from './money';
import type { Amount, CurrencyCode, Quote } from './types';

export type Settlement = Pick<Quote, 'total' | 'balanceUsed' | 'dueToday' | 'toBalance'>;

/**
 * Shares a total between the account balance and the customer, so that
 * `total = dueToday + balanceUsed - toBalance` and `dueToday` is never negative.
 *
 * A negative total goes to the balance. A debt on the balance is collected with the order. Less than the minimum charge
 * is not collected: it becomes a debt on the balance (Stripe does the same below a card's minimum).
 *
 * @param balance positive in the customer's favour, negative for a debt.
 * @param minimumCharge the least that the gateway takes; absent for none.
 */
export function settle(
  total: Amount,
  balance: Amount,
  currency: CurrencyCode,
  minimumCharge: Amount = '0',
): Settlement {
  const wanted = parsePayable(total, currency, 'total');
  const available = parsePayable(balance, currency, 'balance');
  const minimum = parseNotNegative(minimumCharge, 'minimumCharge');
  if (wanted.isNegative()) return settlement(wanted, new Exact(0), new Exact(0), currency);
  const used = Exact.max(0, Exact.min(available, wanted));
  const debt = Exact.max(0, available.negated());
  const due = wanted.minus(used).plus(debt);
  return settlement(wanted, used, due.lessThan(minimum) ? new Exact(0) : due, currency);
}

function settlement(total: Exact, used: Exact, due: Exact, currency: CurrencyCode): Settlement {
  return {
    total: formatAmount(total, currency),
    balanceUsed: formatAmount(used, currency),
    dueToday: formatAmount(due, currency),
    toBalance: formatAmount(due.plus(used).minus(total), currency),
  };
}
