import { subscriptionBody } from '../support/flow-facts';
import { everyRun } from '../support/flow-runs';
import type { Buyer } from '../support/flow-shop';
import { plainSpaces } from '../support/plain-spaces';

const END = '2026-04-10';

interface Shown {
  status: string;
  endsOn?: string;
  pausesOn?: string;
  period: object;
  anchorDay: number;
  billedLines: { amount: string }[];
}

const shownTo = (buyer: Buyer): Promise<Shown> => buyer.get<Shown>(`/v1/subscriptions/${buyer.subscription}`);

everyRun('ends that are set, trials and pauses', (shop, live, both) => {
  both(
    'a change before an end that is set is refused, the end is lifted for nothing, and then the change is made',
    async () => {
      const claire = await shop().customer({ endsOn: END, paymentMethod: null });
      const refused = await claire.refusedStart({ seats: 6 });
      expect(refused).toMatchObject({ status: 409, code: 'end_is_set', facts: { endsOn: END } });
      expect(refused.next).toContain(`{"subscriptionId": "${claire.subscription}", "liftEnd": true}`);

      const order = await claire.start({ liftEnd: true });
      expect(order).toMatchObject({ state: 'reviewing', missing: [] });
      expect(order.quote).toMatchObject({
        ...{ lines: [], total: { amount: '0.00' }, dueToday: { amount: '0.00' }, rateIncreases: false },
        changes: [{ endLifted: END, nextBillDate: '2026-04-10', nextBillNet: { amount: '155.00' } }],
      });
      const placed = await claire.place(await claire.send(order.changeId, { type: 'CHECKOUT' }));
      expect(placed).toMatchObject({ state: 'completed', payment: null });
      expect(await claire.ledger()).toEqual({ balance: '0.00', entries: [] });
      const open = await shownTo(claire);
      expect(open).toMatchObject({ status: 'active', period: { start: '2026-03-10', end: '2026-04-10' } });
      expect(open).not.toHaveProperty('endsOn');
      const [mail] = await claire.mails();
      expect(mail).toMatchObject({
        kind: 'confirmed',
        body: expect.stringMatching(/la fin prévue après le 9\savril\s2026 est annulée/),
      });

      shop().stand.clock.advance({ seconds: 5 });
      expect(await claire.refusedStart({ liftEnd: true })).toMatchObject({ status: 422, code: 'nothing_to_change' });
      expect(await claire.start({ seats: 6 })).toMatchObject({ state: 'reviewing' });
    },
  );

  live('an order that lifts an end is refused where the system of record has lifted it meanwhile', async () => {
    const claire = await shop().customer({ endsOn: END });
    const checkout = await claire.checkOut({ liftEnd: true });
    await shop().service.put(`/v1/subscriptions/${claire.subscription}`, subscriptionBody(claire.account, {}, 2));
    const sent = { type: 'PLACE_ORDER', quoteHash: checkout.quote?.hash };
    expect(await claire.refused(checkout.changeId, sent)).toMatchObject({ code: 'nothing_to_change' });
  });

  live('an advisor agrees that the end of a corporate subscription is lifted, and fulfilment is told', async () => {
    const { fulfilment } = shop().stand;
    const kim = await shop().customer({ kind: 'corporate', endsOn: END });
    const { changeId } = await kim.start({ liftEnd: true });
    const agreed = { type: 'ACCEPT_HANDOVER', effective: 'now', purchaseOrder: 'PO-118' };
    expect(await shop().agent.refusedAct(changeId, { ...agreed, effective: 'period_end' })).toMatchObject({
      ...{ code: 'invalid_request', errors: [{ pointer: '/effective' }] },
    });
    expect(await shop().agent.act(changeId, agreed)).toMatchObject({ state: 'reviewing' });
    await kim.place(await kim.send(changeId, { type: 'CHECKOUT' }));
    const told = fulfilment.orders().find(({ order }) => order.changeId === changeId)?.order;
    expect(told?.changes).toMatchObject([{ seats: 5, endLifted: END }]);
    await fulfilment.confirm(told?.reference ?? '');
    expect(await kim.reaches(changeId, 'completed')).toMatchObject({ done: true });
    expect(await shownTo(kim)).not.toHaveProperty('endsOn');
  });

  both('a trial that is ended is paid for from that day on, once', async () => {
    const claire = await shop().customer({ status: 'trial', paymentMethod: null, locale: 'en' });
    const order = await claire.checkOut({ seats: 12, endTrial: true });
    // 12 x 31.00 = 372.00 from 25 March to 24 April, and 20 % VAT: 74.40.
    expect(order).toMatchObject({ missing: [{ what: 'payment_details_or_vat_number' }] });
    expect(order.quote).toMatchObject({
      ...{ net: { amount: '372.00' }, dueToday: { amount: '446.40' }, rateIncreases: true },
      changes: [{ trialEnded: true, yearlyRateBefore: { amount: '0.00' }, nextBillDate: '2026-04-25' }],
    });
    const ready = await claire.send(order.changeId, { type: 'PROVIDE_PAYMENT', paymentToken: 'pm_ok' });
    expect(await claire.place(ready)).toMatchObject({ state: 'completed', payment: { status: 'paid' } });
    expect(await claire.gatewayBook(order.changeId)).toEqual(['charge 44640']);
    expect(await shownTo(claire)).toMatchObject({
      ...{ status: 'active', seats: 12, period: { start: '2026-03-25', end: '2026-04-25' }, anchorDay: 25 },
      billedLines: [{ amount: '372.00' }],
    });
    expect((await claire.mails())[0]?.body).toContain('the trial of 5 professional seats ends');

    shop().stand.clock.advance({ seconds: 5 });
    expect(await claire.refusedStart({ endTrial: true })).toMatchObject({ code: 'nothing_to_change' });
    // What was paid counts from here on: 372.00 x 31/31 comes back, 13 x 31.00 = 403.00 is charged.
    expect((await claire.start({ seats: 13 })).quote).toMatchObject({ net: { amount: '31.00' } });
  });

  live('a change in a trial that goes on charges nothing and leaves it a trial', async () => {
    const claire = await shop().customer({ status: 'trial' });
    const placed = await claire.buy({ seats: 12 });
    expect(placed).toMatchObject({ state: 'completed', quote: { lines: [], total: { amount: '0.00' } } });
    expect(await claire.gatewayBook(placed.changeId)).toEqual([]);
    const period = { start: '2026-03-10', end: '2026-04-10' };
    expect(await shownTo(claire)).toMatchObject({ status: 'trial', seats: 12, period });
  });

  live(
    'an order that ends a trial is asked again, and not charged, where the trial has become a paid subscription',
    async () => {
      const claire = await shop().customer({ status: 'trial' });
      const checkout = await claire.checkOut({ seats: 12, endTrial: true });
      await shop().service.put(`/v1/subscriptions/${claire.subscription}`, subscriptionBody(claire.account, {}, 2));
      const asked = await claire.place(checkout);
      // 372.00 less 155.00 x 16/31 = 80.00
      expect(asked).toMatchObject({
        ...{ state: 'verifying', askAgain: { reason: 'subscription_moved' }, quote: { net: { amount: '292.00' } } },
      });
      expect(asked.quote?.changes[0]).not.toHaveProperty('trialEnded');
      expect(await claire.gatewayBook(checkout.changeId)).toEqual([]);
    },
  );

  live('a paused subscription is not changed, and the answer says when it goes on', async () => {
    const claire = await shop().customer({ status: 'paused', resumesOn: '2026-05-01' });
    for (const wish of [{ seats: 6 }, { endTrial: true as const }]) {
      const refused = await claire.refusedStart(wish);
      const facts = { status: 'paused', resumesOn: '2026-05-01' };
      expect(refused).toMatchObject({ status: 409, code: 'subscription_not_active', facts });
      expect(plainSpaces(String(refused.detail))).toContain('1 May 2026');
    }
  });

  live('a change before a pause that is set is priced as usual, tells the pause and leaves it', async () => {
    const claire = await shop().customer({ pausesOn: END, locale: 'en' });
    const placed = await claire.buy({ seats: 8 });
    // As without the pause: 8 x 31.00 less 80.00, x 1.2.
    expect(placed).toMatchObject({ state: 'completed', quote: { dueToday: { amount: '201.60' } } });
    expect(placed.quote?.explanation.terms.join()).toMatch(/paused as of 10\sApril\s2026/);
    expect(await shownTo(claire)).toMatchObject({ status: 'active', pausesOn: END, seats: 8 });
  });
});
