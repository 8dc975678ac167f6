import type { CurrencyCode } from '../../billing/money/types';
import type { Quote, QuotedChange } from '../../billing/quotes/types';
import type { Visit } from '../../machines/subscription-change/steps';
import type { Tools } from './dependencies';
import { releaseHold } from './holds';
import { chargeReference } from './references';

/** The changes of an order, always in the same order: its first subscription decides whether the order was committed. */
export function changesInOrder({ changes }: Quote): QuotedChange[] {
  return [...changes].sort((left, right) => (left.subscriptionId < right.subscriptionId ? -1 : 1));
}

/**
 * Ends a visit of placing an order: its reservations go, the balance it held comes back, and whatever of it is still
 * under way can neither reserve, hold, send the charge nor commit any more. Doing it again changes nothing.
 */
export async function endPlacing(
  { store, clock }: Tools,
  visit: Visit,
  subscriptionIds: readonly string[],
  currency: CurrencyCode,
): Promise<void> {
  // Visits count from 1: this order was never placed.
  if (visit.visit < 1) return;
  const { tenantId, accountId, changeId } = visit;
  for (const subscriptionId of subscriptionIds) {
    await store.subscriptions.endPlacing({ tenantId, subscriptionId, changeId, visit: visit.visit });
  }
  await store.carts.letGo(tenantId, accountId, { changeId, visit: visit.visit });
  await releaseHold(store, visit, currency, clock());
  const charge = { tenantId, accountId, changeId, kind: 'charge', reference: chargeReference(visit) } as const;
  await store.payments.close({ ...charge, amount: 0, currency, method: '' }, clock());
}
