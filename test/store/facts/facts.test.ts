import type { Account, Cart, Product } from '../../../billing/facts/types';
import { changeSettings } from '../../../dev/stack/change-settings';
import type { Store } from '../../../store';
import { newId, openTestStore, sampleSubscription, TENANT } from '../test-store';

const NOW = new Date('2026-03-12T10:00:00.000Z');

const account = (more: Partial<Account> = {}): Account => ({
  tenantId: TENANT,
  accountId: newId('acc'),
  kind: 'standard',
  currency: 'EUR',
  timeZone: 'Europe/Paris',
  locale: 'fr',
  country: 'FR',
  billingContactIds: ['claire'],
  seatAdminIds: [],
  pastDue: false,
  version: 1,
  ...more,
});

describe('facts of the system of record', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  it('the same write sent twice is kept once, and another one of the same version is refused', async () => {
    const facts = account();
    expect(await store.accounts.put(facts)).toEqual({ status: 'stored' });
    expect(await store.accounts.put(facts)).toEqual({ status: 'unchanged' });
    expect(await store.accounts.put({ ...facts, country: 'DE' })).toEqual({ status: 'version_conflict', version: 1 });
    expect(await store.accounts.find(TENANT, facts.accountId)).toEqual(facts);
  });

  it('a newer version replaces all facts, also those that are gone, and an older one is refused', async () => {
    const facts = account({ postalCode: '75001', vatNumber: 'FR40303265045', version: 3 });
    await store.accounts.put(facts);
    const newer = account({ accountId: facts.accountId, version: 5 });
    expect(await store.accounts.put(newer)).toEqual({ status: 'stored' });
    expect(await store.accounts.put(facts)).toEqual({ status: 'version_conflict', version: 5 });
    expect(await store.accounts.find(TENANT, facts.accountId)).toEqual(newer);
  });

  it('one of two different writes of one version wins', async () => {
    const first = account({ country: 'FR' });
    const second = { ...first, country: 'DE' };
    const results = await Promise.all([store.accounts.put(first), store.accounts.put(second)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['stored', 'version_conflict']);
  });

  it('payment details that a customer gave are kept when a newer version brings none', async () => {
    const facts = account();
    await store.accounts.put(facts);
    await store.accounts.savePaymentMethod(TENANT, facts.accountId, 'pm_saved');
    await store.accounts.put({ ...facts, country: 'BE', version: 2 });
    expect(await store.accounts.find(TENANT, facts.accountId)).toMatchObject({
      country: 'BE',
      paymentMethod: 'pm_saved',
    });
  });

  it('payment details are removed when a newer version says that there are none', async () => {
    const facts = account();
    await store.accounts.put({ ...facts, paymentMethod: 'pm_old' });
    expect(await store.accounts.put({ ...facts, paymentMethod: null, version: 2 })).toEqual({ status: 'stored' });
    expect(await store.accounts.put({ ...facts, paymentMethod: null, version: 2 })).toEqual({ status: 'unchanged' });
    expect(await store.accounts.find(TENANT, facts.accountId)).not.toHaveProperty('paymentMethod');
  });

  it('nothing of another tenant is shown', async () => {
    const facts = account();
    await store.accounts.put(facts);
    const subscription = sampleSubscription();
    await store.subscriptions.put(subscription);
    expect(await store.accounts.find('tenant_b', facts.accountId)).toBeNull();
    expect(await store.subscriptions.find({ ...subscription, tenantId: 'tenant_b' })).toBeNull();
  });

  it('an end and a pause that are set are kept, and removed by a newer version without them', async () => {
    const subscription = sampleSubscription();
    const set = { endsOn: '2026-06-01', pausesOn: '2026-04-01', resumesOn: '2026-05-01' };
    await store.subscriptions.put({ ...subscription, ...set });
    expect(await store.subscriptions.find(subscription)).toEqual({ ...subscription, ...set });
    await store.subscriptions.put({ ...subscription, version: 2 });
    expect(await store.subscriptions.find(subscription)).toEqual({ ...subscription, version: 2 });
  });

  it('claims and assigned seats are kept when newer facts come, and seats are first counted as the first put says', async () => {
    const subscription = sampleSubscription({ assignedSeats: 2 });
    const { tenantId, subscriptionId } = subscription;
    await store.subscriptions.put(subscription);
    await store.seats.assign({ tenantId, subscriptionId, userId: 'u1', assignedBy: 'claire', assignedAt: NOW });
    await store.subscriptions.claim({ tenantId, subscriptionId, changeId: 'c1', visit: 1, now: NOW, sameMoment: 0 });
    await store.subscriptions.put({ ...subscription, seats: 9, assignedSeats: 0, version: 2 });
    const held = await store.subscriptions.findHeld(subscription);
    expect(held?.subscription).toMatchObject({ seats: 9, assignedSeats: 3, version: 2 });
    expect(held?.openChange?.changeId).toBe('c1');
  });

  it('newer facts have to be sent again while an order is being placed', async () => {
    const subscription = sampleSubscription();
    const { tenantId, subscriptionId } = subscription;
    await store.subscriptions.put(subscription);
    const order = { tenantId, subscriptionId, changeId: 'c1', visit: 1, now: NOW };
    await store.subscriptions.claim({ ...order, sameMoment: 0 });
    await store.subscriptions.reserve({ ...order, version: 1, quoteId: 'q1', seatsAfter: 5 });
    const newer = { ...subscription, seats: 8, version: 2 };
    expect(await store.subscriptions.put(newer)).toEqual({ status: 'reserved', changeId: 'c1' });
    await store.subscriptions.endPlacing(order);
    expect(await store.subscriptions.put(newer)).toEqual({ status: 'stored' });
  });

  it('what an order bought is taken out of a cart once, and what was put in meanwhile stays', async () => {
    const item = (itemId: string) => ({ itemId, description: itemId, amount: '10.00' });
    const cart: Cart = { tenantId: TENANT, accountId: newId('acc'), currency: 'EUR', items: [item('a')], version: 1 };
    await store.carts.put(cart);
    await store.carts.put({ ...cart, items: [item('a'), item('b')], version: 2 });
    await store.carts.takeOut(TENANT, cart.accountId, 'c1', ['a']);
    expect(await store.carts.find(TENANT, cart.accountId)).toMatchObject({ items: [item('b')], version: 3 });
    await store.carts.put({ ...cart, items: [item('a'), item('b')], version: 4 });
    await store.carts.takeOut(TENANT, cart.accountId, 'c1', ['a']);
    expect(await store.carts.find(TENANT, cart.accountId)).toMatchObject({ items: [item('a'), item('b')], version: 4 });
  });

  it('a catalogue is kept with its tiers and prices as they came', async () => {
    const product: Product = {
      tenantId: TENANT,
      productId: newId('product'),
      name: 'Webinar',
      tiers: [
        {
          tierId: 'starter',
          name: 'Starter',
          rank: 1,
          minSeats: 1,
          maxSeats: 50,
          prices: [
            {
              frequency: 'month',
              currency: 'EUR',
              validFrom: '2020-01-01',
              bands: [{ fromSeats: 1, unitPrice: '29.00' }],
            },
          ],
        },
      ],
      version: 1,
    };
    await store.products.put(product);
    expect(await store.products.find(TENANT, product.productId)).toEqual(product);
  });

  it('a seller has the default settings until they change some', async () => {
    expect(await store.settings.read('tenant_c')).toMatchObject({ quoteValidityMinutes: 30, vatPolicy: 'hold' });
    await changeSettings(store, 'tenant_c', { quoteValidityMinutes: 5 });
    await changeSettings(store, 'tenant_c', { reminderDelays: [1, 2] });
    const settings = await store.settings.read('tenant_c');
    expect(settings).toMatchObject({ quoteValidityMinutes: 5, reminderDelays: [1, 2], vatPolicy: 'hold' });
  });
});
