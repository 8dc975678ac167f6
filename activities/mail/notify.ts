import { explain, orderText } from '../../billing/explanation/explanation';
import { type Readership, readableTime } from '../../billing/explanation/messages';
import type { RemindInput } from '../../machines/seat-follow-up/steps';
import type { ConfirmInput, RemindCustomerInput, TellCustomerInput } from '../../machines/subscription-change/steps';
import { receiptOf } from '../../receipts/receipt';
import { receiptHtml } from '../../receipts/receipt-html';
import { chargedKind } from '../../store/money/payments';
import type { Tools } from '../shared/dependencies';
import { type BuyingAccount, customerOf } from '../shared/order-facts';
import { orderPage, seatsPage } from '../shared/pages';
import { agreedNotMade, openItem } from '../shared/support-items';
import { mail } from './outbox';

/**
 * Tells the customer what was bought, once however often it is asked for.
 *
 * @param known who was read a moment ago; read when left out
 */
export async function confirm(tools: Tools, input: ConfirmInput, known?: BuyingAccount): Promise<void> {
  const { changeId, quote, purchaseOrder, vatNumber } = input;
  const { account, settings } = known ?? (await customerOf(tools.store, input));
  if (!account) return;
  const { seller, branding } = settings;
  const methodKind = chargedKind(await tools.store.payments.listOfChange(account.tenantId, changeId));
  const bought = {
    ...{ changeId, account, seller, branding, quote, purchaseOrder, vatNumber, methodKind },
    invoiceNumbers: [],
    vatCredits: [],
  };
  await mail(tools, account, {
    key: `${changeId}:confirmed`,
    kind: 'confirmed',
    // The arithmetic of what was bought, in the very sentences that the API shows.
    facts: (reader) => ({
      changeId,
      explanation: orderText(explain(quote, reader)),
      purchaseOrder: purchaseOrder ?? 'none',
    }),
    html: (reader) => receiptHtml(receiptOf(bought, reader)),
    page: orderPage(changeId),
    settings,
  });
}

/** Tells the billing contacts what became of their order, and support where somebody has to see to it. */
export async function tellCustomer(tools: Tools, input: TellCustomerInput): Promise<void> {
  const { tenantId, accountId, changeId, visit, about } = input;
  if (about === 'agreedNotMade') await openItem(tools, tenantId, agreedNotMade(input));
  const account = await tools.store.accounts.find(tenantId, accountId);
  if (!account) return;
  await mail(tools, account, {
    key: `${changeId}:${about}:${visit}`,
    kind: about,
    facts: () => ({ changeId }),
    page: orderPage(changeId),
  });
}

/** Reminds the billing contacts of an order, or of its payment, that waits for them. */
export async function remindCustomer(tools: Tools, input: RemindCustomerInput): Promise<void> {
  const { tenantId, accountId, changeId, reminder, link, until } = input;
  const account = await tools.store.accounts.find(tenantId, accountId);
  if (!account) return;
  const about = { key: `${changeId}:reminder:${reminder}`, page: orderPage(changeId) };
  if (link === null) await mail(tools, account, { ...about, kind: 'orderWaiting', facts: () => ({ changeId }) });
  else {
    const facts = (reader: Readership) => ({
      ...{ changeId, link },
      until: until === null ? '' : readableTime(until, reader),
    });
    await mail(tools, account, { ...about, kind: 'paymentWaiting', facts });
  }
}

/** Reminds the people of an account of seats that nobody uses yet. */
export async function remind(tools: Tools, input: RemindInput): Promise<void> {
  const { tenantId, subscriptionId, reminder, unassigned, stream } = input;
  const subscription = await tools.store.subscriptions.find(input);
  const account = subscription && (await tools.store.accounts.find(tenantId, subscription.accountId));
  if (!account) return;
  const recipients = [...new Set([...account.billingContactIds, ...account.seatAdminIds])];
  // A stream that comes back to the same number of seats is another purchase, so its reminders are new ones.
  const key = `${stream}:v${subscription.version}:reminder:${reminder}`;
  const facts = () => ({ subscriptionId, unassigned });
  await mail(tools, account, { key, kind: 'reminder', facts, page: seatsPage(subscriptionId) }, recipients);
}
