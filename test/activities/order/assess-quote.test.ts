import { changeSettings } from '../../../dev/stack/change-settings';
import { sampleSubscription } from '../../store/test-store';
import {
  type ActivityStand,
  addSeats,
  assessInput,
  newId,
  openAccount,
  openActivityStand,
  priced,
  quoted,
  quoteInput,
  TENANT,
  visitOf,
} from '../stand';

describe('assess and quote', () => {
  let stand: ActivityStand;
  beforeAll(async () => {
    stand = await openActivityStand();
  });
  beforeEach(() => stand.at(0));
  afterAll(() => stand.close());

  const holder = async (subscriptionId: string) =>
    (await stand.store.subscriptions.findHeld({ tenantId: TENANT, subscriptionId }))?.openChange?.changeId ?? null;

  it('an accepted change claims its subscription and gets the same answer again', async () => {
    const opened = await openAccount(stand);
    const first = await stand.activities.assess(assessInput(opened));
    expect(first).toEqual({
      accepted: true,
      route: 'self_serve',
      cartHoldsItems: false,
      paymentMethod: 'pm_ok',
      vat: null,
      vatPolicy: 'hold',
      supersedes: [],
      home: { country: 'FR', timeZone: 'Europe/Paris' },
      terms: `${opened.subscription.subscriptionId},professional,5,month`,
      priced: await priced(stand.activities, quoteInput(opened)),
    });
    expect(await stand.activities.assess(assessInput(opened))).toEqual(first);
    expect(await holder(opened.subscription.subscriptionId)).toBe(opened.changeId);
  });

  it('what a contact decided who has left since goes on under another one, and under nobody else', async () => {
    const account = { billingContactIds: ['bernd'] };
    const opened = await openAccount(stand, { account });
    const actor = { userId: 'gone', role: 'billing_contact' as const };
    const refusal = { code: 'not_billing_contact', facts: { userId: 'gone' } };
    expect(await stand.activities.assess(assessInput(opened, { actor }))).toMatchObject({ accepted: false, refusal });
    const facts = { tenantId: TENANT, personId: 'gone', name: null, mailAddress: null, locale: null };
    await stand.store.people.record({ ...facts, hasLeft: true, asOf: new Date() });
    const another = await openAccount(stand, { account });
    expect(await stand.activities.assess(assessInput(another, { actor }))).toMatchObject({ accepted: true });
    const nobody = await openAccount(stand, { account: { billingContactIds: [] } });
    expect(await stand.activities.assess(assessInput(nobody, { actor }))).toMatchObject({ accepted: false, refusal });
  });

  it('a visit that a lost task asked something else gives another task an answer and a quote of its own', async () => {
    const opened = await openAccount(stand);
    const ask = async (seats: number) => {
      const changes = [{ subscriptionId: opened.subscription.subscriptionId, seats }];
      const assessed = await stand.activities.assess(assessInput(opened, { changes }));
      const { quote } = await priced(stand.activities, quoteInput(opened, { changes }));
      return { assessed, quote, seats: quote.changes[0]?.after.seats };
    };
    const lost = await ask(9);
    const own = await ask(7);
    expect([lost.seats, own.seats]).toEqual([9, 7]);
    expect(own.assessed).toMatchObject({ accepted: true, priced: { quote: own.quote } });
    expect(own.quote.quoteId).not.toBe(lost.quote.quoteId);
    expect(await ask(7)).toEqual(own);
    expect(await ask(9)).toEqual(lost);
  });

  it('a quote that cannot be made at once is left to its own step', async () => {
    const opened = await openAccount(stand);
    const pauseAt = async (point: string): Promise<void> => {
      if (point === 'assess:pricing') throw new Error('The database did not answer.');
    };
    const answer = await stand.activitiesWith({ pauseAt }).assess(assessInput(opened));
    expect(answer).toMatchObject({ accepted: true });
    expect(answer).not.toHaveProperty('priced');
  });

  it('a quote is left to its own step while an older order has to be told', async () => {
    const opened = await openAccount(stand);
    await stand.activities.assess(assessInput(opened));
    stand.at(60);
    const newer = await stand.activities.assess(assessInput(opened, { changeId: newId('change') }));
    expect(newer).toMatchObject({ accepted: true, supersedes: [opened.changeId] });
    expect(newer).not.toHaveProperty('priced');
  });

  it('a lower tier goes to support, a corporate account to its advisor, and a stranger is refused', async () => {
    const opened = await openAccount(stand);
    const lower = [{ subscriptionId: opened.subscription.subscriptionId, tierId: 'starter' }];
    const corporate = await openAccount(stand, { account: { kind: 'corporate' } });
    const stranger = { userId: 'mallory', role: 'billing_contact' } as const;
    expect(await stand.activities.assess(assessInput(opened, { changes: lower }))).toMatchObject({
      route: 'customer_support',
    });
    expect(await stand.activities.assess(assessInput(corporate))).toMatchObject({ route: 'advisor' });
    const other = await openAccount(stand);
    expect(await stand.activities.assess(assessInput(other, { actor: stranger }))).toMatchObject({
      refusal: { code: 'not_billing_contact' },
    });
    expect(await holder(other.subscription.subscriptionId)).toBeNull();
  });

  it('one of two orders at the same moment is accepted, and the other refused with the name of the first', async () => {
    const opened = await openAccount(stand);
    const orders = [newId('change'), newId('change')];
    const answers = await Promise.all(
      orders.map((changeId) => stand.activities.assess(assessInput(opened, { changeId }))),
    );
    const winner = orders[answers.findIndex(({ accepted }) => accepted)];
    expect(answers.filter(({ accepted }) => accepted)).toHaveLength(1);
    expect(answers.find(({ accepted }) => !accepted)).toMatchObject({
      refusal: { code: 'change_in_progress', facts: { openChangeId: winner } },
    });
  });

  it('a later order replaces one that only waits, and gets the same answer when it is assessed again', async () => {
    const opened = await openAccount(stand);
    await stand.activities.assess(assessInput(opened));
    stand.at(5);
    const changeId = newId('change');
    const answer = await stand.activities.assess(assessInput(opened, { changeId }));
    expect(answer).toMatchObject({ accepted: true, supersedes: [opened.changeId] });
    expect(await stand.activities.assess(assessInput(opened, { changeId }))).toEqual(answer);
    await stand.activities.supersede({ ...visitOf(opened), changeId, orders: [opened.changeId], subscriptionIds: [] });
    expect(stand.sent.at(-1)).toMatchObject({
      workflowId: `change:${TENANT}:${opened.changeId}`,
      event: { type: 'SUPERSEDED', by: changeId },
    });
  });

  it('only the owner of a subscription is told that the catalogue does not have its product', async () => {
    const opened = await openAccount(stand, { subscription: { productId: 'gone' } });
    const refusal = { code: 'unknown_tier', facts: { productId: 'gone' } };
    expect(await stand.activities.assess(assessInput(opened))).toMatchObject({ accepted: false, refusal });
    const stranger = { ...(await openAccount(stand)), subscription: opened.subscription };
    expect(await stand.activities.assess(assessInput(stranger))).toMatchObject({
      refusal: { code: 'subscription_not_found' },
    });
  });

  it('an order gives up what it claimed when another of its subscriptions is taken', async () => {
    const opened = await openAccount(stand);
    const second = sampleSubscription({ accountId: opened.account.accountId, subscriptionId: newId('zzz') });
    await stand.store.subscriptions.put(second);
    const other = { ...opened, subscription: second, changeId: newId('change') };
    await stand.activities.assess(assessInput(other));
    const changes = [...addSeats(opened), ...addSeats(other)];
    expect(await stand.activities.assess(assessInput(opened, { changes }))).toMatchObject({ accepted: false });
    expect(await holder(opened.subscription.subscriptionId)).toBeNull();
    expect(await holder(second.subscriptionId)).toBe(other.changeId);
  });

  it('an edit drops a claim that it does not need any more', async () => {
    const opened = await openAccount(stand);
    const second = sampleSubscription({ accountId: opened.account.accountId });
    await stand.store.subscriptions.put(second);
    await stand.activities.assess(assessInput(opened));
    const changes = [{ subscriptionId: second.subscriptionId, seats: 9 }];
    await stand.activities.assess(assessInput(opened, { visit: 2, changes }));
    expect(await holder(opened.subscription.subscriptionId)).toBeNull();
    expect(await holder(second.subscriptionId)).toBe(opened.changeId);
  });

  it('an attempt that comes after the order has ended claims nothing', async () => {
    const opened = await openAccount(stand);
    const { activities, gate } = stand.paused('assess:decided');
    const late = activities.assess(assessInput(opened));
    await gate.arrived();
    const answer = await stand.activities.assess(assessInput(opened));
    const { subscriptionId } = opened.subscription;
    await stand.activities.release({
      ...visitOf(opened, 0),
      subscriptionIds: [subscriptionId],
      keepsClaim: false,
      vatItem: null,
    });
    gate.open();
    expect(await late).toEqual(answer);
    expect(await holder(subscriptionId)).toBeNull();
    await stand.activities.assess(assessInput(opened));
    expect(await holder(subscriptionId)).toBeNull();
  });

  it.each([true, false])(
    'two attempts agree although the facts moved between them (past due first: %s)',
    async (overdueFirst) => {
      const opened = await openAccount(stand, { account: { pastDue: overdueFirst } });
      const { activities, gate } = stand.paused('assess:decided');
      const late = activities.assess(assessInput(opened));
      await gate.arrived();
      await stand.store.accounts.put({ ...opened.account, pastDue: !overdueFirst, version: 2 });
      const answer = await stand.activities.assess(assessInput(opened));
      expect(answer.accepted).toBe(overdueFirst);
      gate.open();
      // Whether it is priced at once is asked of the rules anew, each time.
      const { priced: _, ...decided } = { priced: undefined, ...answer };
      expect(await late).toMatchObject(decided);
      expect(await stand.activities.assess(assessInput(opened))).toMatchObject(decided);
      expect(await holder(opened.subscription.subscriptionId)).toBe(overdueFirst ? opened.changeId : null);
    },
  );

  it('a quote is exact to the cent, and every attempt of a visit is answered with it', async () => {
    const opened = await openAccount(stand);
    const { quote, costsMore } = await priced(stand.activities, quoteInput(opened));
    // 12 March: 21 of 31 days of 275.00 unused = 186.29; 8 x 55.00 = 440.00; VAT 20 % on each line.
    expect(quote).toMatchObject({ net: '253.71', vat: '50.74', total: '304.45', dueToday: '304.45' });
    expect([quote.quoteId, costsMore]).toEqual([`${opened.changeId}:q1`, false]);
    stand.at(600);
    expect((await priced(stand.activities, quoteInput(opened))).quote).toEqual(quote);
    const next = await priced(stand.activities, quoteInput(opened, { visit: 2, previousDue: '300.00' }));
    expect([next.quote.at, next.costsMore]).toEqual(['2026-03-12T12:10:00.000Z', true]);
  });

  it('an attempt that was held up between pricing and keeping answers with the quote that was kept', async () => {
    const opened = await openAccount(stand);
    const { activities, gate } = stand.paused('quote:computed');
    const late = priced(activities, quoteInput(opened));
    await gate.arrived();
    stand.at(60);
    const { quote } = await priced(stand.activities, quoteInput(opened));
    gate.open();
    expect((await late).quote).toEqual(quote);
  });

  it('a quote takes the cart and the balance into account', async () => {
    const opened = await openAccount(stand, { balance: '100.00' });
    const item = { itemId: 'training', description: 'Training', amount: '50.00' };
    await stand.store.carts.put({ ...opened.key, currency: 'EUR', items: [item], version: 4 });
    expect(await stand.activities.assess(assessInput(opened))).toMatchObject({ cartHoldsItems: true });
    const { quote } = await priced(stand.activities, quoteInput(opened, { includesCart: true, visit: 2 }));
    expect(quote).toMatchObject({ cartVersion: 4, balanceUsed: '100.00', total: '364.45', dueToday: '264.45' });
  });

  it('a quote charges the VAT of the customer’s country until a register has confirmed the number', async () => {
    const opened = await openAccount(stand, { account: { country: 'DE', vatNumber: 'DE136695976' } });
    expect(await quoted(stand, opened)).toMatchObject({ vatTreatment: { rule: 'R3', percent: '19' } });
    const checked = await stand.activities.checkVat({ ...visitOf(opened), vatNumber: 'DE 136 695 976' });
    expect(checked).toMatchObject({ status: 'valid', number: 'DE136695976', evidenceId: `${opened.changeId}:vat:1` });
    const next = { ...opened, changeId: opened.changeId };
    const assessed = await stand.activities.assess(assessInput(next, { visit: 2 }));
    const vat = assessed.accepted ? assessed.vat : null;
    expect(vat).toMatchObject({ number: 'DE136695976', status: 'valid' });
    const { quote } = await priced(stand.activities, quoteInput(next, { visit: 2, vat }));
    expect(quote.vatTreatment).toMatchObject({ rule: 'R2', kind: 'reverse_charge', percent: '0' });
  });

  it('an agreed change takes effect at the end of the period', async () => {
    const opened = await openAccount(stand);
    const agreed = { effective: 'period_end', deferralIsAgreed: true } as const;
    const { quote } = await priced(stand.activities, quoteInput(opened, agreed));
    expect(quote.effectiveDate).toBe('2026-04-02');
  });

  it('a change that is put off is held to the offer of its seller, unless it was agreed, and to the prices of its day', async () => {
    const opened = await openAccount(stand);
    const changes = [{ subscriptionId: opened.subscription.subscriptionId, seats: 3 }];
    const later = (visit: number, more = {}) =>
      stand.activities.assess(assessInput(opened, { visit, changes, effective: 'period_end', ...more }));
    expect(await later(1)).toMatchObject({ refusal: { code: 'deferral_not_offered' } });
    expect(await later(2, { deferralIsAgreed: true })).toMatchObject({ accepted: true });
    await changeSettings(stand.store, TENANT, { customersMayDefer: true });
    const product = await stand.store.products.find(TENANT, opened.subscription.productId);
    if (!product) throw new Error('no product');
    const until = (validTo: string) =>
      product.tiers.map((tier) => ({ ...tier, prices: tier.prices.map((price) => ({ ...price, validTo })) }));
    await stand.store.products.put({ ...product, tiers: until('2026-04-02'), version: product.version + 1 });
    expect(await later(3)).toMatchObject({ refusal: { code: 'price_missing', facts: { date: '2026-04-02' } } });
    expect(await later(4, { effective: 'now' })).toMatchObject({ accepted: true });
    await stand.store.products.put({ ...product, version: product.version + 2 });
    await changeSettings(stand.store, TENANT, { customersMayDefer: false });
  });

  it('an assessment throws a stable type when MongoDB is gone', async () => {
    const broken = await openActivityStand();
    const opened = await openAccount(broken);
    await broken.close();
    await expect(broken.activities.assess(assessInput(opened))).rejects.toMatchObject({ type: 'StoreUnavailable' });
  });
});
