import { orderPostings } from '../../billing/ledger/ledger';
import { subscriptionAfter } from '../../billing/quotes/subscription-after';
import { seatsAddedBy } from '../../machines/subscription-change/delivery/delivery';
import type { Applied, ApplyInput, ApplyOutput, Visit } from '../../machines/subscription-change/steps';
import { confirm } from '../mail/notify';
import { startReview } from '../payment/review';
import { tellOfFewerSeats } from '../seats/follow-up';
import { cartItemIds } from '../shared/cart-items';
import type { Tools } from '../shared/dependencies';
import { passing } from '../shared/failures';
import { postToLedger } from '../shared/holds';
import { type BuyingAccount, customerOf } from '../shared/order-facts';
import { changesInOrder } from '../shared/placing';
import { chargeReference } from '../shared/references';
import { openItem, refundRequest } from '../shared/support-items';

/**
 * The commit. The compare-and-set on the order's first subscription decides; from there the order only goes forward,
 * and every attempt does what an earlier one left undone.
 */
export async function apply(tools: Tools, input: ApplyInput): Promise<ApplyOutput> {
  const { answer, customer } = await make(tools, input);
  return answer.status === 'applied' ? confirmedAtOnce(tools, input, { answer, customer }) : answer;
}

/** Makes the order and tells nobody. */
export async function applyOrder(tools: Tools, input: ApplyInput): Promise<ApplyOutput> {
  return (await make(tools, input)).answer;
}

/**
 * Tells the customer in the same breath, which saves a step. Where that fails the commit still stands, and telling them is a
 * step of its own with patience of its own.
 */
async function confirmedAtOnce(
  tools: Tools,
  input: ApplyInput,
  { answer, customer }: { answer: Applied; customer: BuyingAccount },
): Promise<ApplyOutput> {
  try {
    await tools.pauseAt('apply:confirming');
    await confirm(tools, input, customer);
    return { ...answer, confirmed: true };
  } catch {
    return answer;
  }
}

async function make(tools: Tools, input: ApplyInput): Promise<{ answer: ApplyOutput; customer: BuyingAccount }> {
  const { quote } = input;
  // Read beside the commit, which needs nothing of it.
  const [customer, isCommitted] = await Promise.all([customerOf(tools.store, input), commit(tools, input)]);
  if (!isCommitted) return { answer: { status: 'reservation_lost' }, customer };
  await applyToBooks(tools, input);
  tellOfFewerSeats(tools, input, quote);
  const way = customer.settings.fulfilment[customer.account?.kind ?? 'standard'];
  const fulfilment = way === 'local' ? 'done' : 'needed';
  return { answer: { status: 'applied', fulfilment, seatsAdded: seatsAddedBy(quote) }, customer };
}

/** @returns false when the first subscription is not reserved for this visit any more, so that nothing was changed */
async function commit(tools: Tools, { tenantId, changeId, visit, quote }: ApplyInput): Promise<boolean> {
  const { store, pauseAt } = tools;
  await pauseAt('apply:started');
  for (const [index, { subscriptionId, agreed }] of changesInOrder(quote).entries()) {
    const place = { tenantId, subscriptionId, changeId, visit };
    const result = await store.subscriptions.commit(
      place,
      (found) => subscriptionAfter(found, quote),
      agreed?.takenOut,
    );
    if (result === 'reservation_lost' && index === 0) return false;
    if (result === 'reservation_lost') throw passing('LaterReservationLost', 'A committed order lost a reservation.');
    await pauseAt('apply:committed');
  }
  return true;
}

/** Writes the consequences of an order that is made: its movements in the ledger, and the work it leaves for others. */
async function applyToBooks(tools: Tools, input: ApplyInput): Promise<void> {
  const { store, clock, pauseAt } = tools;
  const { tenantId, accountId, changeId, visit, quote, payment } = input;
  const isOnItsWay = payment?.status === 'pending' && payment.mayPlace === true;
  const paid = payment?.status === 'paid' || isOnItsWay ? quote.dueToday : '0';
  await postToLedger(store, input, orderPostings(changeId, visit, quote, paid), quote.currency, clock());
  await pauseAt('apply:posted');
  if (isOnItsWay) await followUp(tools, input);
  if (payment?.code === 'resolved_by_support')
    await store.payments.noteDecided(tenantId, chargeReference(input), clock());
  await askForRefund(tools, input);
  const itemIds = cartItemIds(quote);
  if (itemIds.length > 0) await store.carts.takeOut(tenantId, accountId, changeId, itemIds);
  await savePaymentMethod(tools, input);
}

/** The order is made before its money has arrived: from here on somebody else looks whether it does. */
async function followUp(tools: Tools, visit: Visit): Promise<void> {
  const { tenantId } = visit;
  const reference = chargeReference(visit);
  await tools.store.payments.notePlacedOnPending(tenantId, reference);
  await startReview(tools, { tenantId, reference });
}

/** Money that the seller pays back is paid by a person; the ledger has set it aside. */
async function askForRefund(tools: Tools, { tenantId, changeId, quote }: ApplyInput): Promise<void> {
  const { refundRequested } = quote;
  if (refundRequested === undefined) return;
  await openItem(tools, tenantId, refundRequest(changeId, changeId, quote, refundRequested));
}

/** Payment details given in an order are kept for the next one, once the order has been made. */
async function savePaymentMethod({ store }: Tools, { tenantId, accountId, changeId }: Visit): Promise<void> {
  const paymentMethod = await store.payments.latestMethod(tenantId, changeId);
  if (paymentMethod !== null) await store.accounts.savePaymentMethod(tenantId, accountId, paymentMethod);
}
