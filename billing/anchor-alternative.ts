import type { AnchorRule } from './policy';
import { quoteChanges } from './quote';
import type { QuoteInput } from './quote-input';
import type { Quote } from './types';

/** What an order would come to with the other choice of anchor, side by side with the quote. */
export interface AnchorAlternative {
  anchor: 'kept' | 'reset';
  net: Quote['net'];
  total: Quote['total'];
  dueToday: Quote['dueToday'];
  toBalance: Quote['toBalance'];
  nextBills: { subscriptionId: string; date: string; net: string }[];
}

/**
 * Prices the same order as if the billing date stayed where the policy moves it, or moved where the policy keeps it.
 * It is never placed: it answers why a quote is what it is.
 *
 * @throws BillingError as `quoteChanges` does.
 */
export function alternativeTo(input: QuoteInput): AnchorAlternative {
  const anchor: AnchorRule = input.policy.anchor === 'reset' ? 'keep' : 'reset';
  const { net, total, dueToday, toBalance, changes } = quoteChanges({ ...input, policy: { ...input.policy, anchor } });
  const nextBills = changes.map(({ subscriptionId, nextBillDate, nextBillNet }) => ({
    subscriptionId,
    date: nextBillDate,
    net: nextBillNet,
  }));
  return { anchor: anchor === 'reset' ? 'reset' : 'kept', net, total, dueToday, toBalance, nextBills };
}
