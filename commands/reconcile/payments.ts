import type { Store } from '../../store/index';
import { isGiven, refundsOf, type StoredPayment } from '../../store/money/payments';
import type { Check, Difference } from './check';

const PAGE = 500;

/**
 * An order keeps at most one charge, nothing is refunded beyond what was charged, and the account's ledger has a payment
 * exactly where the order keeps one. Amounts of the ledger are held to the quote by the check of orders.
 */
export const PAYMENTS: Check = {
  subjects: 'orders with payments',
  async run(store, tell) {
    let count = 0;
    let open: StoredPayment[] = [];
    const close = async (): Promise<void> => {
      if (open.length === 0) return;
      count += 1;
      for (const difference of await differencesOf(store, open)) tell(difference);
      open = [];
    };
    // References begin with tenant and order, so the calls of one order come together.
    let page = await store.payments.listAfter('', PAGE);
    for (; page.length > 0; page = await store.payments.listAfter(page.at(-1)?.reference ?? '', PAGE)) {
      for (const payment of page) {
        if (open[0] !== undefined && !isOfSameOrder(open[0], payment)) await close();
        open.push(payment);
      }
    }
    await close();
    return count;
  },
};

const isOfSameOrder = (one: StoredPayment, other: StoredPayment): boolean =>
  one.tenantId === other.tenantId && one.changeId === other.changeId;

async function differencesOf(store: Store, payments: readonly StoredPayment[]): Promise<Difference[]> {
  const [{ tenantId = '', changeId = '' } = {}] = payments;
  const found = (problem: string): Difference => ({ tenantId, subject: `order ${changeId}`, problem });
  const charges = payments.filter(({ kind, status }) => kind === 'charge' && status === 'paid');
  const refunded = charges.map((charge) => ({ charge, amount: refundedOf(charge, payments) }));
  const differences = refunded
    .filter(({ charge, amount }) => amount > charge.amount)
    .map(({ charge, amount }) => found(`${charge.reference}: charged ${charge.amount}, refunded ${amount}`));
  const kept = refunded.filter(({ charge, amount }) => amount < charge.amount).map(({ charge }) => charge.reference);
  if (kept.length > 1) differences.push(found(`more than one charge is kept: ${kept.join(', ')}`));
  const order = await store.orders.find(tenantId, changeId);
  if (order === null || order.status === 'active') return differences;
  const entered = await store.ledger.find(tenantId, `${changeId}:payment`);
  // Made before the money had arrived, or paid by a way that only a person saw.
  const isExcused =
    payments.some(({ placedOnPending, status }) => placedOnPending || status === 'reversed') ||
    order.details.payment?.code === 'resolved_by_support';
  if (!isExcused && (entered !== null) !== kept.length > 0) {
    const [has, lacks] = entered === null ? ['the gateway', 'the ledger'] : ['the ledger', 'the gateway'];
    differences.push(found(`${has} has a payment that ${lacks} does not have`));
  }
  return differences;
}

/** By the gateway and by hand together. */
function refundedOf(charge: StoredPayment, payments: readonly StoredPayment[]): number {
  return refundsOf(charge, payments)
    .filter(isGiven)
    .reduce((sum, { amount }) => sum + amount, 0);
}
