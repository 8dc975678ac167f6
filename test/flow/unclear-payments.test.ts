import { everyRun, oneRun } from '../support/flow-runs';
import { LOOKED_UP_IN_AN_HOUR, SHORT_PATIENCE, SHORT_WAITS } from '../support/hurried-workflows';

const UNTIL_CLEARED = { untilCleared: true } as const;

everyRun(
  'charges that the gateway leaves unclear',
  (shop, live, both) => {
    afterEach(() => shop().stand.payments().clearScript());

    both(
      'an order is stuck with the reason in plain words while the gateway is down, and goes on after a retry',
      async () => {
        const { stand, agent } = shop();
        const claire = await shop().customer();
        await stand.gatewayGoesDown();
        const stuck = await claire.buy({ seats: 8 });
        expect(stuck).toMatchObject({ state: 'settlingPayment.stuck.waiting', stuck: { code: 'payment_not_sent' } });
        const list = await agent.get<{ items: { changeId: string; headline: string }[] }>('/v1/changes?stuck=true');
        expect(list.items.find(({ changeId }) => changeId === stuck.changeId)?.headline).toMatch(/payment/i);
        await stand.gatewayComesBack();
        expect(await agent.act(stuck.changeId, { type: 'RETRY' })).toMatchObject({ state: 'completed', stuck: null });
        expect(await claire.gatewayBook(stuck.changeId)).toEqual(['charge 20160']);
      },
    );

    both(
      'an order that support gives up while the gateway is down gives nothing back, for nothing was sent',
      async () => {
        const { stand, lead } = shop();
        const claire = await shop().customer();
        await stand.gatewayGoesDown();
        const { changeId } = await claire.buy({ seats: 8 });
        const aborted = await lead.act(changeId, { type: 'ABORT' });
        await stand.gatewayComesBack();
        expect(aborted).toMatchObject({ state: 'cancelled', ending: 'cancelled' });
        expect(await claire.gatewayBook(changeId)).toEqual([]);
        expect(await claire.mails()).toEqual([]);
      },
    );

    live('an order ends when the customer cancels it while the gateway is down', async () => {
      const { stand } = shop();
      const claire = await shop().customer();
      await stand.gatewayGoesDown();
      const { changeId } = await claire.buy({ seats: 8 });
      expect(await claire.send(changeId, { type: 'CANCEL' })).toMatchObject({ state: 'cancelled' });
      await stand.gatewayComesBack();
    });

    live('a look-up finds a charge paid whose answer was lost, and nothing is sent again', async () => {
      const claire = await shop().customer();
      await shop().stand.payments().script({ fault: 'timeout_after_commit', operation: 'charge' });
      const order = await claire.buy({ seats: 8 });
      expect(order).toMatchObject({ state: 'completed', payment: { status: 'paid' } });
      expect((await claire.mails()).map(({ kind }) => kind)).toEqual(['confirmed']);
      expect(await claire.gatewayBook(order.changeId)).toEqual(['charge 20160']);
    });

    both(
      'an order is stuck as unknown while the gateway says nothing, and two persons resolve it as paid',
      async () => {
        const { stand, lead, secondLead } = shop();
        const claire = await shop().customer();
        await stand.payments().script({ fault: 'timeout_after_commit', operation: 'charge' });
        await stand.payments().script({ fault: 'down', operation: 'lookup', ...UNTIL_CLEARED });
        const stuck = await claire.buy({ seats: 8 });
        expect(stuck).toMatchObject({ state: 'settlingPayment.unknown.waiting', stuck: { code: 'payment_unknown' } });
        expect(await lead.refusedAct(stuck.changeId, { type: 'ABORT' })).toMatchObject({ code: 'event_not_allowed' });
        const evidence = 'The gateway’s own dashboard shows the charge.';
        const request = await lead.request(stuck.changeId, { type: 'RESOLVE_PAID', evidence });
        expect(await lead.refusedAct(stuck.changeId, request)).toMatchObject({ code: 'second_person_required' });
        expect(await secondLead.act(stuck.changeId, request)).toMatchObject({ state: 'completed' });
        expect(await claire.gatewayBook(stuck.changeId)).toEqual(['charge 20160']);
        expect((await claire.ledger()).balance).toBe('0.00');
      },
    );

    live('the payment of a cancelled order is given back when two persons resolve it as paid', async () => {
      const { stand, lead, secondLead } = shop();
      const claire = await shop().customer();
      await stand.payments().script({ fault: 'timeout_after_commit', operation: 'charge' });
      await stand.payments().script({ fault: 'down', operation: 'lookup', ...UNTIL_CLEARED });
      const { changeId } = await claire.buy({ seats: 8 });
      const remembered = await claire.send(changeId, { type: 'CANCEL' });
      expect(remembered).toMatchObject({ state: 'settlingPayment.unknown.waiting', ending: 'cancelled' });
      await stand.payments().clearScript();
      const evidence = 'The gateway’s own dashboard shows the charge.';
      const request = await lead.request(changeId, { type: 'RESOLVE_PAID', evidence });
      expect(await secondLead.act(changeId, request)).toMatchObject({ state: 'cancelled' });
      expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160', 'refund -20160']);
      expect(await claire.terms()).toMatchObject({ seats: 5 });
    });

    live(
      'a customer is asked again when two persons resolve as not paid a charge that the gateway never got',
      async () => {
        const { stand, lead, secondLead } = shop();
        const claire = await shop().customer();
        await stand.payments().script({ fault: 'timeout_before_commit', operation: 'charge' });
        await stand.payments().script({ fault: 'down', operation: 'lookup', ...UNTIL_CLEARED });
        const stuck = await claire.buy({ seats: 8 });
        expect(stuck).toMatchObject({ state: 'settlingPayment.unknown.waiting' });
        const evidence = 'The gateway’s own dashboard shows no charge.';
        const request = await lead.request(stuck.changeId, { type: 'RESOLVE_NOT_PAID', evidence });
        const back = await secondLead.act(stuck.changeId, request);
        expect(back).toMatchObject({ state: 'verifying', askAgain: { code: 'resolved_by_support' } });
        await stand.payments().clearScript();
        expect(await claire.place(back)).toMatchObject({ state: 'completed' });
        expect(await claire.gatewayBook(stuck.changeId)).toEqual(['charge 20160']);
      },
    );

    both('a retry by support looks an unknown charge up and never sends it again', async () => {
      const { stand, agent } = shop();
      const claire = await shop().customer();
      await stand.payments().script({ fault: 'timeout_after_commit', operation: 'charge' });
      await stand.payments().script({ fault: 'down', operation: 'lookup', ...UNTIL_CLEARED });
      const { changeId } = await claire.buy({ seats: 8 });
      const still = await agent.act(changeId, { type: 'RETRY' });
      expect(still).toMatchObject({ state: 'settlingPayment.unknown.waiting', stuck: { attempts: 2 } });
      await stand.payments().clearScript();
      expect(await agent.act(changeId, { type: 'RETRY' })).toMatchObject({ state: 'completed' });
      expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160']);
    });
  },
  { change: SHORT_WAITS },
);

oneRun(
  'payment details that the gateway leaves unclear',
  (shop) => {
    it('an order whose payment details cannot be saved while the gateway is down is stuck, and is resumed', async () => {
      const { stand, agent } = shop();
      const claire = await shop().customer({ paymentMethod: null });
      const { changeId } = await claire.checkOut({ seats: 8 });
      await stand.gatewayGoesDown();
      const stuck = await claire.send(changeId, { type: 'PROVIDE_PAYMENT', paymentToken: 'pm_ok' });
      expect(stuck).toMatchObject({ state: 'capturingPayment.stuck.waiting' });
      await stand.gatewayComesBack();
      const ready = await agent.act(changeId, { type: 'RETRY' });
      expect(ready).toMatchObject({ state: 'verifying', hasPaymentMethod: true });
      expect(await claire.place(ready)).toMatchObject({ state: 'completed' });
    });
  },
  { change: SHORT_PATIENCE },
);

everyRun(
  'a long look-up',
  (shop, _, both) => {
    afterEach(() => shop().stand.payments().clearScript());

    both('a payment that is looked up for long shows where orders are read, and is looked up on release', async () => {
      const { stand, agent } = shop();
      const claire = await shop().customer();
      await stand.payments().script({ fault: 'timeout_after_commit', operation: 'charge' });
      const waiting = await claire.buy({ seats: 8 });
      const shown = { state: 'settlingPayment.lookingUpLater', settled: true, payment: { status: 'unknown' } };
      expect(waiting).toMatchObject({ ...shown, headline: expect.stringMatching(/nothing is charged twice/i) });
      expect(await claire.look(waiting.changeId)).toMatchObject({ ...shown, allowedEvents: ['CANCEL'] });
      const list = await agent.get<{ items: { changeId: string }[] }>('/v1/changes?waits=payment');
      expect(list.items.map(({ changeId }) => changeId)).toContain(waiting.changeId);
      expect(await agent.act(waiting.changeId, { type: 'HOLD' })).toMatchObject({ state: 'settlingPayment.held' });
      expect(await agent.act(waiting.changeId, { type: 'RELEASE' })).toMatchObject({ state: 'completed' });
      expect(await claire.gatewayBook(waiting.changeId)).toEqual(['charge 20160']);
    });

    both('an order that is cancelled during a look-up says so, and ends once the payment is known', async () => {
      const { stand, agent } = shop();
      const claire = await shop().customer();
      await stand.payments().script({ fault: 'timeout_after_commit', operation: 'charge' });
      const { changeId } = await claire.buy({ seats: 8 });
      const ending = await claire.send(changeId, { type: 'CANCEL' });
      expect(ending.headline).toMatch(/nothing is charged twice. As soon as we know, your order ends as you asked/i);
      await agent.act(changeId, { type: 'HOLD' });
      expect(await agent.act(changeId, { type: 'RELEASE' })).toMatchObject({ state: 'cancelled' });
      expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160', 'refund -20160']);
    });
  },
  { change: LOOKED_UP_IN_AN_HOUR },
);
