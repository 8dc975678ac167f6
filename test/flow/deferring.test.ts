import { changeSettings } from '../../dev/stack/change-settings';
import type { OrderDocument } from '../../schemas/orders/order';
import { dayComesIn } from '../support/agreed-day';
import type { Problem } from '../support/flow-api';
import { PRODUCT, PRODUCT_BODY } from '../support/flow-facts';
import { everyRun } from '../support/flow-runs';
import type { Buyer, Wish } from '../support/flow-shop';
import { TENANT } from '../support/flow-stand';
import { plainSpaces } from '../support/plain-spaces';

const LATER = { effective: 'period_end' } as const;
const MORNING = '2026-03-25T09:00:00Z';
/** The first instant of 10 April in Paris, when the period of every customer has ended. */
const ITS_DAY = '2026-04-09T22:00:00Z';
const ACCEPT = { type: 'ACCEPT_HANDOVER', purchaseOrder: null };

/** How far its day is from placing, in milliseconds; everything else of the quote is as it was made. */
const SOON = 1_000;
const FAR = 3_600_000;
let dayIn = SOON;

everyRun(
  'putting a change off until the end of the period',
  (shop, live, both) => {
    const offers = (customersMayDefer: boolean) => changeSettings(shop().stand.store, TENANT, { customersMayDefer });
    afterEach(async () => {
      dayIn = SOON;
      shop().stand.clock.set(MORNING);
      await offers(true);
    });

    const place = async (buyer: Buyer, { changeId }: OrderDocument) =>
      buyer.place(await buyer.send(changeId, { type: 'CHECKOUT' }));

    /** Placed, and its day has come by the time that anything looks at the clock. */
    const placeForItsDay = async (buyer: Buyer, { changeId }: OrderDocument): Promise<OrderDocument> => {
      const checkout = await buyer.send(changeId, { type: 'CHECKOUT' });
      shop().stand.clock.set(ITS_DAY);
      const placed = await buyer.place(checkout);
      expect(placed).toMatchObject({ state: 'scheduled', settled: true });
      return placed;
    };

    both('fewer seats wait for the end of the period, and are charged on that day, once', async () => {
      const claire = await shop().customer();
      const order = await claire.start({ seats: 3, ...LATER });
      // Nothing of the old period is left on 10 April: 3 x 31.00 = 93.00, x 1.2 = 111.60
      expect(order).toMatchObject({
        state: 'reviewing',
        effective: 'period_end',
        quote: { effectiveDate: '2026-04-10', dueToday: { amount: '111.60' }, dueOn: '2026-04-10', dueLater: true },
      });
      expect(order.quote?.explanation.totals.slice(-2).map(plainSpaces)).toEqual([
        'Total due on 10 April 2026: €111.60',
        'Nothing is due today.',
      ]);
      await placeForItsDay(claire, order);
      const done = await claire.reaches(order.changeId, 'completed');
      expect(done).toMatchObject({ effective: 'period_end', quote: { effectiveDate: '2026-04-10' } });
      expect(await claire.gatewayBook(order.changeId)).toEqual(['charge 11160']);
      expect(await claire.terms()).toMatchObject({ seats: 3, period: { start: '2026-04-10', end: '2026-05-10' } });
    });

    both(
      'a lower tier goes to support with the wish for later, and waits for its day once support has agreed',
      async () => {
        const claire = await shop().customer();
        const { changeId } = await claire.start({ tierId: 'starter', ...LATER });
        expect(await shop().agent.look(changeId)).toMatchObject({
          state: 'handedOver.waiting',
          effective: 'period_end',
          // 5 x 15.50 x 1.2
          quote: { dueToday: { amount: '93.00' }, dueOn: '2026-04-10' },
        });
        const agreed = await shop().agent.act(changeId, { ...ACCEPT, ...LATER });
        await placeForItsDay(claire, agreed);
        expect(await claire.reaches(changeId, 'completed')).toMatchObject({ agreement: LATER });
        expect(await claire.gatewayBook(changeId)).toEqual(['charge 9300']);
        expect(await claire.terms()).toMatchObject({ tierId: 'starter', period: { start: '2026-04-10' } });
      },
    );

    live('support decides when a change that it serves takes effect, whatever was asked for', async () => {
      const claire = await shop().customer();
      const { changeId } = await claire.start({ tierId: 'starter', ...LATER });
      const agreed = await shop().agent.act(changeId, { ...ACCEPT, effective: 'now' });
      // 5 x 15.50 = 77.50 less 80.00 for the 16 days left of 31
      expect(agreed).toMatchObject({
        effective: 'period_end',
        quote: { dueOn: '2026-03-25', dueLater: false, toBalance: { amount: '3.00' } },
      });
      expect(await place(claire, agreed)).toMatchObject({ state: 'completed' });
    });

    live(
      'what was agreed covers the time that was asked for: an edit to another time is handed over again',
      async () => {
        const claire = await shop().customer();
        const { changeId } = await claire.start({ tierId: 'starter' });
        await shop().agent.act(changeId, { ...ACCEPT, effective: 'now' });
        const edited = await claire.edit(changeId, { tierId: 'starter', ...LATER });
        expect(edited).toMatchObject({ state: 'handedOver.waiting', agreement: null, effective: 'period_end' });
      },
    );

    live(
      'a corporate customer asks their advisor for anything at the end of the period, with the quote of that day',
      async () => {
        const kim = await shop().customer({ kind: 'corporate' });
        const order = await kim.start({ seats: 6, ...LATER });
        // 6 x 31.00 x 1.2
        expect(order).toMatchObject({
          state: 'handedOver.waiting',
          route: 'advisor',
          effective: 'period_end',
          quote: { dueToday: { amount: '223.20' }, dueOn: '2026-04-10' },
        });
      },
    );

    live('a seller who does not offer it refuses a start, and an edit, which changes nothing', async () => {
      const claire = await shop().customer();
      const { changeId, quote } = await claire.start({ seats: 4 });
      await offers(false);
      const refused = { status: 409, code: 'deferral_not_offered', facts: { subscriptionId: claire.subscription } };
      expect(await claire.refused(changeId, claire.editing({ seats: 3, ...LATER }))).toMatchObject(refused);
      expect(await claire.look(changeId)).toMatchObject({
        state: 'reviewing',
        effective: 'now',
        quote: { hash: quote?.hash },
      });
      expect(await (await shop().customer()).refusedStart({ seats: 3, ...LATER })).toMatchObject({
        code: refused.code,
      });
    });

    live('only less may wait: more seats, a higher tier, another frequency and a mixed order are refused', async () => {
      const claire = await shop().customer();
      for (const [wish, raised] of [
        [{ seats: 6 }, 'seats'],
        [{ tierId: 'premium' }, 'tierId'],
        [{ frequency: 'year' }, 'frequency'],
        [{ tierId: 'starter', seats: 6 }, 'seats'],
      ] as const) {
        const refused = await claire.refusedStart({ ...wish, ...LATER });
        expect(refused).toMatchObject({ status: 422, code: 'deferral_only_for_less', facts: { raised } });
      }
      const other = await claire.anotherSubscription({});
      const changes = [
        { subscriptionId: claire.subscription, seats: 3 },
        { subscriptionId: other, seats: 6 },
      ];
      const mixed = await claire.ask('POST', '/v1/changes', { body: { changes, ...LATER }, expect: [422] });
      expect(mixed.body).toMatchObject({ code: 'deferral_only_for_less', facts: { subscriptionId: other } });
    });

    live('a preview tells what the order asks, and is refused where the order is', async () => {
      // The door tells the time by itself.
      shop().stand.clock.set(new Date().toISOString());
      const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
      const claire = await shop().customer({ period: { start: day(-5), end: day(25) } });
      const previewed = (wish: Wish, expect: number[]) =>
        claire.ask<Partial<Problem & Pick<OrderDocument, 'quote'>>>('POST', '/v1/quotes', {
          body: { subscriptionId: claire.subscription, ...wish },
          expect,
        });
      const { body } = await previewed({ seats: 3, ...LATER }, [200]);
      const { quote } = await claire.start({ seats: 3, ...LATER });
      expect(quote?.dueOn).toBe(day(25));
      for (const part of ['total', 'dueToday', 'dueOn', 'effectiveDate', 'lines', 'changes', 'vatTreatment'] as const)
        expect(body.quote?.[part]).toEqual(quote?.[part]);
      const refused = await previewed({ seats: 9, ...LATER }, [422]);
      expect(refused.body).toMatchObject({ code: 'deferral_only_for_less', facts: { raised: 'seats' } });
      await offers(false);
      expect((await previewed({ seats: 3, ...LATER }, [409])).body.code).toBe('deferral_not_offered');
    });

    live('an order that waits is edited to take effect now, and put off again', async () => {
      dayIn = FAR;
      const claire = await shop().customer();
      const order = await claire.start({ seats: 3, ...LATER });
      const { changeId } = await place(claire, order);
      const refused = await claire.refused(changeId, claire.editing({ seats: 9, ...LATER }));
      expect(refused).toMatchObject({ code: 'deferral_only_for_less' });
      expect(await claire.look(changeId)).toMatchObject({ state: 'scheduled', effective: 'period_end' });
      const now = await claire.edit(changeId, { seats: 3 });
      // 3 x 31.00 less 80.00 for the 16 days left, x 1.2
      expect(now).toMatchObject({
        state: 'reviewing',
        effective: 'now',
        quote: { dueToday: { amount: '15.60' }, dueOn: '2026-03-25' },
      });
      const later = await claire.edit(changeId, { seats: 3, ...LATER });
      expect(later).toMatchObject({
        state: 'reviewing',
        effective: 'period_end',
        quote: { dueToday: { amount: '111.60' }, dueOn: '2026-04-10' },
      });
      const back = await claire.edit(changeId, { seats: 3 });
      expect(await place(claire, back)).toMatchObject({ state: 'completed' });
      expect(await claire.gatewayBook(changeId)).toEqual(['charge 1560']);
    });

    live('a customer cancels an order of their own that waits, and nothing is charged', async () => {
      dayIn = FAR;
      const claire = await shop().customer();
      const { changeId } = await place(claire, await claire.start({ seats: 3, ...LATER }));
      expect(await claire.look(changeId)).toMatchObject({ state: 'scheduled', payment: null });
      expect(await claire.send(changeId, { type: 'CANCEL' })).toMatchObject({ state: 'cancelled' });
      expect(await claire.terms()).toMatchObject({ seats: 5 });
      expect(await claire.gatewayBook(changeId)).toEqual([]);
      expect(await claire.start({ seats: 6 })).toMatchObject({ state: 'reviewing' });
    });

    live('what is due later needs a way to pay before the order is placed', async () => {
      const claire = await shop().customer({ paymentMethod: null });
      const { changeId } = await claire.start({ seats: 3, ...LATER });
      const checkout = await claire.send(changeId, { type: 'CHECKOUT' });
      expect(checkout.missing).toMatchObject([{ what: 'payment_details' }]);
      const placing = { type: 'PLACE_ORDER', quoteHash: checkout.quote?.hash };
      expect(await claire.refused(changeId, placing)).toMatchObject({ code: 'payment_details_required' });
    });

    both('an order that was placed is made on its day, though its seller offers it no more', async () => {
      const claire = await shop().customer();
      dayIn = 3 * SOON;
      const { changeId } = await placeForItsDay(claire, await claire.start({ seats: 3, ...LATER }));
      await offers(false);
      expect(await claire.reaches(changeId, 'completed')).toMatchObject({ quote: { total: { amount: '111.60' } } });
      expect(await claire.gatewayBook(changeId)).toEqual(['charge 11160']);
    });

    both('an order that was not placed is refused at its next quote once its seller offers it no more', async () => {
      dayIn = FAR;
      const claire = await shop().customer();
      const { changeId } = await claire.start({ seats: 3, ...LATER });
      await claire.send(changeId, { type: 'CHECKOUT' });
      await offers(false);
      const given = { type: 'PROVIDE_VAT', vatNumber: 'FR83404833048' };
      const seen = await claire.send(changeId, given);
      expect(seen).toMatchObject({ state: 'verifying', refusal: { code: 'deferral_not_offered' } });
      const placing = { type: 'PLACE_ORDER', quoteHash: seen.quote?.hash };
      expect(await claire.refused(changeId, placing)).toMatchObject({ code: 'deferral_not_offered' });
      expect(await claire.look(changeId)).toMatchObject({ state: 'verifying' });
      await offers(true);
      const again = await claire.place(await claire.look(changeId));
      expect(again).toMatchObject({ state: 'verifying', refusal: null });
      expect(await claire.place(again)).toMatchObject({ state: 'scheduled' });
    });

    both(
      'seats are freed until its day: the quote says how many, and people who still sit are told of on that day',
      async () => {
        const claire = await shop().customer();
        for (const user of ['u1', 'u2', 'u3', 'u4']) await claire.assign(user);
        expect(await claire.refusedStart({ seats: 3 })).toMatchObject({ code: 'seats_below_assigned' });
        const order = await claire.start({ seats: 3, ...LATER });
        expect(order.quote).toMatchObject({ changes: [{ seatsToFree: 1 }] });
        expect(order.quote?.explanation.terms.map(plainSpaces)).toContain(
          'Meeting: one user has to be unassigned before 10 April 2026, or the change is not made',
        );
        await placeForItsDay(claire, order);
        const back = await claire.reaches(order.changeId, 'verifying');
        expect(back).toMatchObject({ refusal: { code: 'seats_below_assigned', facts: { unassign: 1 } } });
        expect((await claire.mails()).map(({ kind }) => kind)).toEqual(['agreedNotMade']);
        await claire.ask('DELETE', `/v1/subscriptions/${claire.subscription}/seats/u4`, { expect: [200, 204] });
        // 3 x 31.00 x 1.2: the day has come, so it is made at once.
        expect(await claire.place(back)).toMatchObject({ state: 'completed' });
        expect(await claire.gatewayBook(order.changeId)).toEqual(['charge 11160']);
        expect(await claire.terms()).toMatchObject({ seats: 3 });
      },
    );

    live('a tier whose price begins by the end of the period is refused now and sold for then', async () => {
      const claire = await shop().customer();
      const [starter, ...others] = PRODUCT_BODY.tiers;
      const prices = starter?.prices.map((price) => ({ ...price, validFrom: '2026-04-10' }));
      await shop().service.put(`/v1/catalog/${PRODUCT}`, {
        ...PRODUCT_BODY,
        tiers: [{ ...starter, prices }, ...others],
        version: 2,
      });
      expect(await claire.refusedStart({ tierId: 'starter' })).toMatchObject({ code: 'price_missing' });
      const { changeId } = await claire.start({ tierId: 'starter', ...LATER });
      const agreed = await shop().agent.act(changeId, { ...ACCEPT, ...LATER });
      await placeForItsDay(claire, agreed);
      await claire.reaches(changeId, 'completed');
      expect(await claire.gatewayBook(changeId)).toEqual(['charge 9300']);
    });
  },
  {
    settings: { customersMayDefer: true },
    steps: dayComesIn(() => dayIn),
  },
);
