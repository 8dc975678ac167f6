import { Gate } from 'statechart-host/testing';
import { changeSettings } from '../../dev/stack/change-settings';
import { CONTACT, type Customer, SEAT_ADMIN, subscriptionBody } from '../support/flow-facts';
import { oneRun } from '../support/flow-runs';
import type { Wish } from '../support/flow-shop';

/** What is refused, to which customer, and what the answer says besides. */
const REFUSED: { code: string; status: number; who?: Customer; wish: Wish; facts?: object }[] = [
  { code: 'trial_expired', status: 409, who: { status: 'trial_expired' }, wish: { seats: 6 } },
  { code: 'subscription_not_active', status: 409, who: { status: 'paused' }, wish: { seats: 6 } },
  { code: 'past_due', status: 409, who: { pastDue: true }, wish: { seats: 6 } },
  { code: 'subscription_moved', status: 409, wish: { seats: 6, expectedSeats: 4 }, facts: { seats: 5 } },
  { code: 'unknown_tier', status: 422, wish: { tierId: 'enterprise' } },
  { code: 'nothing_to_change', status: 422, wish: { seats: 5 } },
  { code: 'seats_out_of_range', status: 422, wish: { seats: 101 }, facts: { maxSeats: 100 } },
  { code: 'price_missing', status: 422, wish: { frequency: 'quarter' } },
];

oneRun('refusals', (shop) => {
  it.each(REFUSED)('a change is refused as $code', async ({ code, status, who = {}, wish, facts = {} }) => {
    const claire = await shop().customer(who);
    const before = await claire.terms();
    const problem = await claire.refusedStart(wish);
    expect(problem).toMatchObject({ status, code, changeId: expect.any(String), facts });
    expect(await claire.look(String(problem.changeId))).toMatchObject({ state: 'refused', done: true });
    expect(await claire.terms()).toEqual(before);
  });

  it('an order that is refused for an open invoice leads to where the seller lets it be paid, in its answer and its view', async () => {
    const openInvoicesUrl = 'https://pay.example/invoices';
    await changeSettings(shop().stand.store, 'acme', { openInvoicesUrl });
    const claire = await shop().customer({ pastDue: true });
    const problem = await claire.refusedStart({ seats: 6 });
    const next = expect.stringContaining(openInvoicesUrl);
    expect(problem).toMatchObject({ code: 'past_due', facts: { openInvoicesUrl }, next });
    const { refusal } = await claire.look(String(problem.changeId));
    expect(refusal).toMatchObject({ code: 'past_due', facts: { openInvoicesUrl }, next });
    await changeSettings(shop().stand.store, 'acme', { openInvoicesUrl: null });
  });

  it('a change that somebody asks for who may not is refused, and a stranger does not hear that there is such a subscription', async () => {
    const claire = await shop().customer();
    const [administrator, stranger] = [claire.as(SEAT_ADMIN), claire.as('eve')];
    expect(await administrator.refusedStart({ seats: 6 })).toMatchObject({ status: 403, code: 'not_billing_contact' });
    expect(await stranger.refusedStart({ seats: 6 })).toMatchObject({ status: 404, code: 'subscription_not_found' });
  });

  it('an order too large for the engine is refused when a quote is asked for and when it is started', async () => {
    const claire = await shop().customer();
    const body = subscriptionBody(claire.account, {});
    const [line] = body.billedLines;
    const billedLines = Array.from({ length: 100 }, (_, index) => ({ ...line, lineId: `line_${index}` }));
    const subscriptions = Array.from({ length: 14 }, (_, index) => `${claire.subscription}_${index}`);
    for (const subscription of subscriptions) {
      await shop().service.put(`/v1/subscriptions/${subscription}`, { ...body, billedLines });
    }
    const changes = subscriptions.map((subscriptionId) => ({ subscriptionId, seats: 6 }));
    const refused = { status: 422, code: 'order_too_large', facts: { lines: 1_414, most: 110 } };
    for (const path of ['/v1/quotes', '/v1/changes']) {
      const { body: problem } = await claire.ask<object>('POST', path, { body: { changes }, expect: [422] });
      expect([path, problem]).toEqual([path, expect.objectContaining(refused)]);
      expect(problem).toMatchObject({ detail: expect.stringMatching(/1,414 lines, and 110 are allowed/) });
    }
  });

  it('a change of a subscription that nobody has is refused as subscription_not_found', async () => {
    const claire = await shop().customer();
    const wish = { subscriptionId: 'sub_of_nobody', seats: 6 };
    expect(await claire.refusedStart(wish)).toMatchObject({ status: 404, code: 'subscription_not_found' });
  });

  it('a change of a subscription billed in another currency than its account is refused as currency_mismatch', async () => {
    const claire = await shop().customer();
    const body = { ...subscriptionBody(claire.account, { currency: 'USD' }), version: 2 };
    await shop().service.put(`/v1/subscriptions/${claire.subscription}`, body);
    expect(await claire.refusedStart({ seats: 6 })).toMatchObject({ status: 422, code: 'currency_mismatch' });
  });

  it('a change to fewer seats than are assigned is refused with the number of people to unassign', async () => {
    const claire = await shop().customer();
    for (const colleague of ['ana', 'ben', 'cleo']) await claire.assign(colleague);
    const problem = await claire.refusedStart({ seats: 1 });
    expect(problem).toMatchObject({
      status: 409,
      code: 'seats_below_assigned',
      facts: { seats: 1, assigned: 3, unassign: 2 },
    });
    expect(await claire.start({ seats: 3 })).toMatchObject({ state: 'reviewing' });
  });

  it('a customer may buy seats where the system of record left more people than seats', async () => {
    const claire = await shop().customer();
    for (const colleague of ['ana', 'ben', 'cleo']) await claire.assign(colleague);
    const body = { ...subscriptionBody(claire.account, { seats: 1 }), version: 2 };
    await shop().service.put(`/v1/subscriptions/${claire.subscription}`, body);
    const placed = await claire.place(
      await claire.send((await claire.start({ seats: 2 })).changeId, { type: 'CHECKOUT' }),
    );
    expect(placed).toMatchObject({ state: 'completed' });
    expect(await claire.terms()).toMatchObject({ seats: 2 });
  });

  it('one of two different changes at the same moment is refused as change_in_progress', async () => {
    const claire = await shop().customer();
    const answers = await Promise.all([6, 9].map((seats) => claire.tryToStart({ seats })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const [winner] = answers.filter(({ status }) => status === 201);
    const [loser] = answers.filter(({ status }) => status === 409);
    expect(loser?.body).toMatchObject({ code: 'change_in_progress', facts: { openChangeId: winner?.body.changeId } });
    const changeId = String(winner?.body.changeId);
    const placed = await claire.place(await claire.send(changeId, { type: 'CHECKOUT' }));
    expect(placed).toMatchObject({ state: 'completed' });
    expect(await claire.gatewayBook(String(loser?.body.changeId))).toEqual([]);
    expect(await claire.gatewayBook(changeId)).toHaveLength(1);
  });

  it('the same key names the same order, however many call at the same moment', async () => {
    const claire = await shop().customer();
    const key = `${CONTACT}-pressed-the-button-twice`;
    const answers = await Promise.all([1, 2, 3].map(() => claire.tryToStart({ seats: 6 }, key)));
    const orders = answers.filter(({ status }) => status === 201).map(({ body }) => body.changeId);
    expect(new Set(orders).size).toBe(1);
    // While the first is still under way, a repetition is told so and starts nothing.
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
  });
});

const LEFT_BEHIND = 9;
const worker = new Gate();

oneRun(
  'an order that its worker comes to late',
  (shop) => {
    it('an order that a worker takes up late is refused, and a later order of its subscription stays', async () => {
      const claire = await shop().customer();
      const late = claire.tryToStart({ seats: LEFT_BEHIND });
      await worker.arrived();
      const later = await claire.start({ seats: 6 });
      shop().stand.clock.advance({ seconds: 5 });
      worker.open();
      expect(await late).toMatchObject({
        status: 409,
        body: { code: 'change_in_progress', facts: { openChangeId: later.changeId } },
      });
      expect(await claire.look(later.changeId)).toMatchObject({ state: 'reviewing' });
    });
  },
  {
    steps: ({ assess }) => ({
      assess: async (input) => {
        if (input.changes[0]?.seats === LEFT_BEHIND) await worker.pass();
        return assess(input);
      },
    }),
  },
);
