import type { LedgerEntry } from '../../../billing/ledger/ledger';
import type { Quote } from '../../../billing/quotes/types';
import type { PaymentOutcome, ReserveInput } from '../../../machines/subscription-change/steps';
import { type ActivityStand, type OpenedAccount, visitOf } from '../stand';

const PAID: PaymentOutcome = {
  status: 'paid',
  reference: 'r',
  gatewayReference: 'gw_1',
  code: null,
  link: null,
  linkExpiresAt: null,
  checkAgainIn: 0,
  at: '2026-03-12T12:00:00.000Z',
};

/** Its billing contact places an order that counts on nothing but the quote. */
export const placed = (opened: OpenedAccount, quote: Quote, visit = 1): ReserveInput => ({
  ...visitOf(opened, visit),
  quote,
  changes: quote.changes.map(({ subscriptionId, after }) => ({ subscriptionId, ...after })),
  actor: { userId: 'claire', role: 'billing_contact' },
  route: opened.account.kind === 'corporate' ? 'advisor' : 'self_serve',
  country: opened.account.country,
  countsOn: { paymentOnFile: null, vat: null, vatIsOnFile: false },
});

export const applied = (opened: OpenedAccount, quote: Quote, visit = 1) => ({
  ...placed(opened, quote, visit),
  payment: PAID,
  purchaseOrder: null,
  vatNumber: null,
});

export const releaseOf = (opened: OpenedAccount, keepsClaim: boolean, visit = 1) => ({
  ...visitOf(opened, visit),
  subscriptionIds: [opened.subscription.subscriptionId],
  keepsClaim,
  vatItem: null,
});

/** Looks at what placing an order changes. */
export function lookingAt(stand: () => ActivityStand) {
  const facts = (opened: OpenedAccount) => stand().store.subscriptions.findHeld(opened.subscription);
  const ledger = async ({ key }: OpenedAccount) =>
    (await stand().store.ledger.list(key, 0, 500)) as unknown as LedgerEntry[];
  const balance = async ({ key }: OpenedAccount) => (await stand().store.ledger.head(key)).balance;
  /** Everything that placing an order could have changed, to see that nothing did. */
  const everything = async (opened: OpenedAccount) => ({ held: await facts(opened), ledger: await ledger(opened) });
  return { facts, ledger, balance, everything };
}
