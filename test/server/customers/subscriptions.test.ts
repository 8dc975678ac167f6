import { sampleView } from '../../store/orders/sample-view';
import { rawDatabase } from '../../store/test-store';
import { sampleQuote } from '../../support/sample-quote';
import { ACCOUNT, bringIn, PRODUCT, SUBSCRIPTION } from '../facts/facts';
import { type Reply, request, type ServerStand, startServerStand } from '../stand';

let stand: ServerStand;
let service: string;
let contact: string;
let admin: string;
const NOW = new Date('2026-11-20T10:00:00Z');

beforeAll(async () => {
  stand = await startServerStand({ app: { now: () => NOW } });
  service = await stand.key('service');
  contact = await stand.key('billing_contact', { userId: 'user_1' });
  admin = await stand.key('seat_admin', { userId: 'user_2' });
  await bringIn(stand, service);
});
afterAll(() => stand.stop());

const put = async (path: string, body: object): Promise<void> => {
  const { status, body: answer } = await request(stand, 'PUT', path, { key: service, body });
  if (status !== 200) throw new Error(`PUT ${path} answered ${status}: ${JSON.stringify(answer)}`);
};
const get = (path: string, key = contact, headers = {}): Promise<Reply> =>
  request(stand, 'GET', path, { key, headers });

/** Has an order hold a subscription, as the open one or, placed, as the agreed one. */
async function hold(subscriptionId: string, changeId: string, isAgreed: boolean): Promise<void> {
  const key = { tenantId: 'acme', subscriptionId };
  await stand.store.subscriptions.claim({ ...key, changeId, visit: 1, now: NOW, sameMoment: 0 });
  if (!isAgreed) return;
  const change = { subscriptionId, seats: 4 };
  await stand.store.subscriptions.agree({ ...key, changeId, visit: 1, version: 1, change });
}

describe('a subscription', () => {
  it('a subscription tells its names, its seats and its next bill with the tax of it', async () => {
    const { body } = await get('/v1/subscriptions/sub_1');
    expect(body).toMatchObject({
      names: { product: 'Meeting', tier: 'Professional' },
      ...{ seats: 5, assignedSeats: 0, freeSeats: 5, newSeats: 0, status: 'active', statusToday: 'active' },
      nextBill: {
        date: '2026-12-10',
        terms: { tierId: 'professional', seats: 5, frequency: 'month' },
        net: { amount: '275.00', currency: 'EUR' },
        vat: { amount: '55.00', currency: 'EUR' },
        total: { amount: '330.00', currency: 'EUR' },
        vatTreatment: { rule: 'R1', kind: 'domestic', country: 'FR', percent: '20' },
      },
      ...{ noBill: null, openOrder: null, agreedChange: null },
    });
  });

  it.each([
    ['en', 'The subscription ends before another bill would come.'],
    ['fr', 'L’abonnement se termine avant qu’une autre facture n’arrive.'],
  ])('a subscription that ends says why no bill comes, in %s', async (language, text) => {
    await put('/v1/subscriptions/sub_ending', { ...SUBSCRIPTION, endsOn: '2026-12-10' });
    const { body } = await get('/v1/subscriptions/sub_ending', contact, { 'accept-language': language });
    expect(body).toMatchObject({ nextBill: null, noBill: { code: 'ends_first', text }, endsOn: '2026-12-10' });
  });

  it('a subscription tells of the order that may be placed, and no more once that is over', async () => {
    await put('/v1/subscriptions/sub_open', SUBSCRIPTION);
    await hold('sub_open', 'chg_open', false);
    const shown = async () => (await get('/v1/subscriptions/sub_open')).body.openOrder;
    expect(await shown()).toEqual({
      ...{ changeId: 'chg_open', state: 'starting', headline: 'The order is being started.' },
    });
    const order = { tenantId: 'acme', changeId: 'chg_open' };
    await stand.store.orders.project(sampleView({}, order));
    expect(await shown()).toEqual({
      ...{ changeId: 'chg_open', state: 'verifying' },
      headline: 'Your turn: check the order and place it.',
    });
    await stand.store.orders.project(sampleView({ sequence: 6, status: 'done', state: 'cancelled' }, order));
    expect(await shown()).toBeNull();
  });

  it('a subscription tells of the change that waits for its day, and its next bill is by the terms of then', async () => {
    await put('/v1/subscriptions/sub_agreed', SUBSCRIPTION);
    await hold('sub_agreed', 'chg_agreed', true);
    const { changes } = sampleQuote();
    const [change] = changes;
    if (change === undefined) throw new Error('The sample has a change.');
    const less = { ...change, subscriptionId: 'sub_agreed', after: { ...change.before, seats: 4 } };
    const quote = sampleQuote({ effectiveDate: '2026-12-10', changes: [less] });
    const order = { tenantId: 'acme', changeId: 'chg_agreed', quote };
    await stand.store.orders.project(sampleView({ state: 'scheduled' }, order));
    const { body } = await get('/v1/subscriptions/sub_agreed');
    expect(body.agreedChange).toEqual({
      ...{ changeId: 'chg_agreed', effectiveDate: '2026-12-10', text: expect.stringMatching(/5.*4/) },
    });
    expect(body).toMatchObject({ openOrder: null, nextBill: { terms: { seats: 4 }, net: { amount: '220.00' } } });
  });

  it('a subscription shows whoever looks after its seats nothing of money or of orders, also where they buy elsewhere', async () => {
    const elsewhere = await stand.key('billing_contact', { userId: 'user_2' });
    for (const key of [admin, elsewhere]) {
      const { status, body } = await get('/v1/subscriptions/sub_open', key);
      expect([status, body.freeSeats]).toEqual([200, 5]);
      expect(body).toMatchObject({ nextBill: null, noBill: null, openOrder: null, agreedChange: null });
      expect(body).not.toHaveProperty('billedLines');
      const [item] = (await get('/v1/subscriptions?accountId=acc_1', key)).body.items;
      expect(item).toMatchObject({ names: { tier: 'Professional' }, nextBill: null, openOrder: null });
    }
  });
});

describe('the list of subscriptions', () => {
  it('a list of subscriptions is of one account, and nobody else’s is told of', async () => {
    await put('/v1/accounts/acc_empty', ACCOUNT);
    expect((await get('/v1/subscriptions?accountId=acc_empty')).body).toEqual({ items: [], next: null });
    const stranger = await stand.key('billing_contact', { userId: 'user_7' });
    const answers = [
      await get('/v1/subscriptions?accountId=acc_1', stranger),
      await get('/v1/subscriptions?accountId=x', stranger),
    ];
    expect(answers.map(({ status, body }) => [status, body.detail])).toEqual([
      [404, answers[1]?.body.detail],
      [404, answers[0]?.body.detail],
    ]);
    expect((await get('/v1/subscriptions')).status).toBe(400);
  });

  it('a list of thousands of subscriptions comes in pages of at most a hundred, each within its bound', async () => {
    await put('/v1/accounts/acc_large', ACCOUNT);
    const raw = await rawDatabase(stand.databaseName);
    const own = { tenantId: 'acme', accountId: 'acc_large', assignedSeats: 0, openChange: null, agreedChange: null };
    const kept = { reservation: null, fences: [], appliedChangeIds: [], seatOperations: [], factsHash: 'h' };
    await raw.db.collection('subscriptions').insertMany(
      Array.from({ length: 10_000 }, (_, place) => ({
        ...SUBSCRIPTION,
        ...own,
        ...kept,
        billedLines: [],
        subscriptionId: `large_${String(place).padStart(5, '0')}`,
      })),
    );
    await raw.close();
    const first = await get('/v1/subscriptions?accountId=acc_large&limit=100');
    expect([first.body.items.length, first.body.items[99].subscriptionId]).toEqual([100, 'large_00099']);
    const second = await get(`/v1/subscriptions?accountId=acc_large&limit=100&cursor=${first.body.next}`);
    expect(second.body.items[0].subscriptionId).toBe('large_00100');
    expect((await get('/v1/subscriptions?accountId=acc_large')).body.items.length).toBe(25);
  });
});

describe('the catalogue', () => {
  const tier = (tierId: string, rank: number, unitPrice: string, validFrom = '2020-01-01') => ({
    ...{ tierId, name: tierId, rank, minSeats: 1, maxSeats: 100 },
    prices: ['month', 'year'].flatMap((frequency) => [
      { frequency, currency: 'EUR', bands: [{ fromSeats: 1, unitPrice }], validFrom },
      { frequency, currency: 'USD', bands: [{ fromSeats: 1, unitPrice: '1.00' }], validFrom },
    ]),
  });
  const SOLD = [tier('premium', 2, '75.5025'), tier('starter', 0, '20.00'), tier('to_come', 3, '9', '2027-01-01')];

  beforeAll(() => put('/v1/catalog/meeting', { ...PRODUCT, tiers: [...PRODUCT.tiers, ...SOLD], version: 2 }));

  it('the catalogue tells what an account can buy today in its own currency, compared with what it has', async () => {
    const { body } = await get('/v1/catalog/meeting?accountId=acc_1&subscriptionId=sub_1');
    expect(body).toMatchObject({ productId: 'meeting', name: 'Meeting', currency: 'EUR', date: '2026-11-20' });
    const told = body.tiers.map(({ tierId, comparison, prices }: Record<string, unknown>) => [
      tierId,
      comparison,
      (prices as { frequency: string; bands: { unitPrice: object }[] }[]).map(({ bands }) => bands[0]?.unitPrice),
    ]);
    const euros = (amount: string) => ({ amount, currency: 'EUR' });
    expect(told).toEqual([
      ['starter', 'lower', [euros('20.00'), euros('20.00')]],
      ['professional', 'present', [euros('55.00'), euros('528.00')]],
      ['premium', 'higher', [euros('75.5025'), euros('75.5025')]],
      ['to_come', 'higher', []],
    ]);
    expect(body.tiers[0].seats).toEqual({ min: 1, max: 100, step: 1 });
    const bare = await get('/v1/catalog/meeting?accountId=acc_1');
    expect(bare.body.tiers[0].comparison).toBeNull();
  });

  it('the catalogue has prices for those who buy for the account, and for nobody else', async () => {
    expect((await get('/v1/catalog/meeting?accountId=acc_1', admin)).body.code).toBe('role_not_allowed');
    const elsewhere = await stand.key('billing_contact', { userId: 'user_2' });
    expect((await get('/v1/catalog/meeting?accountId=acc_1', elsewhere)).body.code).toBe('not_billing_contact');
    const stranger = await stand.key('billing_contact', { userId: 'user_7' });
    expect((await get('/v1/catalog/meeting?accountId=acc_1', stranger)).status).toBe(404);
    expect((await get('/v1/catalog/nothing?accountId=acc_1')).status).toBe(404);
    expect((await get('/v1/catalog/meeting?accountId=acc_empty&subscriptionId=sub_1')).status).toBe(404);
    expect((await get('/v1/catalog/meeting')).status).toBe(400);
  });
});
