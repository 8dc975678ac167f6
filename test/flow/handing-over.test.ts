import { HOUR } from '../../billing/calendar/durations';
import { changeSettings } from '../../dev/stack/change-settings';
import { dayComesIn } from '../support/agreed-day';
import { accountBody, type Customer, subscriptionBody } from '../support/flow-facts';
import { everyRun } from '../support/flow-runs';
import type { Buyer } from '../support/flow-shop';
import { TENANT } from '../support/flow-stand';
import { PATIENCE, until } from '../support/within';

const NOW = { type: 'ACCEPT_HANDOVER', effective: 'now', purchaseOrder: null };

everyRun('handing over', (shop, live, both) => {
  both('a lower tier is handed over to support, and the customer verifies and places what was agreed', async () => {
    const claire = await shop().customer();
    const order = await claire.start({ tierId: 'starter' });
    // 5 x 15.50 = 77.50 less 80.00 = -2.50, x 1.2 = 3.00 on the balance
    expect(order).toMatchObject({
      state: 'handedOver.waiting',
      route: 'customer_support',
      quote: { toBalance: { amount: '3.00' } },
    });
    expect(order.allowedEvents).not.toContain('ACCEPT_HANDOVER');
    const { team, since, answerBy } = order.handOver ?? {};
    expect(team).toBe('customer_support');
    expect(Date.parse(answerBy ?? '') - Date.parse(since ?? '')).toBe(48 * HOUR);
    const accepted = await shop().agent.act(order.changeId, NOW);
    expect(accepted).toMatchObject({ state: 'reviewing', agreement: { effective: 'now', purchaseOrder: null } });
    const checkout = await claire.send(order.changeId, { type: 'CHECKOUT' });
    expect(await claire.place(checkout)).toMatchObject({ state: 'completed' });
    expect(await claire.terms()).toMatchObject({ tierId: 'starter', seats: 5 });
    expect((await claire.ledger()).balance).toBe('3.00');
    await until(PATIENCE, 'all mails', async () => (await claire.mails()).length > 2);
    expect((await claire.mails()).map(({ kind }) => kind).sort()).toEqual([
      ...['confirmed', 'handOverAccepted', 'handOverReceived'],
    ]);
  });

  live('support places a handed-over order with the consent of the customer on record', async () => {
    const claire = await shop().customer();
    const { changeId } = await claire.start({ tierId: 'starter' });
    await shop().agent.act(changeId, NOW);
    await shop().agent.send(changeId, { type: 'CHECKOUT' });
    const placing = { type: 'PLACE_ORDER', consent: 'Claire agreed by phone on 25 March.' };
    const consent = { userId: 'agnes', text: placing.consent };
    expect(await shop().agent.send(changeId, placing)).toMatchObject({ state: 'completed', consent });
    const deeds = await shop().stand.store.audit.listOfChange(TENANT, changeId, 10);
    const facts = { consent: placing.consent };
    expect(deeds).toContainEqual(expect.objectContaining({ action: 'PLACE_ORDER', actorId: 'agnes', facts }));
    expect(deeds.at(-1)).toMatchObject({ action: 'PLACE_ORDER:outcome', after: { state: 'completed' } });
  });

  live(
    'an order is handed over again when it is edited after the agreement, which covers exactly what was agreed',
    async () => {
      const claire = await shop().customer();
      const { changeId } = await claire.start({ tierId: 'starter' });
      await shop().agent.act(changeId, NOW);
      const edited = await claire.edit(changeId, { tierId: 'starter', seats: 4 });
      expect(edited).toMatchObject({ state: 'handedOver.waiting', agreement: null });
    },
  );

  live('support amends a handed-over order; an amendment that the rules refuse leaves it as it was', async () => {
    const claire = await shop().customer();
    const { changeId, quote } = await claire.start({ tierId: 'starter' });
    const amend = (seats: number) => {
      const changes = [{ subscriptionId: claire.subscription, tierId: 'starter', seats }];
      return { type: 'AMEND', changes };
    };
    expect(await shop().agent.refusedAct(changeId, amend(1_000))).toMatchObject({ code: 'seats_out_of_range' });
    const kept = await claire.look(changeId);
    expect(kept).toMatchObject({ state: 'handedOver.waiting', quote: { hash: quote?.hash } });
    const amended = await shop().agent.act(changeId, amend(4));
    expect(amended).toMatchObject({ state: 'handedOver.waiting', quote: { changes: [{ after: { seats: 4 } }] } });
  });

  live('an order is handed over again when its subscription is not any more what the agreement was about', async () => {
    const claire = await shop().customer();
    const { changeId } = await claire.start({ tierId: 'starter' });
    await shop().agent.act(changeId, NOW);
    const checkout = await claire.send(changeId, { type: 'CHECKOUT' });
    const grown = subscriptionBody(claire.account, { seats: 20 }, 2);
    await shop().service.put(`/v1/subscriptions/${claire.subscription}`, grown);
    const placed = await claire.place(checkout);
    expect(placed).toMatchObject({
      state: 'handedOver.waiting',
      agreement: null,
      quote: { changes: [{ before: { seats: 20 } }] },
    });
  });

  live('an order whose hand-over is declined ends and lets the subscription go', async () => {
    const claire = await shop().customer();
    const { changeId } = await claire.start({ tierId: 'starter' });
    const message = 'Your contract runs until June: ask us again in May.';
    const declined = await shop().agent.act(changeId, { type: 'DECLINE_HANDOVER', message });
    const handOver = { team: 'customer_support', since: null, answerBy: null, message };
    expect(declined).toMatchObject({ state: 'cancelled', ending: 'declined', done: true, handOver });
    expect(await claire.look(changeId)).toMatchObject({
      handOver,
      headline: expect.stringMatching(/was not accepted|n’a pas été acceptée/),
    });
    await until(PATIENCE, 'both mails', async () => (await claire.mails()).length > 1);
    expect((await claire.mails()).map(({ kind }) => kind).sort()).toEqual(['handOverDeclined', 'handOverReceived']);
    expect(await claire.start({ seats: 6 })).toMatchObject({ state: 'reviewing' });
  });

  both(
    'an advisor agrees a corporate change with its purchase order, and a callback confirms its fulfilment later',
    async () => {
      const { fulfilment } = shop().stand;
      const kim = await shop().customer({ kind: 'corporate' });
      const { changeId, route } = await kim.start({ seats: 6 });
      expect(route).toBe('advisor');
      const unnamed = await shop().agent.refusedAct(changeId, NOW);
      expect(unnamed).toMatchObject({
        code: 'invalid_request',
        errors: [{ pointer: '/purchaseOrder', detail: expect.stringContaining('purchase order number') }],
      });
      await shop().agent.act(changeId, { ...NOW, purchaseOrder: 'PO-117' });
      const placed = await kim.place(await kim.send(changeId, { type: 'CHECKOUT' }));
      // 6 x 31.00 - 80.00 = 106.00, x 1.2 = 127.20
      expect(placed).toMatchObject({ state: 'finishing.fulfilling.waiting', settled: true, done: false });
      expect(await kim.gatewayBook(changeId)).toEqual(['charge 12720']);
      expect(await kim.refused(changeId, { type: 'CANCEL' })).toMatchObject({ code: 'too_late_to_cancel' });
      expect((await kim.mails())[0]?.body).toMatch(/bon de commande.*PO-117/s);
      const order = fulfilment.orders().find((each) => each.order.changeId === changeId)?.order;
      expect(order).toMatchObject({ purchaseOrderNumber: 'PO-117', changes: [{ seats: 6 }] });
      await fulfilment.confirm(order?.reference ?? '');
      expect(await kim.reaches(changeId, 'completed')).toMatchObject({ done: true });
      expect(await kim.gatewayBook(changeId)).toHaveLength(1);
    },
  );

  both('support sees an overdue fulfilment, and the callback that comes after all moves the order on', async () => {
    const { fulfilment, store } = shop().stand;
    await changeSettings(store, TENANT, { fulfilmentDays: 0 });
    const kim = await shop().customer({ kind: 'corporate' });
    const { changeId } = await kim.start({ seats: 6 });
    await shop().agent.act(changeId, { ...NOW, purchaseOrder: 'PO-119' });
    const placed = await kim.place(await kim.send(changeId, { type: 'CHECKOUT' }));
    expect(placed.stuck).toMatchObject({ step: 'fulfilling', code: 'FulfilmentOverdue' });
    expect((await shop().agent.look(changeId)).allowedEvents).toEqual(['RETRY', 'SKIP', 'HOLD']);
    await changeSettings(store, TENANT, { fulfilmentDays: 3 });
    const order = fulfilment.orders().find((each) => each.order.changeId === changeId)?.order;
    await fulfilment.confirm(order?.reference ?? '');
    expect(await kim.reaches(changeId, 'completed')).toMatchObject({ done: true });
    expect(await kim.gatewayBook(changeId)).toEqual(['charge 12720']);
  });

  both('an order that fulfilment rejects is stuck until two persons override or one skips', async () => {
    const { fulfilment } = shop().stand;
    const kim = await shop().customer({ kind: 'corporate' });
    const { changeId } = await kim.start({ seats: 6 });
    await shop().agent.act(changeId, { ...NOW, purchaseOrder: 'PO-118' });
    await kim.place(await kim.send(changeId, { type: 'CHECKOUT' }));
    const order = fulfilment.orders().find((each) => each.order.changeId === changeId)?.order;
    await fulfilment.reject(order?.reference ?? '', 'out_of_stock');
    const stuck = await kim.reaches(changeId, 'finishing.fulfilling.stuck.waiting');
    expect(stuck.stuck).toMatchObject({ step: 'fulfilling', code: 'FulfilmentRejected', attempts: 1 });
    expect(stuck.allowedEvents).toEqual([]);
    expect(await shop().agent.act(changeId, { type: 'RETRY' })).toMatchObject({ stuck: { attempts: 2 } });
    const override = { type: 'OVERRIDE', evidence: 'Delivered by hand on 26 March.' };
    const request = await shop().lead.request(changeId, override);
    expect(await shop().lead.refusedAct(changeId, request)).toMatchObject({ code: 'second_person_required' });
    expect(await shop().secondLead.act(changeId, request)).toMatchObject({ state: 'completed' });
    expect(await kim.gatewayBook(changeId)).toEqual(['charge 12720']);
  });
});

/** How far the agreed day is from placing, in milliseconds; everything else of the quote is as it was made. */
const SOON = 1_000;
const FAR = 3_600_000;
let agreedDayIn = SOON;

everyRun(
  'an agreement for later',
  (shop, live, both) => {
    both(
      'a change agreed for the end of the period is priced by that day and placed without asking again',
      async () => {
        agreedDayIn = SOON;
        const { clock } = shop().stand;
        const claire = await shop().customer();
        const { changeId } = await claire.start({ tierId: 'starter' });
        const accepted = await shop().agent.act(changeId, { ...NOW, effective: 'period_end' });
        // Nothing of the old period is left on 10 April: 5 x 15.50 = 77.50, x 1.2 = 93.00
        expect(accepted.quote).toMatchObject({ dueToday: { amount: '93.00' }, dueOn: '2026-04-10' });
        const checkout = await claire.send(changeId, { type: 'CHECKOUT' });
        const placed = await claire.place(checkout);
        expect(placed).toMatchObject({ state: 'scheduled', settled: true });
        expect(await claire.gatewayBook(changeId)).toEqual([]);
        clock.set('2026-04-09T22:00:00Z');
        const done = await claire.reaches(changeId, 'completed');
        expect(done.quote).toMatchObject({ effectiveDate: '2026-04-10', total: { amount: '93.00' } });
        expect(await claire.gatewayBook(changeId)).toEqual(['charge 9300']);
        expect(await claire.terms()).toMatchObject({ tierId: 'starter', period: { start: '2026-04-10' } });
        clock.set('2026-03-25T09:00:00Z');
      },
    );

    /** Agreed with support for the end of the period and placed; on its day the facts are as they were brought in meanwhile. */
    const agreedAndPlaced = async (claire: Buyer, meanwhile?: () => Promise<void>) => {
      agreedDayIn = SOON;
      const { changeId } = await claire.start({ tierId: 'starter' });
      await shop().agent.act(changeId, { ...NOW, effective: 'period_end' });
      const checkout = await claire.send(changeId, { type: 'CHECKOUT' });
      await meanwhile?.();
      shop().stand.clock.set('2026-04-09T22:00:00Z');
      await claire.place(checkout);
      return changeId;
    };
    const facts = (claire: Buyer, customer: Customer) => () =>
      shop().service.put(`/v1/subscriptions/${claire.subscription}`, subscriptionBody(claire.account, customer, 2));
    const told = async (claire: Buyer, changeId: string) => {
      const mails = (await claire.mails()).filter(({ kind }) => kind === 'agreedNotMade');
      const items = await shop().stand.store.supportItems.listOpen(TENANT, 100);
      return { mails: mails.length, items: items.filter(({ facts }) => facts.changeId === changeId) };
    };
    afterEach(() => shop().stand.clock.set('2026-03-25T09:00:00Z'));

    both('an agreed change whose card is declined on its day tells its customer and support, once', async () => {
      const claire = await shop().customer();
      await shop().stand.payments().script({ fault: 'decline', code: 'card_declined', operation: 'charge' });
      const changeId = await agreedAndPlaced(claire);
      const back = await claire.reaches(changeId, 'verifying');
      expect(back).toMatchObject({ askAgain: { reason: 'payment_declined', code: 'card_declined' } });
      expect(await told(claire, changeId)).toMatchObject({
        mails: 1,
        items: [{ kind: 'agreed_not_made', facts: { because: 'card_declined' } }],
      });
      expect(await claire.place(back)).toMatchObject({ state: 'completed' });
      expect(await told(claire, changeId)).toMatchObject({ mails: 1 });
    });

    live('an agreed change of a subscription that ended meanwhile ends, and its people are told', async () => {
      const claire = await shop().customer();
      const changeId = await agreedAndPlaced(claire, facts(claire, { status: 'ended' }));
      const over = await claire.reaches(changeId, 'cancelled');
      expect(over).toMatchObject({ ending: 'refused', refusal: { code: 'subscription_not_active' } });
      expect(await told(claire, changeId)).toMatchObject({
        mails: 1,
        items: [{ kind: 'agreed_not_made', facts: { because: 'subscription_not_active' } }],
      });
      expect(await claire.gatewayBook(changeId)).toEqual([]);
    });

    live('an agreed change of an account that is past due on its day waits for its customer, who is told', async () => {
      const claire = await shop().customer();
      const pastDue = { ...accountBody({ pastDue: true }), version: 2 };
      const changeId = await agreedAndPlaced(claire, () =>
        shop().service.put(`/v1/accounts/${claire.account}`, pastDue),
      );
      const back = await claire.reaches(changeId, 'verifying');
      expect(back).toMatchObject({ refusal: { code: 'past_due' } });
      expect(await told(claire, changeId)).toMatchObject({ mails: 1, items: [{ facts: { because: 'past_due' } }] });
      expect(await claire.gatewayBook(changeId)).toEqual([]);
    });

    live(
      'an agreed change of a subscription that was renewed meanwhile is made by itself when it costs no more',
      async () => {
        const claire = await shop().customer();
        const period = { start: '2026-04-10', end: '2026-05-10' };
        const changeId = await agreedAndPlaced(claire, facts(claire, { period }));
        expect(await claire.reaches(changeId, 'completed')).toMatchObject({ ending: null });
        expect(await told(claire, changeId)).toEqual({ mails: 0, items: [] });
      },
    );

    live('a customer cancels a scheduled change before it takes effect', async () => {
      agreedDayIn = FAR;
      const claire = await shop().customer();
      const { changeId } = await claire.start({ tierId: 'starter' });
      await shop().agent.act(changeId, { ...NOW, effective: 'period_end' });
      await claire.place(await claire.send(changeId, { type: 'CHECKOUT' }));
      const cancelled = await claire.send(changeId, { type: 'CANCEL' });
      expect(cancelled).toMatchObject({ state: 'cancelled', ending: 'cancelled' });
      expect(await claire.terms()).toMatchObject({ tierId: 'professional' });
    });
  },
  { steps: dayComesIn(() => agreedDayIn) },
);
