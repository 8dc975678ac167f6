import { explainMade, sentencesOf } from '../../billing/explanation/explanation';
import { type Readership, readableAmount, readableTime } from '../../billing/explanation/messages';
import { fromGatewayUnits } from '../../gateways/payment/minor-units';
import type { RemindInput } from '../../machines/seat-follow-up/steps';
import type { ConfirmInput, RemindCustomerInput, TellCustomerInput } from '../../machines/subscription-change/steps';
import { receiptOf } from '../../receipts/receipt';
import { seatsPage } from '../../store/facts/pages';
import { chargedKind, isGiven, type StoredPayment } from '../../store/money/payments';
import type { Tools } from '../shared/dependencies';
import { type BuyingAccount, customerOf } from '../shared/order-facts';
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
    changeId,
    facts: () => ({ hasPurchaseOrder: purchaseOrder === null ? 'no' : 'yes', purchaseOrder: purchaseOrder ?? '' }),
    amount: (reader) => ({ word: 'charged', text: readableAmount(quote.dueToday, quote.currency, reader) }),
    // The arithmetic of what was bought, in the very sentences that the API shows.
    more: (reader) => sentencesOf(explainMade(quote, reader)),
    receipt: (reader) => receiptOf(bought, reader),
    settings,
  });
}

/** Tells the billing contacts what became of their order, and support where somebody has to see to it. */
export async function tellCustomer(tools: Tools, input: TellCustomerInput): Promise<void> {
  const { tenantId, accountId, changeId, visit, about } = input;
  if (about === 'agreedNotMade') await openItem(tools, tenantId, agreedNotMade(input));
  const account = await tools.store.accounts.find(tenantId, accountId);
  if (!account) return;
  const calls = about === 'compensated' ? await tools.store.payments.listOfChange(tenantId, changeId) : [];
  await mail(tools, account, {
    key: `${changeId}:${about}:${visit}`,
    kind: about,
    changeId,
    ...givenBack(tools, calls),
  });
}

/** The money that has gone back, as the mail says it; nothing where none has. */
function givenBack({ paymentGateway }: Tools, calls: readonly StoredPayment[]) {
  const refunds = calls.filter((call) => call.kind === 'refund' && isGiven(call));
  const [first] = refunds;
  if (first === undefined) return {};
  const { currency } = first;
  const sum = refunds.reduce((total, refund) => total + refund.amount, 0);
  const given = fromGatewayUnits({ amount: sum, currency }, paymentGateway.currencies);
  const amount = (reader: Readership) => ({
    word: 'refunded',
    text: readableAmount(given, currency, reader),
  });
  return { amount };
}

/** Reminds the billing contacts of an order, or of its payment, that waits for them. */
export async function remindCustomer(tools: Tools, input: RemindCustomerInput): Promise<void> {
  const { tenantId, accountId, changeId, reminder, link, until } = input;
  const account = await tools.store.accounts.find(tenantId, accountId);
  if (!account) return;
  const about = { key: `${changeId}:reminder:${reminder}`, changeId };
  if (link === null) await mail(tools, account, { ...about, kind: 'orderWaiting' });
  else await mail(tools, account, { ...about, ...paymentWaiting(link, until) });
}

/** A payment that waits for its customer at their bank, until the link to it ends. */
export const paymentWaiting = (link: string, until: string | null) => ({
  kind: 'paymentWaiting' as const,
  facts: (reader: Readership) => ({ until: until === null ? 'none' : readableTime(until, reader) }),
  page: { button: 'payment' as const, link },
});

/** Reminds the people of an account of seats that nobody uses yet. */
export async function remind(tools: Tools, input: RemindInput): Promise<void> {
  const { tenantId, subscriptionId, reminder, unassigned, stream } = input;
  // Read before anything is sent: what is bought meanwhile is reminded of from the beginning.
  const followUp = await tools.store.seatFollowUps.find(input);
  const subscription = await tools.store.subscriptions.find(input);
  const account = subscription && (await tools.store.accounts.find(tenantId, subscription.accountId));
  if (!account) return;
  const product = await tools.store.products.find(tenantId, subscription.productId);
  const recipients = [...new Set([...account.billingContactIds, ...account.seatAdminIds])];
  // A stream that comes back to the same number of seats is another purchase, so its reminders are new ones.
  const key = `${stream}:v${subscription.version}:reminder:${reminder}`;
  const facts = () => ({ product: product?.name ?? subscription.productId, unassigned });
  const page = { button: 'seats', path: seatsPage(subscriptionId) } as const;
  await mail(tools, account, { key, kind: 'reminder', changeId: null, facts, page }, recipients);
  if (followUp !== null) await tools.store.seatFollowUps.noteReminder(followUp, reminder, tools.clock());
}
