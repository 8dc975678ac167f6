import { SEND } from 'statechart-host/contract';
import type { Difference } from '../../commands/reconcile/check';
import { chargesAt } from '../../commands/reconcile/gateway';
import { sandboxGateway } from '../../gateways/payment/sandbox/gateway';
import type { PaymentCalls } from '../../schemas/orders/payments';
import { type OrderView, orderWorkflowId, PERMISSION_REFUSED } from '../../workflows/contract';
import { failingSteps } from '../support/failing-steps';
import type { Event } from '../support/flow-api';
import { everyRun, oneRun } from '../support/flow-runs';
import type { Buyer } from '../support/flow-shop';
import { TENANT } from '../support/flow-stand';

const { failing, options } = failingSteps();

const STUCK = 'compensating.stuck.waiting';
const HEADLINE = 'The order was cancelled. Support has confirmed that the customer has the money back.';

/** What makes an order enter a step of checkout. */
const FIRST_EVENT: Record<string, Event> = {
  capturePayment: { type: 'PROVIDE_PAYMENT', paymentToken: 'pm_ok' },
  checkVat: { type: 'PROVIDE_VAT', vatNumber: 'DE811115368' },
};

everyRun(
  'orders that cannot be made',
  (shop, live, both) => {
    afterEach(() => failing.clear());

    both(
      'an order that support aborts in front of the commit gives its money back and tells the customer once',
      async () => {
        const { lead } = shop();
        const claire = await shop().customer({ locale: 'en' });
        failing.add('apply');
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
          {
            kind: 'compensated',
            subject: 'Your order did not go through',
            body: expect.stringContaining('is refunded'),
          },
        ]);
      },
    );

    live('an order that is stuck in front of the commit goes on after a retry', async () => {
      const claire = await shop().customer();
      failing.add('apply');
      const { changeId } = await claire.buy({ seats: 8 });
      failing.clear();
      expect(await shop().agent.act(changeId, { type: 'RETRY' })).toMatchObject({ state: 'completed' });
      expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160']);
    });

    live('the money of a stuck order is given back when the customer cancels it', async () => {
      const claire = await shop().customer();
      failing.add('apply');
      const { changeId } = await claire.buy({ seats: 8 });
      expect(await claire.send(changeId, { type: 'CANCEL' })).toMatchObject({ state: 'cancelled' });
      expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160', 'refund -20160']);
    });

    both('an undone order ends when support skips the mail that cannot be written', async () => {
      const claire = await shop().customer();
      failing.add('apply').add('tellCustomer');
      const { changeId } = await claire.buy({ seats: 8 });
      const stuck = await claire.send(changeId, { type: 'CANCEL' });
      expect(stuck).toMatchObject({ state: 'compensating.stuckTelling.waiting', stuck: { step: 'telling' } });
      expect(await shop().agent.act(changeId, { type: 'SKIP' })).toMatchObject({ state: 'cancelled' });
      expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160', 'refund -20160']);
    });

    it.each([
      ['assess', 'assessing.stuck.waiting'],
      ['quote', 'quoting.stuck.waiting'],
    ])('an order that is stuck in %s goes on after a retry', async (step, state) => {
      const claire = await shop().customer();
      failing.add(step);
      const stuck = await claire.start({ seats: 8 });
      expect(stuck).toMatchObject({ state, settled: true });
      failing.clear();
      expect(await shop().agent.act(stuck.changeId, { type: 'RETRY' })).toMatchObject({ state: 'reviewing' });
    });

    both(
      'an order that the customer cancels while it is stuck in reserving has sent nothing to the gateway',
      async () => {
        const claire = await shop().customer();
        failing.add('reserve');
        const stuck = await claire.buy({ seats: 8 });
        expect(stuck).toMatchObject({ state: 'reserving.stuck.waiting' });
        expect(await claire.send(stuck.changeId, { type: 'CANCEL' })).toMatchObject({ state: 'cancelled' });
        expect(await claire.gatewayBook(stuck.changeId)).toEqual([]);
      },
    );

    it.each(['assess', 'quote', 'capturePayment', 'checkVat', 'reserve'])(
      'an order that is stuck in %s ends when support gives it up',
      async (step) => {
        const claire = await shop().customer({ country: 'DE' });
        failing.add(step);
        const { changeId, state } = await claire.start({ seats: 8 });
        if (state === 'reviewing') {
          await claire.send(changeId, { type: 'CHECKOUT' });
          await claire.send(changeId, FIRST_EVENT[step] ?? { type: 'PLACE_ORDER' });
        }
        expect((await claire.look(changeId)).state).toMatch(/\.stuck\.waiting$/);
        expect(await shop().lead.act(changeId, { type: 'ABORT' })).toMatchObject({ state: 'cancelled' });
        expect(await claire.gatewayBook(changeId)).toEqual([]);
        failing.clear();
        expect(await claire.start({ seats: 6 })).toMatchObject({ state: 'reviewing' });
      },
    );

    both('an order that is stuck in releasing ends after a retry', async () => {
      const claire = await shop().customer();
      const { changeId } = await claire.checkOut({ seats: 8 });
      failing.add('release');
      expect(await claire.send(changeId, { type: 'CANCEL' })).toMatchObject({ state: 'releasing.stuck.waiting' });
      failing.clear();
      expect(await shop().agent.act(changeId, { type: 'RETRY' })).toMatchObject({ state: 'cancelled' });
    });

    both('an order is only ever finished after the commit: each step of it can be retried or skipped', async () => {
      const claire = await shop().customer();
      failing.add('confirm').add('followUpSeats');
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

oneRun(
  'declined refunds',
  (shop) => {
    afterEach(async () => {
      failing.clear();
      await shop().stand.payments().clearScript();
    });

    async function refundDeclined(claire: Buyer): Promise<string> {
      failing.add('apply');
      const { changeId } = await claire.buy({ seats: 8 });
      failing.clear();
      const decline = { fault: 'decline', code: 'account_closed', operation: 'refund', untilCleared: true } as const;
      await shop().stand.payments().script(decline);
      const stuck = await claire.send(changeId, { type: 'CANCEL' });
      expect(stuck).toMatchObject({ state: STUCK, stuck: { code: 'RefundDeclined' } });
      return changeId;
    }

    it('an order whose refund the gateway declines is stuck, and refunds once after a retry', async () => {
      const claire = await shop().customer();
      const changeId = await refundDeclined(claire);
      await shop().stand.payments().clearScript();
      expect(await shop().agent.act(changeId, { type: 'RETRY' })).toMatchObject({ state: 'cancelled' });
      expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160', 'refund -20160']);
      expect(await claire.mails()).toHaveLength(1);
    });

    it('an order ends when two leads say that its customer has the money, and books and tells it once', async () => {
      const { stand, agent, lead, secondLead } = shop();
      const claire = await shop().customer();
      const changeId = await refundDeclined(claire);
      const evidence = 'Transferred to the customer’s bank on 26 March, see the statement.';
      const preview = await lead.preview(changeId, { type: 'OVERRIDE', evidence });
      expect(preview).toMatchObject({
        leadsTo: { state: 'cancelled', headline: HEADLINE },
        steps: [{ step: 'bookGivenBack' }, { step: 'tellCustomer' }, { step: 'release' }],
        ...{ needsSecondPerson: true, movesMoney: false, callsOutside: false, mails: ['compensated'] },
      });
      // Straight through Temporal, without a grant: nothing changes, and the refund is still asked for.
      const handle = stand.temporal.client.workflow.getHandle(orderWorkflowId(TENANT, changeId));
      const forged = { type: 'OVERRIDE', grantId: 'grt_made_up', evidence };
      const sent = handle.executeUpdate<OrderView, [object]>(SEND, { args: [forged] });
      await expect(sent).rejects.toMatchObject({ cause: { type: PERMISSION_REFUSED } });
      expect(await agent.act(changeId, { type: 'RETRY' })).toMatchObject({ state: STUCK, stuck: { attempts: 2 } });

      const request = await lead.request(changeId, { type: 'OVERRIDE', evidence });
      expect(await lead.refusedAct(changeId, request)).toMatchObject({ code: 'second_person_required' });
      // Where it could not be booked at once, a retry books it: two persons have said so already.
      failing.add('bookGivenBack');
      expect(await secondLead.act(changeId, request)).toMatchObject({ state: STUCK, stuck: { attempts: 3 } });
      failing.clear();
      expect(await agent.act(changeId, { type: 'RETRY' })).toMatchObject({
        ...{ state: 'cancelled', ending: 'cancelled', headline: HEADLINE },
        payment: { status: 'refunded', code: 'given_back_by_hand' },
      });

      const { items } = await agent.get<PaymentCalls>(`/v1/changes/${changeId}/payments`);
      expect(items.map(({ kind, status, minorUnits }) => `${kind} ${status} ${minorUnits}`).sort()).toEqual([
        'charge paid 20160',
        'refund declined 20160',
        'refund declined 20160',
        'refund paid 20160',
      ]);
      const { grantId } = request;
      expect(items).toContainEqual(expect.objectContaining({ status: 'paid', code: 'given_back_by_hand', grantId }));
      expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160']);
      expect((await claire.mails()).map(({ kind }) => kind)).toEqual(['compensated']);
      expect((await claire.ledger()).balance).toBe('0.00');
      const told: Difference[] = [];
      const atGateway = chargesAt(sandboxGateway({ baseUrl: stand.paymentUrl }));
      await atGateway.run(stand.store, (difference) => void told.push(difference));
      expect(told).toEqual([]);
      expect(await claire.buy({ seats: 6 })).toMatchObject({ state: 'completed' });
    });
  },
  options,
);
