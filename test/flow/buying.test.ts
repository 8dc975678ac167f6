import { orderReference } from '../../receipts/order-reference';
import { everyRun } from '../support/flow-runs';

interface ShownSubscription {
  subscriptionId: string;
  assignedSeats: number;
  freeSeats: number;
  newSeats: number;
  billedLines: object[];
  version: number;
}

/** A subscription without what the answer tells beside the facts of it. */
function broughtIn(shown: ShownSubscription): ShownSubscription {
  const { statusToday, names, nextBill, noBill, openOrder, agreedChange, ...facts } = shown as ShownSubscription &
    Record<string, unknown>;
  expect({ statusToday, names, nextBill, noBill, openOrder, agreedChange }).toMatchObject({ openOrder: null });
  return facts;
}

everyRun('buying a change', (shop, live, both) => {
  both('a change costs its prorated price once, and its details are mailed', async () => {
    const claire = await shop().customer();
    const summary = await claire.start({ seats: 8 });
    expect(summary).toMatchObject({ state: 'reviewing', route: 'self_serve', missing: [] });
    // Credit 155.00 x 16/31 = 80.00; charge 8 x 31.00 = 248.00; net 168.00; VAT 20 % = 33.60; total 201.60.
    expect(summary.quote).toMatchObject({
      net: { amount: '168.00' },
      vat: { amount: '33.60' },
      dueToday: { amount: '201.60', currency: 'EUR' },
      rateIncreases: true,
    });
    const checkout = await claire.send(summary.changeId, { type: 'CHECKOUT' });
    expect(checkout).toMatchObject({ state: 'verifying', quote: { hash: summary.quote?.hash } });
    const placed = await claire.place(checkout);
    expect(placed).toMatchObject({ state: 'completed', done: true, payment: { status: 'paid' } });

    expect(await claire.gatewayBook(placed.changeId)).toEqual(['charge 20160']);
    // 80.00 + 16.00 - 248.00 - 49.60 + 201.60 = 0.00
    expect(await claire.ledger()).toEqual({
      balance: '0.00',
      entries: ['credit 80.00', 'vat 16.00', 'charge -248.00', 'vat -49.60', 'payment 201.60'],
    });
    expect(await claire.terms()).toMatchObject({ seats: 8, period: { start: '2026-03-25', end: '2026-04-25' } });
    const [mail, ...others] = await claire.mails();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      ...{ kind: 'confirmed', recipientId: 'claire', locale: 'fr' },
      subject: 'Votre abonnement est modifié',
    });
    expect(mail?.body).toContain(`Votre commande ${orderReference(placed.changeId)} est effectuée.`);
    expect(mail?.body).toMatch(/8\spostes.*201[.,]60/s);
  });

  both('an order asks for payment details once and keeps them for the next order', async () => {
    const { clock } = shop().stand;
    const claire = await shop().customer({ paymentMethod: null, locale: 'en' });
    const { changeId } = await claire.checkOut({ frequency: 'year' });
    expect(await claire.refused(changeId, { type: 'PLACE_ORDER' })).toMatchObject({
      code: 'payment_details_required',
      missing: ['payment_details'],
    });
    const ready = await claire.send(changeId, { type: 'PROVIDE_PAYMENT', paymentToken: 'pm_ok' });
    expect(ready).toMatchObject({ state: 'verifying', missing: [], hasPaymentMethod: true });
    expect(await claire.place(ready)).toMatchObject({ state: 'completed' });
    // 5 x 310.00 = 1550.00 less 155.00 x 16/31 = 80.00, and 20 % VAT: 1470.00 x 1.2 = 1764.00
    expect(await claire.gatewayBook(changeId)).toEqual(['charge 176400']);
    expect((await claire.mails())[0]).toMatchObject({
      locale: 'en',
      subject: 'Your subscription has been changed',
      body: expect.stringMatching(/Your order \S+ is complete\..*5 seats.*1,?764\.00/s),
    });
    clock.advance({ seconds: 5 });
    const next = await claire.buy({ seats: 6 });
    expect(next).toMatchObject({ state: 'completed', hasPaymentMethod: true });
    // The day of change belongs to the new period: credit 1550.00 x 365/365, charge 6 x 310.00 = 1860.00; 310.00 x 1.2
    expect(await claire.gatewayBook(next.changeId)).toEqual(['charge 37200']);
  });

  live('a receipt says how an order was paid, and names the invoice that the system of record made of it', async () => {
    const claire = await shop().customer();
    const { changeId } = await claire.buy({ seats: 8 });
    const receipt = (): Promise<string> => claire.page(`/v1/changes/${changeId}/receipt`);
    expect(await receipt()).toContain('Carte bancaire');
    expect(await receipt()).not.toContain('F-2026-117');
    const path = `/v1/subscriptions/${claire.subscription}`;
    const shown = await claire.get<ShownSubscription>(path);
    expect(shown.assignedSeats + shown.freeSeats).toBe(8);
    expect(shown.newSeats).toBe(3);
    const { subscriptionId: _, assignedSeats: __, freeSeats: ___, newSeats: ____, ...facts } = broughtIn(shown);
    const billedLines = facts.billedLines.map((line) => ({ ...line, invoiceNumber: 'F-2026-117' }));
    await shop().service.put(path, { ...facts, billedLines, version: facts.version + 1 });
    expect(await receipt()).toContain('F-2026-117');
  });

  live('an order takes other payment details when the gateway refuses the first', async () => {
    const claire = await shop().customer({ paymentMethod: null });
    const { changeId, missing } = await claire.checkOut({ seats: 6 });
    expect(missing).toMatchObject([{ what: 'payment_details_or_vat_number' }]);
    await shop().stand.payments().script({ fault: 'decline', code: 'invalid_card', operation: 'setup' });
    const refused = await claire.send(changeId, { type: 'PROVIDE_PAYMENT', paymentToken: 'pm_ok' });
    expect(refused).toMatchObject({
      state: 'verifying',
      hasPaymentMethod: false,
      askAgain: { reason: 'payment_details_refused', code: 'invalid_card' },
    });
    const ready = await claire.send(changeId, { type: 'PROVIDE_PAYMENT', paymentToken: 'pm_ok' });
    expect(ready).toMatchObject({ askAgain: null });
    expect(await claire.place(ready)).toMatchObject({ state: 'completed' });
  });

  both('a checkout of the whole cart buys two changes with one charge', async () => {
    const { service } = shop();
    const claire = await shop().customer();
    const second = await claire.anotherSubscription({ tierId: 'premium', seats: 1, billed: '62.00' });
    const items = [{ itemId: 'training', description: 'Training day', amount: '120.00' }];
    await service.put(`/v1/carts/${claire.account}`, { currency: 'EUR', items, version: 1 });
    const summary = await claire.start({ seats: 8 });
    expect(summary.allowedEvents).toContain('ADD_TO_CART');
    expect(await claire.refused(summary.changeId, { type: 'CHECKOUT' })).toMatchObject({ code: 'event_not_allowed' });
    const { changeId } = await claire.send(summary.changeId, { type: 'ADD_TO_CART' });
    const join = (subscriptionId: string, seats: number) => ({ type: 'ADD_CHANGE', change: { subscriptionId, seats } });
    expect(await claire.refused(changeId, join(claire.subscription, 9))).toMatchObject({ code: 'changed_twice' });
    expect(await claire.refused(changeId, join('sub_absent', 2))).toMatchObject({ code: 'subscription_not_found' });
    expect(await claire.look(changeId)).toMatchObject({ state: 'inCart', changes: [{ seats: 8 }] });
    const joined = await claire.send(changeId, join(second, 2));
    expect(joined).toMatchObject({ state: 'reviewing', changes: [{ seats: 8 }, { seats: 2 }] });
    await claire.send(changeId, { type: 'ADD_TO_CART' });
    const checkout = await claire.send(changeId, { type: 'CHECKOUT' });
    // 168.00 as above; 2 x 62.00 - 62.00 x 16/31 = 124.00 - 32.00 = 92.00; training 120.00: 380.00 x 1.2 = 456.00
    expect(checkout).toMatchObject({ cart: { included: true }, quote: { net: { amount: '380.00' } } });
    expect(await claire.place(checkout)).toMatchObject({ state: 'completed' });
    expect(await claire.gatewayBook(changeId)).toEqual(['charge 45600']);
    const { balance, entries } = await claire.ledger();
    expect(balance).toBe('0.00');
    expect(entries).toContain('cart_item -120.00');
    expect(entries.filter((entry) => entry.startsWith('payment'))).toEqual(['payment 456.00']);
    expect((await claire.start({ seats: 9 })).cart).toMatchObject({ holdsItems: false });
  });

  live('an order of several subscriptions goes on with the others when a newer order takes one of them', async () => {
    const claire = await shop().customer();
    const second = await claire.anotherSubscription({ tierId: 'premium', seats: 1, billed: '62.00' });
    const both = await claire.startSeveral([
      { subscriptionId: claire.subscription, seats: 8 },
      { subscriptionId: second, seats: 2 },
    ]);
    // 168.00 and 92.00 as above
    expect(both).toMatchObject({ state: 'reviewing', quote: { net: { amount: '260.00' } }, dropped: [] });
    const { changeId } = await claire.send(both.changeId, { type: 'CHECKOUT' });
    shop().stand.clock.advance({ seconds: 5 });
    await claire.startSeveral([{ subscriptionId: second, seats: 3 }]);
    const left = await claire.reaches(changeId, 'reviewing');
    expect(left).toMatchObject({
      changes: [{ subscriptionId: claire.subscription }],
      quote: { net: { amount: '168.00' } },
      dropped: [{ change: { subscriptionId: second, seats: 2 }, refusal: { code: 'change_in_progress' } }],
      askAgain: { reason: 'change_dropped', previousDue: { amount: '312.00' } },
    });
    expect(await claire.place(await claire.send(changeId, { type: 'CHECKOUT' }))).toMatchObject({ state: 'completed' });
    expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160']);
  });

  live('an order of several subscriptions leaves out one whose renewal is due, and sells the others', async () => {
    const claire = await shop().customer();
    const period = { start: '2026-02-26', end: '2026-03-26' };
    const due = await claire.anotherSubscription({ tierId: 'premium', seats: 1, billed: '62.00', period });
    const { changeId } = await claire.startSeveral([
      { subscriptionId: claire.subscription, seats: 8 },
      { subscriptionId: due, seats: 2 },
    ]);
    const checkout = await claire.send(changeId, { type: 'CHECKOUT' });
    shop().stand.clock.set('2026-03-27T09:00:00Z');
    const back = await claire.place(checkout);
    expect(back).toMatchObject({
      state: 'verifying',
      changes: [{ subscriptionId: claire.subscription }],
      // 8 x 31.00 - 155.00 x 14/31 = 248.00 - 70.00
      quote: { net: { amount: '178.00' } },
      dropped: [{ change: { subscriptionId: due }, refusal: { code: 'renewal_missing' } }],
      askAgain: { reason: 'change_dropped' },
    });
    expect(await claire.place(back)).toMatchObject({ state: 'completed' });
    expect(await claire.gatewayBook(changeId)).toEqual(['charge 21360']);
    shop().stand.clock.set('2026-03-25T09:00:00Z');
  });

  both('an order is edited before it is placed; an edit that is refused leaves it as it was', async () => {
    const claire = await shop().customer();
    const { changeId } = await claire.checkOut({ seats: 8 });
    const edited = await claire.edit(changeId, { seats: 7 });
    // 7 x 31.00 - 80.00 = 137.00, x 1.2 = 164.40
    expect(edited).toMatchObject({ state: 'reviewing', quote: { dueToday: { amount: '164.40' } } });
    const edit = { type: 'EDIT', changes: [{ subscriptionId: claire.subscription, seats: 101 }] };
    expect(await claire.refused(changeId, edit)).toMatchObject({ status: 422, code: 'seats_out_of_range', changeId });
    const kept = await claire.look(changeId);
    expect(kept).toMatchObject({ state: 'reviewing', changes: [{ seats: 7 }], quote: { hash: edited.quote?.hash } });
    expect(kept.refusal).toMatchObject({ code: 'seats_out_of_range' });
    const checkout = await claire.send(changeId, { type: 'CHECKOUT' });
    expect(await claire.refused(changeId, { type: 'PLACE_ORDER', quoteHash: 'of-an-older-quote' })).toMatchObject({
      code: 'quote_changed',
    });
    expect(await claire.place(checkout)).toMatchObject({ state: 'completed' });
    expect(await claire.gatewayBook(changeId)).toEqual(['charge 16440']);
  });

  live('the money that fewer seats free goes on the balance, and the next order spends it', async () => {
    const claire = await shop().customer();
    const fewer = await claire.buy({ seats: 1 });
    // 31.00 - 80.00 = -49.00, x 1.2 = 58.80 on the balance
    expect(fewer).toMatchObject({ state: 'completed', payment: null, quote: { toBalance: { amount: '58.80' } } });
    expect(await claire.gatewayBook(fewer.changeId)).toEqual([]);
    expect((await claire.ledger()).balance).toBe('58.80');
    shop().stand.clock.advance({ seconds: 5 });
    const more = await claire.buy({ seats: 3 });
    // The period began today: 3 x 31.00 - 31.00 = 62.00, x 1.2 = 74.40, less the balance of 58.80 = 15.60
    expect(more).toMatchObject({ state: 'completed', quote: { balanceUsed: { amount: '58.80' } } });
    expect(await claire.gatewayBook(more.changeId)).toEqual(['charge 1560']);
    expect((await claire.ledger()).balance).toBe('0.00');
  });
});
