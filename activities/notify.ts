import { explain, orderText } from '../billing/explanation';
import type { Account, Quote } from '../billing/types';
import en from '../locales/en.json';
import fr from '../locales/fr.json';
import type { RemindInput, SeatSteps } from '../machines/seat-follow-up/steps';
import type { ConfirmInput, OrderSteps, TellCustomerInput } from '../machines/subscription-change/steps';
import type { Tools } from './dependencies';
import { mail, mailContacts } from './mails';

type Notifications = Pick<OrderSteps, 'confirm' | 'tellCustomer'> & Pick<SeatSteps, 'remind'>;

/** Mails to the people of an account. They go into the outbox, each once; sending them is another's work. */
export function notifying(tools: Tools): Notifications {
  return {
    confirm: (input) => confirm(tools, input),
    tellCustomer: (input) => tellCustomer(tools, input),
    remind: (input) => remind(tools, input),
  };
}

async function confirm(tools: Tools, input: ConfirmInput): Promise<void> {
  const { tenantId, accountId, changeId, quote, purchaseOrder } = input;
  const account = await tools.store.accounts.find(tenantId, accountId);
  if (!account) return;
  await mailContacts(tools, account, `${changeId}:confirmed`, 'confirmed', {
    changeId,
    explanation: inWords(quote, account),
    purchaseOrder: purchaseOrder ?? 'none',
  });
}

const TEXTS = { fr, en };

/** The arithmetic of what was bought, in the very sentences that the API and the console show. */
function inWords(quote: Quote, { locale, timeZone }: Account): string {
  return orderText(explain(quote, { locale, timeZone, texts: TEXTS[locale] }));
}

async function tellCustomer(tools: Tools, input: TellCustomerInput): Promise<void> {
  const { tenantId, accountId, changeId, visit, about } = input;
  const account = await tools.store.accounts.find(tenantId, accountId);
  if (!account) return;
  await mailContacts(tools, account, `${changeId}:${about}:${visit}`, about, { changeId });
}

async function remind(tools: Tools, input: RemindInput): Promise<void> {
  const { tenantId, subscriptionId, reminder, unassigned, stream } = input;
  const subscription = await tools.store.subscriptions.find(input);
  const account = subscription && (await tools.store.accounts.find(tenantId, subscription.accountId));
  if (!account) return;
  const recipients = [...new Set([...account.billingContactIds, ...account.seatAdminIds])];
  // A stream that comes back to the same number of seats is another purchase, so its reminders are new ones.
  const key = `${stream}:v${subscription.version}:reminder:${reminder}`;
  await mail(tools, account, recipients, key, 'reminder', { subscriptionId, unassigned });
}
