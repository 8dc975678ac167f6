import { explain } from '../../../billing/explanation/explanation';
import { differencesIn, type LedgerEntry } from '../../../billing/ledger/ledger';
import { quoteHashOf } from '../../../billing/quotes/hash';
import type { Quote } from '../../../billing/quotes/types';
import { changeSettings } from '../../../dev/stack/change-settings';
import en from '../../../locales/en.json';
import { quoteToApi } from '../../../server/orders/quotes/to-api';
import { newId, sampleSubscription } from '../../store/test-store';
import { plainSpaces } from '../../support/plain-spaces';
import {
  type ActivityStand,
  addSeats,
  assessInput,
  credit,
  type OpenedAccount,
  openAccount,
  openActivityStand,
  priced,
  quoted,
  quoteInput,
  TENANT,
  visitOf,
} from '../stand';
import { placed } from './placing-inputs';

/** Agreed with support for the end of the period. */
const agreed = { effective: 'period_end', deferralIsAgreed: true } as const;

let stand: ActivityStand;
beforeAll(async () => {
  stand = await openActivityStand();
});
afterAll(() => stand.close());
afterEach(() => stand.at(0));

const english = { locale: 'en', texts: en, timeZone: 'Europe/Paris' } as const;

/** Reserves and applies, as an order does once it is placed. */
async function place(opened: OpenedAccount, quote: Quote): Promise<void> {
  const visit = visitOf(opened);
  expect(await stand.activities.reserve(placed(opened, quote))).toEqual({ status: 'reserved' });
  const applied = await stand.activities.apply({
    ...visit,
    quote,
    payment: null,
    purchaseOrder: null,
    vatNumber: null,
  });
  expect(applied).toMatchObject({ status: 'applied' });
}

describe('quoting an order', () => {
  it('a quote carries the other choice of anchor, and its hash covers it', async () => {
    const quote = await quoted(stand, await openAccount(stand));
    // Anchor kept: 21 of 31 days of 440.00 and 275.00, and 20 % on each line.
    expect(quote.otherAnchor).toMatchObject({ anchor: 'kept', net: '111.77', nextBills: [{ date: '2026-04-02' }] });
    expect(quoteHashOf(quote)).toBe(quote.hash);
  });

  it('a quote tells what it changed of the quote it replaces', async () => {
    const opened = await openAccount(stand);
    const first = await quoted(stand, opened);
    await credit(stand.store, opened.account.accountId, '100.00');
    const again = { visit: 2, previousQuoteId: first.quoteId, previousDue: first.dueToday };
    const { quote, difference, costsMore } = await priced(stand.activities, quoteInput(opened, again));
    expect(difference).toMatchObject({
      previousQuoteId: first.quoteId,
      total: { before: '304.45', after: '304.45', difference: '0.00' },
      dueToday: { before: '304.45', after: '204.45', difference: '-100.00' },
      lines: [],
      askAgain: 'none',
    });
    expect(costsMore).toBe(false);
    const dearer = { visit: 3, previousQuoteId: quote.quoteId, previousDue: quote.dueToday };
    stand.at(86_400);
    const next = await priced(stand.activities, quoteInput(opened, dearer));
    // One day less comes back: 275.00 x 1/31 = 8.87, and its VAT of 1.77 or 1.78.
    expect(next.difference).toMatchObject({
      askAgain: 'would_pay_more',
      lines: [{ before: '-223.55', after: '-212.90' }],
    });
    expect(next.costsMore).toBe(true);
  });

  it('an expired quote whose subscription moved is asked about again, even for less money', async () => {
    const opened = await openAccount(stand);
    const first = await quoted(stand, opened);
    await stand.store.subscriptions.put({ ...opened.subscription, seats: 12, version: 2 });
    const again = { visit: 2, previousQuoteId: first.quoteId, previousDue: first.dueToday };
    const { difference, costsMore } = await priced(stand.activities, quoteInput(opened, again));
    expect(difference).toMatchObject({ movedSubscriptions: [opened.subscription.subscriptionId] });
    expect([difference?.askAgain, costsMore]).toEqual(['subscription_moved', true]);
  });

  it('a quote of several subscriptions agreed for the period end takes effect at the earliest one', async () => {
    const opened = await openAccount(stand);
    const period = { start: '2026-03-10', end: '2026-04-10' };
    const later = sampleSubscription({ accountId: opened.account.accountId, period, anchorDay: 10, billedLines: [] });
    await stand.store.subscriptions.put(later);
    const changes = [...addSeats(opened), { subscriptionId: later.subscriptionId, seats: 2 }];
    const { quote } = await priced(stand.activities, quoteInput(opened, { changes, ...agreed }));
    expect(quote.effectiveDate).toBe('2026-04-02');
  });
});

describe('an order under a policy that counts seconds', () => {
  beforeEach(() => changeSettings(stand.store, TENANT, { policy: 'recurly' }));
  afterEach(() => changeSettings(stand.store, TENANT, { policy: 'anchor-reset' }));

  it('a change that waited for its day is priced from the first instant of it, however late its order goes on', async () => {
    const opened = await openAccount(stand);
    const waiting = quoteInput(opened, agreed);
    const { quote: first } = await priced(stand.activities, waiting);
    // Eight seats at 55.00 for the whole of the next period.
    expect(first).toMatchObject({ effectiveDate: '2026-04-02', net: '440.00' });
    stand.at((Date.parse('2026-04-02T15:00:00Z') - Date.parse(first.at)) / 1_000);
    const { quote, costsMore } = await priced(
      stand.activities,
      quoteInput(opened, {
        visit: 2,
        waitedFor: first.effectiveDate,
        previousQuoteId: first.quoteId,
        previousDue: first.dueToday,
      }),
    );
    expect([quote.at.slice(0, 16), quote.net, costsMore]).toEqual(['2026-04-02T15:00', '440.00', false]);
  });

  it('an agreed change whose price has ended by its day sends the order back to be assessed', async () => {
    const opened = await openAccount(stand);
    const first = await quoted(stand, opened);
    const product = await stand.store.products.find(TENANT, opened.subscription.productId);
    if (!product) throw new Error('no product');
    const tiers = product.tiers.map((tier) => ({
      ...tier,
      prices: tier.prices.map((price) => ({ ...price, validTo: '2026-04-02' })),
    }));
    await stand.store.products.put({ ...product, tiers, version: product.version + 1 });
    const again = { visit: 2, previousQuoteId: first.quoteId, ...agreed };
    expect(await stand.activities.quote(quoteInput(opened, again))).toMatchObject({
      refusal: { code: 'price_missing' },
    });
    await stand.store.products.put({ ...product, version: product.version + 2 });
  });

  it('a period that begins with a change keeps its hour until another one begins', async () => {
    const opened = await openAccount(stand);
    const { subscriptionId } = opened.subscription;
    const byTheYear = await quoted(stand, opened, { changes: [{ subscriptionId, frequency: 'year' }] });
    await place(opened, byTheYear);
    const stored = () => stand.store.subscriptions.find({ tenantId: TENANT, subscriptionId });
    expect(await stored()).toMatchObject({ periodStartsAt: byTheYear.at });
    await changeSettings(stand.store, TENANT, { policy: 'anchor-reset' });
    stand.at(60);
    const next = { ...opened, changeId: newId('change') };
    await place(next, await quoted(stand, next, { changes: [{ subscriptionId, frequency: 'month' }] }));
    expect(await stored()).not.toHaveProperty('periodStartsAt');
  });
});

describe('what the seller decides', () => {
  afterEach(() => changeSettings(stand.store, TENANT, { whenToBill: 'at_once', negativeTotal: 'to_balance' }));

  it('an amount below the minimum charge goes on the balance, and the next order collects it', async () => {
    const opened = await openAccount(stand, { balance: '304.15' });
    const quote = await quoted(stand, opened);
    expect(quote).toMatchObject({ total: '304.45', balanceUsed: '304.15', dueToday: '0.00', toBalance: '-0.30' });
    await place(opened, quote);
    expect(await stand.store.ledger.head(opened.key)).toMatchObject({ balance: '-0.30' });
    stand.at(60);
    const next = { ...opened, changeId: newId('change') };
    const changes = [{ subscriptionId: opened.subscription.subscriptionId, seats: 9 }];
    // 495.00 - 440.00 = 55.00 the same day, 66.00 with VAT, and the 0.30 owed.
    expect(await quoted(stand, next, { changes })).toMatchObject({
      total: '66.00',
      dueToday: '66.30',
      toBalance: '0.30',
    });
  });

  it('nothing is due with billing by the next invoice, and the total stands as a debt', async () => {
    await changeSettings(stand.store, TENANT, { whenToBill: 'with_next_bill' });
    const opened = await openAccount(stand);
    const quote = await quoted(stand, opened);
    expect(quote).toMatchObject({ dueToday: '0.00', toBalance: '-304.45', billedLater: true });
    await place(opened, quote);
    expect(await stand.store.ledger.head(opened.key)).toMatchObject({ balance: '-304.45' });
  });

  it('a negative total that is paid back leaves the balance, and a person is asked once', async () => {
    await changeSettings(stand.store, TENANT, { negativeTotal: 'refund_request' });
    const opened = await openAccount(stand);
    const changes = [{ subscriptionId: opened.subscription.subscriptionId, seats: 1 }];
    const quote = await quoted(stand, opened, { changes });
    // 55.00 - 186.29 = -131.29, and VAT of 11.00 - 37.26.
    expect(quote).toMatchObject({ total: '-157.55', toBalance: '0.00', refundRequested: '157.55', dueToday: '0.00' });
    await place(opened, quote);
    await stand.activities.apply({ ...visitOf(opened), quote, payment: null, purchaseOrder: null, vatNumber: null });
    expect(await stand.store.ledger.head(opened.key)).toMatchObject({ balance: '0.00' });
    const entries = (await stand.store.ledger.list(opened.key, 0, 100)) as unknown as LedgerEntry[];
    expect(differencesIn(entries)).toEqual([]);
    const items = await stand.store.supportItems.listOpen(TENANT, 100);
    expect(
      items.filter(({ kind, facts }) => kind === 'refund_request' && facts.changeId === opened.changeId),
    ).toMatchObject([{ facts: { amount: '157.55', currency: 'EUR' } }]);
  });
});

describe('the same words everywhere', () => {
  it('the confirmation mail in the account’s language and the API use the same words', async () => {
    const opened = await openAccount(stand, { account: { locale: 'en' } });
    const quote = await quoted(stand, opened);
    await stand.activities.confirm({ ...visitOf(opened), quote, purchaseOrder: 'PO-7', vatNumber: null });
    const mails = await stand.store.outbox.listOfAccount(TENANT, opened.account.accountId, 10);
    const [mail] = mails;
    const told = explain(quote, english);
    expect(quoteToApi(quote, english).explanation).toMatchObject({ changes: told.changes, terms: told.terms });
    expect(quoteToApi(quote, english).lines.map(({ text }) => text)).toEqual(told.lines.map(({ text }) => text));
    for (const sentence of [...told.changes, ...told.lines.map(({ text }) => text), ...told.terms]) {
      expect(mail?.body).toContain(sentence);
    }
    expect(mail?.body).not.toContain('Valid until');
    expect(plainSpaces(mail?.body ?? '')).toContain('€275.00 × 21 of 31 days = −€186.29');
    expect(mail?.body).not.toMatch(/due today/);
  });

  it('a change is refused while the renewal has not been brought in', async () => {
    const opened = await openAccount(stand);
    stand.at(22 * 86_400);
    expect(await stand.activities.assess(assessInput(opened))).toMatchObject({
      accepted: false,
      refusal: { code: 'renewal_missing', facts: { end: '2026-04-02' } },
    });
  });
});
