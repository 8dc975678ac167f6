import { dayComesIn } from '../support/agreed-day';
import { oneRun } from '../support/flow-runs';
import type { Buyer } from '../support/flow-shop';
import { PATIENCE, until } from '../support/within';

const LATER = { type: 'ACCEPT_HANDOVER', effective: 'period_end', purchaseOrder: null };

oneRun(
  'an agreed change of two subscriptions',
  (shop, live) => {
    const agreedOfTwo = async (claire: Buyer, more = {}) => {
      const second = await claire.anotherSubscription({});
      const both = [claire.subscription, second];
      const wishes = both.map((subscriptionId) => ({ subscriptionId, tierId: 'starter', ...more }));
      const { changeId } = await claire.startSeveral(wishes);
      await shop().agent.act(changeId, LATER);
      const placed = await claire.place(await claire.send(changeId, { type: 'CHECKOUT' }));
      expect(placed).toMatchObject({ state: 'scheduled' });
      shop().stand.clock.advance({ seconds: 5 });
      return { changeId, both, second };
    };
    /** The order once it has lost something and come to rest. */
    const heardOfIt = async (claire: Buyer, changeId: string) => {
      let order = await claire.look(changeId);
      await until(PATIENCE, 'a loss', async () => {
        order = await claire.look(changeId);
        return order.settled && (order.done || order.dropped.length > 0);
      });
      return order;
    };
    afterEach(() => shop().stand.clock.set('2026-03-25T09:00:00Z'));

    live('an agreed change ends when a newer order has changed the same of both', async () => {
      const claire = await shop().customer();
      const { changeId, both } = await agreedOfTwo(claire);
      const newer = await claire.startSeveral(both.map((subscriptionId) => ({ subscriptionId, tierId: 'premium' })));
      const placed = await claire.place(await claire.send(newer.changeId, { type: 'CHECKOUT' }));
      expect(placed).toMatchObject({ state: 'completed' });
      expect(await heardOfIt(claire, changeId)).toMatchObject({ state: 'superseded' });
    });

    live('an agreed change of which a newer order takes a part loses nothing to a draft beside it', async () => {
      const claire = await shop().customer();
      const { changeId, second } = await agreedOfTwo(claire, { seats: 4 });
      const draft = await claire.startSeveral([{ subscriptionId: second, seats: 6 }]);
      expect(draft).toMatchObject({ state: 'reviewing' });
      shop().stand.clock.advance({ seconds: 5 });
      expect(await claire.buy({ seats: 3 })).toMatchObject({ state: 'completed' });
      expect(await heardOfIt(claire, changeId)).toMatchObject({
        state: 'scheduled',
        changes: [
          { subscriptionId: claire.subscription, tierId: 'starter' },
          { subscriptionId: second, tierId: 'starter', seats: 4 },
        ],
      });
    });
  },
  // Its day is far away from now, whatever day the shop has.
  { steps: dayComesIn(() => 3_600_000) },
);
