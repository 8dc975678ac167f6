import { accountBody, subscriptionBody } from '../support/flow-facts';
import { everyRun } from '../support/flow-runs';
import type { Buyer } from '../support/flow-shop';
import { PATIENCE, until } from '../support/within';

everyRun('orders that are asked about again', (shop, live, both) => {
  afterEach(() => shop().stand.clock.set('2026-03-25T09:00:00Z'));

  both('an order whose quote has expired is priced anew and placed at once when it costs no more', async () => {
    const claire = await shop().customer();
    const checkout = await claire.checkOut({ seats: 8 });
    shop().stand.clock.advance({ minutes: 31 });
    const placed = await claire.place(checkout);
    expect(placed).toMatchObject({ state: 'completed', askAgain: null });
    expect(placed.quote?.hash).not.toBe(checkout.quote?.hash);
    expect(await claire.gatewayBook(placed.changeId)).toEqual(['charge 20160']);
  });

  both('an order whose quote has expired is shown again when it would cost more', async () => {
    const claire = await shop().customer();
    const checkout = await claire.checkOut({ seats: 8 });
    shop().stand.clock.advance({ days: 1 });
    const back = await claire.place(checkout);
    // One day less to credit: 155.00 x 15/31 = 75.00, so 248.00 - 75.00 = 173.00, x 1.2 = 207.60
    expect(back).toMatchObject({
      state: 'verifying',
      askAgain: { reason: 'quote_expired', previousDue: { amount: '201.60' } },
      quote: { dueToday: { amount: '207.60' } },
    });
    expect(await claire.gatewayBook(back.changeId)).toEqual([]);
    expect(await claire.place(back)).toMatchObject({ state: 'completed' });
    expect(await claire.gatewayBook(back.changeId)).toEqual(['charge 20760']);
  });

  both('an order whose subscription was renewed meanwhile is shown again even when it costs less', async () => {
    const claire = await shop().customer();
    const checkout = await claire.checkOut({ seats: 8 });
    const renewed = { ...subscriptionBody(claire.account, { billed: '310.00', seats: 10 }), version: 2 };
    await shop().service.put(`/v1/subscriptions/${claire.subscription}`, renewed);
    const back = await claire.place(checkout);
    // 310.00 x 16/31 = 160.00; 248.00 - 160.00 = 88.00, x 1.2 = 105.60: what was three more is two fewer now
    expect(back).toMatchObject({
      state: 'verifying',
      askAgain: { reason: 'subscription_moved', previousDue: { amount: '201.60' } },
      quote: { dueToday: { amount: '105.60' }, changes: [{ before: { seats: 10 }, after: { seats: 8 } }] },
    });
    expect(await claire.gatewayBook(back.changeId)).toEqual([]);
    expect(await claire.place(back)).toMatchObject({ state: 'completed' });
    expect(await claire.gatewayBook(back.changeId)).toEqual(['charge 10560']);
  });

  live('an order whose card was taken off the account asks for another one once it is edited', async () => {
    const claire = await shop().customer();
    const { changeId } = await claire.checkOut({ seats: 8 });
    const cardTakenOff = { ...accountBody({}), paymentMethod: null, version: 2 };
    await shop().service.put(`/v1/accounts/${claire.account}`, cardTakenOff);
    await claire.edit(changeId, { seats: 9 });
    const checkout = await claire.send(changeId, { type: 'CHECKOUT' });
    expect(checkout).toMatchObject({ hasPaymentMethod: false, missing: [expect.anything()] });
    expect(await claire.refused(changeId, { type: 'PLACE_ORDER' })).toMatchObject({ code: 'payment_details_required' });
  });

  live('an order whose cart changed meanwhile is priced anew with what is in it now', async () => {
    const claire = await shop().customer();
    const put = (amount: string, version: number) =>
      shop().service.put(`/v1/carts/${claire.account}`, {
        currency: 'EUR',
        items: [{ itemId: 'training', description: 'Training day', amount }],
        version,
      });
    await put('120.00', 1);
    const { changeId } = await claire.start({ seats: 8 });
    await claire.send(changeId, { type: 'ADD_TO_CART' });
    const checkout = await claire.send(changeId, { type: 'CHECKOUT' });
    await put('220.00', 2);
    const back = await claire.place(checkout);
    // (168.00 + 220.00) x 1.2 = 465.60
    const reason = { askAgain: { reason: 'cart_moved' } };
    expect(back).toMatchObject({ state: 'verifying', ...reason, quote: { dueToday: { amount: '465.60' } } });
    // Also when it costs less, and when the quote has run out meanwhile as well.
    await put('20.00', 3);
    shop().stand.clock.advance({ minutes: 31 });
    const cheaper = await claire.place(back);
    expect(cheaper).toMatchObject({ state: 'verifying', ...reason, quote: { dueToday: { amount: '225.60' } } });
    expect(await claire.gatewayBook(changeId)).toEqual([]);
    expect(await claire.place(cheaper)).toMatchObject({ state: 'completed' });
    expect(await claire.gatewayBook(changeId)).toEqual(['charge 22560']);
  });

  const ACCOUNTS = [
    ['past due', { pastDue: true }, 'past_due'],
    ['somebody else’s to decide', { billingContactIds: ['dora'] }, 'not_billing_contact'],
    ['kept in another currency', { currency: 'USD' }, 'currency_mismatch'],
  ] as const;
  for (const [what, facts, code] of ACCOUNTS)
    live(`an order whose account is ${what} when it is placed is not placed`, async () => {
      const claire = await shop().customer();
      const checkout = await claire.checkOut({ seats: 8 });
      await shop().service.put(`/v1/accounts/${claire.account}`, { ...accountBody({}), ...facts, version: 2 });
      const desk = 'billingContactIds' in facts ? shop().agent : claire;
      const sent = { type: 'PLACE_ORDER', ...(desk === claire ? {} : { consent: 'By phone.' }) };
      expect(await desk.refused(checkout.changeId, sent)).toMatchObject({ code });
      const seen = await shop().agent.look(checkout.changeId);
      expect(seen).toMatchObject({ state: 'verifying', askAgain: { reason: 'account_changed' }, refusal: { code } });
      expect(await claire.gatewayBook(checkout.changeId)).toEqual([]);
      await shop().service.put(`/v1/accounts/${claire.account}`, { ...accountBody({}), version: 3 });
      expect(await claire.place(seen)).toMatchObject({ state: 'completed' });
    });

  live('an order whose first contact has left is placed by another one', async () => {
    const claire = await shop().customer();
    const checkout = await claire.checkOut({ seats: 8 });
    const account = accountBody({});
    await shop().service.put(`/v1/accounts/${claire.account}`, { ...account, billingContactIds: ['dora'], version: 2 });
    expect(await claire.as('dora').place(checkout)).toMatchObject({ state: 'completed' });
    expect(await claire.gatewayBook(checkout.changeId)).toEqual(['charge 20160']);
  });

  live(
    'an order whose account became corporate when it is placed goes to the advisor, and is not charged',
    async () => {
      const claire = await shop().customer();
      const checkout = await claire.checkOut({ seats: 8 });
      await shop().service.put(`/v1/accounts/${claire.account}`, { ...accountBody({ kind: 'corporate' }), version: 2 });
      expect(await claire.place(checkout)).toMatchObject({ state: 'handedOver.waiting', route: 'advisor' });
      expect(await claire.gatewayBook(checkout.changeId)).toEqual([]);
    },
  );

  live('an order whose customer has moved to another country is shown again with the VAT of that country', async () => {
    const claire = await shop().customer();
    const checkout = await claire.checkOut({ seats: 8 });
    await shop().service.put(`/v1/accounts/${claire.account}`, { ...accountBody({ country: 'DE' }), version: 2 });
    const back = await claire.place(checkout);
    expect(back).toMatchObject({
      state: 'verifying',
      askAgain: { reason: 'account_changed', previousDue: { amount: '201.60' } },
      quote: { vatTreatment: { country: 'DE' } },
    });
    expect(await claire.gatewayBook(back.changeId)).toEqual([]);
    expect(await claire.place(back)).toMatchObject({ state: 'completed' });
  });

  const GONE = [
    ['card was taken off the account', { paymentMethod: null }, { hasPaymentMethod: false }],
    ['card was replaced', { paymentMethod: 'pm_other' }, { hasPaymentMethod: true }],
    ['address is now outside of the EU’s VAT', { country: 'DE', postalCode: '78266' }, { hasPaymentMethod: true }],
  ] as const;
  for (const [what, facts, shown] of GONE)
    live(`an order whose ${what} is never placed unseen`, async () => {
      const claire = await shop().customer({ country: 'DE' });
      const checkout = await claire.checkOut({ seats: 8 });
      const body = { ...accountBody({ country: 'DE' }), ...facts, version: 2 };
      await shop().service.put(`/v1/accounts/${claire.account}`, body);
      const back = await claire.place(checkout);
      expect(back).toMatchObject({ state: 'verifying', askAgain: { reason: 'account_changed' }, ...shown });
      expect(await claire.gatewayBook(back.changeId)).toEqual([]);
    });

  both('an order whose VAT number was taken off the account is shown again with VAT', async () => {
    const bernd = await shop().customer({ country: 'DE', vatNumber: 'DE811115368' });
    await bernd.send((await bernd.checkOut({ seats: 8 })).changeId, { type: 'PROVIDE_VAT', vatNumber: 'DE811115368' });
    shop().stand.clock.advance({ seconds: 5 });
    const checkout = await bernd.checkOut({ seats: 9 });
    expect(checkout).toMatchObject({ vat: { status: 'valid' }, quote: { vatTreatment: { kind: 'reverse_charge' } } });
    await shop().service.put(`/v1/accounts/${bernd.account}`, { ...accountBody({ country: 'DE' }), version: 2 });
    const back = await bernd.place(checkout);
    expect(back).toMatchObject({
      ...{ state: 'verifying', vat: null, askAgain: { reason: 'account_changed' } },
      quote: { vatTreatment: { kind: 'destination' } },
    });
    expect(await bernd.gatewayBook(back.changeId)).toEqual([]);
  });

  both('an order that a newer one of its subscription replaces cannot be placed any more', async () => {
    const claire = await shop().customer();
    const older = await claire.checkOut({ seats: 8 });
    shop().stand.clock.advance({ seconds: 5 });
    const newer = await claire.checkOut({ seats: 6 });
    expect(await claire.reaches(older.changeId, 'superseded')).toMatchObject({ done: true, ending: 'superseded' });
    expect(await claire.refused(older.changeId, { type: 'PLACE_ORDER' })).toMatchObject({ code: 'event_not_allowed' });
    expect(await claire.place(newer)).toMatchObject({ state: 'completed' });
    expect(await claire.gatewayBook(older.changeId)).toEqual([]);
  });

  both('an order says what became of it when a newer one comes at the very moment it is placed', async () => {
    const buyers: Buyer[] = [];
    for (let count = 0; count < 7; count += 1) buyers.push(await shop().customer());
    const olders = await Promise.all(buyers.map((buyer) => buyer.checkOut({ seats: 8 })));
    shop().stand.clock.advance({ seconds: 5 });
    const statuses: number[] = [];
    for (const [index, buyer] of buyers.entries()) {
      const newer = buyer.tryToStart({ seats: 6 });
      // No wait for something to happen: each placing comes at another moment of being replaced, from before it until after.
      await new Promise((resolve) => setTimeout(resolve, index * 14));
      const placing = { body: { type: 'PLACE_ORDER' }, expect: [200, 409, 503] };
      const { status } = await buyer.ask('POST', `/v1/changes/${olders[index]?.changeId}/events`, placing);
      statuses.push(status);
      await newer;
    }
    expect(statuses).not.toContain(503);
  });

  live('an order that is being paid is not replaced: the newer one is refused', async () => {
    const claire = await shop().customer({ paymentMethod: 'pm_sepa' });
    const paying = await claire.buy({ seats: 8 });
    shop().stand.clock.advance({ seconds: 5 });
    expect(await claire.refusedStart({ seats: 6 })).toMatchObject({ status: 409, code: 'change_in_progress' });
    expect(await claire.look(paying.changeId)).toMatchObject({ state: 'settlingPayment.waiting' });
  });

  live('an order that is cancelled before it is paid lets the subscription go', async () => {
    const claire = await shop().customer();
    const { changeId } = await claire.checkOut({ seats: 8 });
    expect(await claire.send(changeId, { type: 'CANCEL' })).toMatchObject({ state: 'cancelled', ending: 'cancelled' });
    expect(await claire.start({ seats: 6 })).toMatchObject({ state: 'reviewing' });
  });

  live('an order that is made cannot be cancelled any more', async () => {
    const claire = await shop().customer();
    const { changeId } = await claire.buy({ seats: 8 });
    expect(await claire.refused(changeId, { type: 'CANCEL' })).toMatchObject({
      status: 409,
      code: 'too_late_to_cancel',
    });
  });

  both('housekeeping lets an order expire that nobody touches for a month, but not one that holds money', async () => {
    const { stand } = shop();
    const claire = await shop().customer();
    const bernd = await shop().customer({ paymentMethod: 'pm_sepa' });
    const idle = await claire.checkOut({ seats: 8 });
    const paying = await bernd.buy({ seats: 8 });
    // An order has idled since the engine's own time; the activities see the month pass.
    stand.clock.set(new Date(Date.now() + 31 * 86_400_000).toISOString());
    const swept = await stand.temporal.client.workflow.execute('housekeeping', {
      ...{ taskQueue: 'avenant', workflowId: `housekeeping-${idle.changeId}` },
    });
    expect(swept).toMatchObject({ expired: expect.any(Number) });
    expect(await claire.reaches(idle.changeId, 'expired')).toMatchObject({ ending: 'expired', done: true });
    await until(PATIENCE, 'its mail', async () => (await claire.mails()).length > 0);
    expect((await claire.mails()).map(({ kind }) => kind)).toEqual(['expired']);
    expect(await bernd.mails()).toEqual([]);
    expect(await bernd.look(paying.changeId)).toMatchObject({ state: 'settlingPayment.waiting' });
  });
});
