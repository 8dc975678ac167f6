import { breakableSteps } from '../support/broken-steps';
import type { Event } from '../support/flow-api';
import { everyRun, oneRun } from '../support/flow-runs';

const { broken, options } = breakableSteps();

/** What makes an order enter a step of checkout. */
const FIRST_EVENT: Record<string, Event> = {
  capturePayment: { type: 'PROVIDE_PAYMENT', paymentToken: 'pm_ok' },
  checkVat: { type: 'PROVIDE_VAT', vatNumber: 'DE811115368' },
};

everyRun(
  'an order that cannot be made',
  (shop, live) => {
    afterEach(() => broken.clear());

    it('is stuck in front of the commit; aborted by support, its money goes back and the customer hears once', async () => {
      const { lead } = shop();
      const claire = await shop().customer({ locale: 'en' });
      broken.add('apply');
      const stuck = await claire.buy({ seats: 8 });
      expect(stuck).toMatchObject({ state: 'applying.stuck.waiting', stuck: { code: 'StoreUnavailable' } });
      expect(await claire.gatewayBook(stuck.changeId)).toEqual(['charge 20160']);
      expect(await lead.act(stuck.changeId, { type: 'RETRY' })).toMatchObject({ stuck: { attempts: 2 } });
      const aborted = await lead.act(stuck.changeId, { type: 'ABORT' });
      expect(aborted).toMatchObject({ state: 'cancelled', ending: 'cancelled' });
      expect(await claire.gatewayBook(stuck.changeId)).toEqual(['charge 20160', 'refund -20160']);
      expect(await claire.terms()).toMatchObject({ seats: 5 });
      expect((await claire.ledger()).balance).toBe('0.00');
      expect(await claire.mails()).toMatchObject([
        { kind: 'compensated', subject: 'Your order was not made', body: expect.stringContaining('is given back') },
      ]);
    });

    live('is stuck in front of the commit and goes on after a retry', async () => {
      const claire = await shop().customer();
      broken.add('apply');
      const { changeId } = await claire.buy({ seats: 8 });
      broken.clear();
      expect(await shop().agent.act(changeId, { type: 'RETRY' })).toMatchObject({ state: 'completed' });
      expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160']);
    });

    live('is given back when the customer cancels it while it is stuck', async () => {
      const claire = await shop().customer();
      broken.add('apply');
      const { changeId } = await claire.buy({ seats: 8 });
      expect(await claire.send(changeId, { type: 'CANCEL' })).toMatchObject({ state: 'cancelled' });
      expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160', 'refund -20160']);
    });

    it('ends also when the mail about it cannot be written and support skips that', async () => {
      const claire = await shop().customer();
      broken.add('apply').add('tellCustomer');
      const { changeId } = await claire.buy({ seats: 8 });
      const stuck = await claire.send(changeId, { type: 'CANCEL' });
      expect(stuck).toMatchObject({ state: 'compensating.stuckTelling.waiting', stuck: { step: 'telling' } });
      expect(await shop().agent.act(changeId, { type: 'SKIP' })).toMatchObject({ state: 'cancelled' });
      expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160', 'refund -20160']);
    });

    it.each([
      ['assess', 'assessing.stuck.waiting'],
      ['quote', 'quoting.stuck.waiting'],
    ])('is stuck in %s and goes on after a retry', async (step, state) => {
      const claire = await shop().customer();
      broken.add(step);
      const stuck = await claire.start({ seats: 8 });
      expect(stuck).toMatchObject({ state, settled: true });
      broken.clear();
      expect(await shop().agent.act(stuck.changeId, { type: 'RETRY' })).toMatchObject({ state: 'reviewing' });
    });

    it('is stuck in reserving; the customer cancels it and nothing was sent to the gateway', async () => {
      const claire = await shop().customer();
      broken.add('reserve');
      const stuck = await claire.buy({ seats: 8 });
      expect(stuck).toMatchObject({ state: 'reserving.stuck.waiting' });
      expect(await claire.send(stuck.changeId, { type: 'CANCEL' })).toMatchObject({ state: 'cancelled' });
      expect(await claire.gatewayBook(stuck.changeId)).toEqual([]);
    });

    it.each(['assess', 'quote', 'capturePayment', 'checkVat', 'reserve'])(
      'is stuck in %s and ends when support gives it up',
      async (step) => {
        const claire = await shop().customer({ country: 'DE' });
        broken.add(step);
        const { changeId, state } = await claire.start({ seats: 8 });
        if (state === 'reviewing') {
          await claire.send(changeId, { type: 'CHECKOUT' });
          await claire.send(changeId, FIRST_EVENT[step] ?? { type: 'PLACE_ORDER' });
        }
        expect((await claire.look(changeId)).state).toMatch(/\.stuck\.waiting$/);
        expect(await shop().lead.act(changeId, { type: 'ABORT' })).toMatchObject({ state: 'cancelled' });
        expect(await claire.gatewayBook(changeId)).toEqual([]);
        broken.clear();
        expect(await claire.start({ seats: 6 })).toMatchObject({ state: 'reviewing' });
      },
    );

    it('is stuck in releasing and ends after a retry', async () => {
      const claire = await shop().customer();
      const { changeId } = await claire.checkOut({ seats: 8 });
      broken.add('release');
      expect(await claire.send(changeId, { type: 'CANCEL' })).toMatchObject({ state: 'releasing.stuck.waiting' });
      broken.clear();
      expect(await shop().agent.act(changeId, { type: 'RETRY' })).toMatchObject({ state: 'cancelled' });
    });

    it('after the commit is only ever finished: each step of it can be retried or skipped', async () => {
      const claire = await shop().customer();
      broken.add('confirm').add('followUpSeats');
      const { changeId, state } = await claire.buy({ seats: 8 });
      expect(state).toBe('finishing.confirming.stuck.waiting');
      expect(await claire.refused(changeId, { type: 'CANCEL' })).toMatchObject({ code: 'too_late_to_cancel' });
      expect(await claire.terms()).toMatchObject({ seats: 8 });
      const seating = await shop().agent.act(changeId, { type: 'SKIP' });
      expect(seating).toMatchObject({ state: 'finishing.seating.stuck.waiting', stuck: { attempts: 1 } });
      expect(await shop().agent.act(changeId, { type: 'RETRY' })).toMatchObject({ stuck: { attempts: 2 } });
      expect(await shop().agent.act(changeId, { type: 'SKIP' })).toMatchObject({ state: 'completed' });
      expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160']);
    });
  },
  options,
);

// The refund is asked for again for four seconds before a person is.
oneRun(
  'an order that cannot be made',
  (shop) => {
    afterEach(() => broken.clear());

    it('is stuck with its refund when the gateway declines it, and refunds once after a retry', async () => {
      const { stand, agent } = shop();
      const claire = await shop().customer();
      broken.add('apply');
      const { changeId } = await claire.buy({ seats: 8 });
      await stand
        .payments()
        .script({ fault: 'decline', code: 'refund_limit', operation: 'refund', untilCleared: true });
      const stuck = await claire.send(changeId, { type: 'CANCEL' });
      expect(stuck).toMatchObject({ state: 'compensating.stuck.waiting', stuck: { code: 'RefundDeclined' } });
      await stand.payments().clearScript();
      expect(await agent.act(changeId, { type: 'RETRY' })).toMatchObject({ state: 'cancelled' });
      expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160', 'refund -20160']);
      expect(await claire.mails()).toHaveLength(1);
    });
  },
  options,
);
