import type { Change, Timing } from '../../billing/facts/types';
import { preview } from '../../server/orders/quotes/preview';
import { dayComesIn } from '../support/agreed-day';
import { CONTACT, PRODUCT, PRODUCT_BODY } from '../support/flow-facts';
import { oneRun } from '../support/flow-runs';
import { TENANT } from '../support/flow-stand';

const LATER = { effective: 'period_end' } as const;
const FAR = 3_600_000;

/** A tier that is sold no more since before the period of every customer began. */
const RETIRED = {
  ...{ tierId: 'retired', name: 'retired', rank: 0, minSeats: 1, maxSeats: 100 },
  prices: [
    {
      ...{ frequency: 'month', currency: 'EUR', bands: [{ fromSeats: 1, unitPrice: '31.00' }] },
      ...{ validFrom: '2020-01-01', validTo: '2026-01-01' },
    },
  ],
};

oneRun(
  'facts at the edges',
  (shop) => {
    /** What `POST /v1/quotes` answers on the day of the shop. */
    const previewed = (change: Change, effective: Timing = 'now') => {
      const { store, clock } = shop().stand;
      const actor = { userId: CONTACT, role: 'service' as const };
      return preview(store, {
        ...{ tenantId: TENANT, actor, changes: [change], effective },
        ...{ includesCart: false, at: clock.now() },
      });
    };

    it('a subscription that was renewed in a tier whose price has ended is changed to one that is sold', async () => {
      const { tiers, ...product } = PRODUCT_BODY;
      await shop().service.put(`/v1/catalog/${PRODUCT}`, { ...product, tiers: [...tiers, RETIRED], version: 2 });
      const claire = await shop().customer({ tierId: 'retired' });
      // 5 x 62.00 less the 80.00 that are left of what was billed, whatever the catalogue says of what is over.
      expect(await previewed({ subscriptionId: claire.subscription, tierId: 'premium' })).toMatchObject({
        quote: { net: '230.00' },
      });
    });

    it('an order out of a tier whose price has ended is quoted, or refused with its reason', async () => {
      const claire = await shop().customer({ tierId: 'retired' });
      const { changeId } = await claire.start({ tierId: 'premium' });
      expect(await claire.look(changeId)).toMatchObject({ state: 'reviewing', quote: { net: { amount: '230.00' } } });
    });

    it('an order on the day after a short first period charges nothing of that period again', async () => {
      // Billed from the 10th on, first for 15 days: 155.00 x 15/31.
      const claire = await shop().customer({ period: { start: '2026-03-10', end: '2026-03-25' }, billed: '75.00' });
      const placed = await claire.buy({ seats: 6 });
      // 6 x 31.00 from 25 March on, x 1.2.
      expect(placed).toMatchObject({ state: 'completed', quote: { net: { amount: '186.00' } } });
      expect(await claire.gatewayBook(placed.changeId)).toEqual(['charge 22320']);
    });

    it('a preview for the end of the period tells of an agreed change what the order tells', async () => {
      const claire = await shop().customer();
      const agreed = await claire.checkOut({ seats: 3, ...LATER });
      expect(await claire.place(agreed)).toMatchObject({ state: 'scheduled' });
      shop().stand.clock.advance({ seconds: 5 });
      const { changeId } = await claire.start({ tierId: 'starter', ...LATER });
      const order = await shop().agent.look(changeId);
      const ends = { changeId: agreed.changeId, takenOut: ['seats'], kept: [] };
      expect(order.quote?.changes).toMatchObject([{ agreed: ends }]);
      const preview = await previewed({ subscriptionId: claire.subscription, tierId: 'starter' }, 'period_end');
      expect(preview).toMatchObject({ quote: { changes: [{ agreed: ends }] } });
    });

    it('a customer does not put off that a trial is ended: nothing of more is promised for later', async () => {
      const claire = await shop().customer({ status: 'trial' });
      expect(await previewed({ subscriptionId: claire.subscription, endTrial: true }, 'period_end')).toMatchObject({
        kind: 'refused',
        refusal: { code: 'deferral_only_for_less' },
      });
    });
  },
  { settings: { customersMayDefer: true }, steps: dayComesIn(() => FAR) },
);
