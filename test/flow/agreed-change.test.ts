import { NUDGE, VIEW } from 'statechart-host/contract';
import { type OrderView, orderWorkflowId } from '../../workflows/contract';
import { dayComesIn } from '../support/agreed-day';
import { accountBody } from '../support/flow-facts';
import { everyRun } from '../support/flow-runs';
import type { Buyer } from '../support/flow-shop';
import { TENANT } from '../support/flow-stand';
import { PATIENCE, until } from '../support/within';

const LATER = { type: 'ACCEPT_HANDOVER', effective: 'period_end', purchaseOrder: null };

everyRun(
  'a change that is agreed for the end of the period',
  (shop, live, both) => {
    const agreed = async (claire: Buyer, wish = {}) => {
      const { changeId } = await claire.start({ tierId: 'starter', ...wish });
      await shop().agent.act(changeId, LATER);
      const placed = await claire.place(await claire.send(changeId, { type: 'CHECKOUT' }));
      expect(placed).toMatchObject({ state: 'scheduled', quote: { effectiveDate: '2026-04-10' } });
      // Two orders of one moment are refused.
      shop().stand.clock.advance({ seconds: 5 });
      return placed;
    };
    const told = async (claire: Buyer, changeId: string) => {
      const mails = (await claire.mails()).filter(({ kind }) => kind.startsWith('agreed'));
      const items = await shop().stand.store.supportItems.listOpen(TENANT, 100);
      return {
        mails: mails.map(({ kind }) => kind),
        items: items
          .filter(({ facts }) => facts.changeId === changeId)
          .map(({ kind, facts }) => `${kind} ${facts.taken}`),
      };
    };
    afterEach(() => shop().stand.clock.set('2026-03-25T09:00:00Z'));

    both('a draft that is opened and left again leaves the agreed change as it was', async () => {
      const claire = await shop().customer();
      const account = { ...accountBody({}), billingContactIds: ['claire', 'bruno'], version: 2 };
      await shop().service.put(`/v1/accounts/${claire.account}`, account);
      const { changeId } = await agreed(claire);
      const draft = await claire.as('bruno').start({ seats: 6 });
      expect(draft).toMatchObject({ state: 'reviewing' });
      expect(await claire.look(changeId)).toMatchObject({ state: 'scheduled' });
      expect(await claire.send(draft.changeId, { type: 'CANCEL' })).toMatchObject({ state: 'cancelled' });
      expect(await claire.look(changeId)).toMatchObject({ state: 'scheduled' });
      expect(await told(claire, changeId)).toEqual({ mails: [], items: [] });
    });

    both(
      'a newer order that changes the same ends it once it is placed, says so before, and its people hear of it',
      async () => {
        const claire = await shop().customer();
        const { changeId } = await agreed(claire);
        const newer = await claire.checkOut({ tierId: 'premium' });
        const ends = { changeId, takenOut: ['tierId'], kept: [] };
        expect(newer.quote?.changes).toMatchObject([{ agreed: ends }]);
        expect(newer.quote?.explanation.offer).toContainEqual(expect.stringContaining(changeId));
        expect(await claire.look(changeId)).toMatchObject({ state: 'scheduled' });
        expect(await claire.place(newer)).toMatchObject({ state: 'completed' });
        expect(await claire.reaches(changeId, 'superseded')).toMatchObject({ ending: 'superseded' });
        expect(await told(claire, changeId)).toEqual({ mails: ['agreedReplaced'], items: ['agreed_replaced all'] });
        expect(await claire.gatewayBook(changeId)).toEqual([]);
        expect(await claire.start({ seats: 7 })).toMatchObject({ state: 'reviewing' });
      },
    );

    both('what a newer order does not change is kept, priced anew, and waits on where it costs no more', async () => {
      const claire = await shop().customer();
      const { changeId } = await agreed(claire, { seats: 4 });
      const newer = await claire.checkOut({ seats: 3 });
      expect(newer.quote?.changes).toMatchObject([{ agreed: { changeId, takenOut: ['seats'], kept: ['tierId'] } }]);
      expect(await claire.place(newer)).toMatchObject({ state: 'completed' });
      const order = await claire.reaches(changeId, 'scheduled', ({ changes }) => changes[0]?.seats === undefined);
      // 3 x 15.50 = 46.50, x 1.2 = 55.80; the newer order has begun a period of its own
      expect(order).toMatchObject({
        state: 'scheduled',
        agreement: { effective: 'period_end' },
        quote: { effectiveDate: '2026-04-25', total: { amount: '55.80' } },
      });
      expect(await told(claire, changeId)).toEqual({ mails: ['agreedReduced'], items: ['agreed_replaced part'] });
    });

    both('what is kept waits for its customer where it costs more than was agreed', async () => {
      const claire = await shop().customer();
      const { changeId } = await agreed(claire);
      const newer = await claire.checkOut({ seats: 9 });
      expect(newer.quote?.changes).toMatchObject([{ agreed: { changeId, takenOut: [], kept: ['tierId'] } }]);
      expect(await claire.place(newer)).toMatchObject({ state: 'completed' });
      // 9 x 15.50 = 139.50, x 1.2 = 167.40 instead of 93.00
      const asked = await claire.reaches(changeId, 'verifying');
      expect(asked).toMatchObject({
        askAgain: { reason: 'agreed_changed', previousDue: { amount: '93.00' } },
        agreement: { effective: 'period_end' },
        quote: { total: { amount: '167.40' } },
      });
      expect(await told(claire, changeId)).toMatchObject({ mails: ['agreedReduced'] });
      expect(await claire.place(asked)).toMatchObject({ state: 'scheduled' });
    });

    live('an agreed order loses nothing by being told so when it is not so', async () => {
      const { stand } = shop();
      const claire = await shop().customer();
      const { changeId } = await agreed(claire);
      const draft = await claire.start({ tierId: 'premium' });
      const handle = stand.temporal.client.workflow.getHandle(orderWorkflowId(TENANT, changeId));
      const forged = [{}, { subscriptionIds: [claire.subscription] }, { fields: [] }, { fields: ['tierId'] }];
      for (const more of forged) await handle.signal(NUDGE, { type: 'SUPERSEDED', by: draft.changeId, ...more });
      await until(PATIENCE, 'all nudges to be judged', async () => {
        const { nudgesRejected } = await handle.query<OrderView>(VIEW);
        return nudgesRejected === forged.length;
      });
      expect(await claire.look(changeId)).toMatchObject({ state: 'scheduled' });
    });

    live('a newer change for the end of the period ends the older one when it is placed', async () => {
      const claire = await shop().customer();
      const { changeId } = await agreed(claire);
      const newer = await agreed(claire, { seats: 4 });
      expect(newer.quote?.changes).toMatchObject([{ agreed: { changeId, takenOut: ['tierId'], kept: [] } }]);
      expect(await claire.reaches(changeId, 'superseded')).toMatchObject({ ending: 'superseded' });
      expect(await told(claire, changeId)).toMatchObject({ mails: ['agreedReplaced'] });
      expect(await claire.look(newer.changeId)).toMatchObject({ state: 'scheduled' });
    });

    live(
      'an order whose quote told of no agreed change is shown once more before it takes anything of one',
      async () => {
        const claire = await shop().customer();
        const { changeId } = await claire.start({ tierId: 'starter' });
        await shop().agent.act(changeId, LATER);
        const checkout = await claire.send(changeId, { type: 'CHECKOUT' });
        expect(await claire.place(checkout)).toMatchObject({ state: 'scheduled' });
        shop().stand.clock.advance({ seconds: 5 });
        const newer = await claire.checkOut({ tierId: 'premium' });
        const edited = await claire.edit(changeId, { tierId: 'starter', seats: 4 });
        expect(edited).toMatchObject({ state: 'handedOver.waiting' });
        await shop().agent.act(changeId, LATER);
        await claire.place(await claire.send(changeId, { type: 'CHECKOUT' }));
        const asked = await claire.place(newer);
        expect(asked).toMatchObject({
          state: 'verifying',
          askAgain: { reason: 'subscription_moved' },
          quote: { changes: [{ agreed: { changeId, takenOut: ['tierId'], kept: ['seats'] } }] },
        });
        expect(await claire.place(asked)).toMatchObject({ state: 'completed' });
      },
    );
  },
  // Its day is far away from now, whatever day the shop has.
  { steps: dayComesIn(() => 3_600_000) },
);
