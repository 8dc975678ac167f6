import { orderDifferences } from '../../billing/ledger/ledger';
import type { OrderView } from '../../workflows/contract';
import type { Check } from './check';

const PAGE = 200;

/** An order that was made has entered exactly what its quote says, any other one nothing, and none still holds balance. */
export const ORDERS: Check = {
  subjects: 'orders that are over',
  async run({ orders, ledger }, tell) {
    let count = 0;
    let page = await orders.listEnded(PAGE);
    for (; page.length > 0; page = await orders.listEnded(PAGE, page.at(-1)?.details)) {
      for (const view of page) {
        const { tenantId, changeId } = view.details;
        const entries = await ledger.ofChange(tenantId, changeId);
        for (const { reference, expected, found } of orderDifferences(changeId, appliedOf(view), entries)) {
          tell({
            tenantId,
            subject: `order ${changeId}`,
            problem: `${reference}: expected ${expected}, found ${found}`,
          });
        }
      }
      count += page.length;
    }
    return count;
  },
};

function appliedOf({ state, details: { quote, payment } }: OrderView): Parameters<typeof orderDifferences>[1] {
  if (state !== 'completed' || quote === null) return undefined;
  // Made while the money was on its way, it is entered all the same; should it not arrive, a reversal is.
  const isEntered = payment?.status === 'paid' || payment?.mayPlace === true;
  return { quote, paid: isEntered ? quote.dueToday : '0' };
}
