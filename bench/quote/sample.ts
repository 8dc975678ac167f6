import { ANCHOR_RESET } from '../../billing/facts/policy-types';
import type { Product, Subscription } from '../../billing/facts/types';
import type { QuoteInput } from '../../billing/quotes/input';

const PERIOD = { start: '2026-03-02', end: '2026-04-02' };

const PRODUCT: Product = {
  tenantId: 'acme',
  productId: 'webinar',
  name: 'Webinar',
  tiers: [
    {
      ...{ tierId: 'standard', name: 'Standard', rank: 1, minSeats: 1, maxSeats: 1000 },
      prices: [
        {
          ...{ frequency: 'month', currency: 'EUR', validFrom: '2020-01-01' },
          bands: [{ fromSeats: 1, unitPrice: '31.00' }],
        },
      ],
    },
  ],
  version: 1,
};

const subscription = (subscriptionId: string): Subscription => ({
  ...{ tenantId: 'acme', subscriptionId, accountId: 'acc', productId: 'webinar', status: 'active', currency: 'EUR' },
  ...{ tierId: 'standard', seats: 5, frequency: 'month', assignedSeats: 0, period: PERIOD, anchorDay: 2, version: 1 },
  billedLines: [{ lineId: 'march', period: PERIOD, amount: '155.00', credited: '0.00', paid: true, vatPercent: '20' }],
});

/** A plain change of seats, of as many subscriptions as asked: two lines each. */
export function seatChange(subscriptions: number, seats = 8, minute = 0): QuoteInput {
  const ids = Array.from({ length: subscriptions }, (_, index) => `sub_${index}`);
  return {
    ...{ quoteId: 'quote', version: 1, validForSeconds: 1800, policy: ANCHOR_RESET, balance: '0.00' },
    at: new Date(Date.UTC(2026, 2, 12, 9, minute)).toISOString(),
    account: {
      ...{ tenantId: 'acme', accountId: 'acc', kind: 'standard', currency: 'EUR', timeZone: 'Europe/Paris' },
      ...{ locale: 'fr', country: 'FR', billingContactIds: [], seatAdminIds: [], pastDue: false, version: 1 },
    },
    changes: ids.map((id) => ({
      subscription: subscription(id),
      product: PRODUCT,
      change: { subscriptionId: id, seats },
    })),
    vatTreatment: { rule: 'R1', kind: 'domestic', country: 'FR', percent: '20' },
  };
}
