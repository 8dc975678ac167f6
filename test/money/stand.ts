import { ApplicationFailure } from '@temporalio/common';
import { createActivities } from '../../activities';
import type { MailKind } from '../../activities/mail/outbox';
import { differencesIn, type LedgerEntry } from '../../billing/ledger/ledger';
import { type PaymentSandbox, startPaymentSandbox } from '../../dev/sandboxes/payment/server';
import { localFulfilment } from '../../gateways/fulfilment/local';
import { toGatewayUnits } from '../../gateways/payment/minor-units';
import { SANDBOX_CURRENCIES } from '../../gateways/payment/sandbox/currencies';
import { sandboxGateway } from '../../gateways/payment/sandbox/gateway';
import type { StoredPayment } from '../../store/money/payments';
import { type ActivityStand, addSeats, NOON, type OpenedAccount, openAccount, TENANT } from '../activities/stand';
import { InProcessOrder } from './in-process-order';

/** One order with a gateway of its own, and everything that money leaves behind. */
export interface MoneyStand {
  order: InProcessOrder;
  sandbox: PaymentSandbox;
  opened: OpenedAccount;
  /** Our reference of the charge of the present visit. */
  chargeReference(): string;
  /** Lets time pass for the order, the activities and the gateway. */
  pass(minutes: number): Promise<void>;
  /** Looks at payments that outlive their order, as the workflow beside it does. */
  review(): Promise<void>;
  evidence(): Promise<Evidence>;
  close(): Promise<void>;
}

export interface Evidence {
  /** What the gateway has of each charge, by our reference, in minor units. */
  charged: Map<string, { charges: number; captured: number; refunded: number; reversed: number }>;
  /** What the gateway has of the whole order. */
  net: number;
  payments: StoredPayment[];
  /** Payments and reversals on the account's ledger, in minor units. */
  entered: number;
  paymentEntries: number;
  balance: string;
  ledgerIsExact: boolean;
  version: number;
  seats: number;
  isReserved: boolean;
  mails: MailKind[];
  supportItems: string[];
  seatFollowUps: number;
}

/** @param activityStand whose store, clock and recorded signals are used */
export async function openMoneyStand(
  activityStand: ActivityStand,
  { paymentMethod = 'pm_ok', balance = '0' }: { paymentMethod?: string; balance?: string } = {},
): Promise<MoneyStand> {
  let now = NOON.getTime();
  const sandbox = await startPaymentSandbox({ now: () => now });
  const gateway = sandboxGateway({ baseUrl: sandbox.url, timeoutMilliseconds: 2_000 });
  const more = balance === '0' ? {} : { balance };
  const opened = await openAccount(activityStand, { account: { paymentMethod }, ...more });
  const { account, changeId } = opened;
  const activities = (pauseAt: (point: string) => Promise<void>) =>
    createActivities({
      store: activityStand.store,
      paymentGateway: gateway,
      vatRegister: { check: () => Promise.reject(new Error('no VAT number is asked for')) },
      fulfilment: { local: localFulfilment() },
      temporalClient: activityStand.temporalClient,
      clock: () => new Date(now),
      log: { info: () => {}, warn: () => {} },
      pauseAt,
    });
  const actor = { userId: 'claire', role: 'billing_contact' } as const;
  const input = { tenantId: TENANT, changeId, accountId: account.accountId, actor, changes: addSeats(opened) };
  const order = new InProcessOrder(input, activities);
  await order.quiet();
  const reviewing = activities(async () => {});
  return {
    order,
    sandbox,
    opened,
    chargeReference: () => `${TENANT}:${changeId}:charge:${order.context.visits.place}`,
    async pass(minutes) {
      now += minutes * 60_000;
      order.pass(minutes * 60_000);
      await order.quiet();
    },
    async review() {
      for (const { kind, reference } of await activityStand.store.payments.listOfChange(TENANT, changeId)) {
        // A gateway that says nothing is asked again later, as after any webhook.
        if (kind === 'charge') await reviewing.reviewPayment({ tenantId: TENANT, reference }).catch(requireSilence);
      }
    },
    evidence: () => evidenceOf(activityStand, { opened, sandbox }),
    async close() {
      await sandbox.close();
      // The next stand reads only what it left itself.
      for (const { key } of await activityStand.store.supportItems.listOpen(TENANT, 500)) {
        await activityStand.store.supportItems.close(TENANT, key);
      }
      activityStand.sent.length = 0;
    },
  };
}

function requireSilence(error: unknown): void {
  if (!(error instanceof ApplicationFailure) || error.type !== 'PaymentGatewayUnavailable') throw error;
}

async function evidenceOf(
  { store, sent }: ActivityStand,
  { opened, sandbox }: { opened: OpenedAccount; sandbox: PaymentSandbox },
): Promise<Evidence> {
  const { account, changeId, key, subscription } = opened;
  const [rows, payments, entries, held, mails, items] = await Promise.all([
    sandbox.ledger(),
    store.payments.listOfChange(TENANT, changeId),
    store.ledger.list(key, 0, 500),
    store.subscriptions.findHeld(subscription),
    store.outbox.listOfAccount(TENANT, account.accountId, 50),
    store.supportItems.listOpen(TENANT, 500),
  ]);
  const charged: Evidence['charged'] = new Map();
  const idOf = new Map<string, string>();
  for (const { kind, paymentId, reference, amount } of rows) {
    if (kind === 'charge') idOf.set(paymentId, reference);
    const of = idOf.get(paymentId) ?? reference;
    const sums = charged.get(of) ?? { charges: 0, captured: 0, refunded: 0, reversed: 0 };
    charged.set(of, sums);
    if (kind === 'charge') [sums.charges, sums.captured] = [sums.charges + 1, sums.captured + amount];
    if (kind === 'refund') sums.refunded -= amount;
    if (kind === 'reversal') sums.reversed -= amount;
  }
  const money = entries.filter(({ kind }) => kind.startsWith('payment'));
  return {
    charged,
    net: rows.reduce((sum, { amount }) => sum + amount, 0),
    payments,
    entered: money.reduce(
      (sum, { amount }) => sum + toGatewayUnits({ amount, currency: 'EUR' }, SANDBOX_CURRENCIES),
      0,
    ),
    paymentEntries: entries.filter(({ kind }) => kind === 'payment').length,
    balance: entries.at(-1)?.balanceAfter ?? '0',
    ledgerIsExact: differencesIn(entries as unknown as LedgerEntry[]).length === 0,
    version: held?.subscription.version ?? 0,
    seats: held?.subscription.seats ?? 0,
    isReserved: held?.reservation != null,
    mails: mails.map(({ kind }) => kind as MailKind),
    supportItems: items.filter(({ facts }) => facts.changeId === changeId).map(({ kind }) => kind),
    seatFollowUps: new Set(
      sent.map(({ workflowId }) => workflowId).filter((id) => id === `seats:${TENANT}:${subscription.subscriptionId}`),
    ).size,
  };
}
