import { request, type ServerStand } from '../stand';

/** A customer of tenant "acme" in the words of the API: what a system of record would bring in. */

export const ACCOUNT = {
  kind: 'standard',
  currency: 'EUR',
  timeZone: 'Europe/Paris',
  locale: 'fr',
  country: 'FR',
  billingContactIds: ['user_1'],
  seatAdminIds: ['user_2'],
  pastDue: false,
  version: 1,
};

const price = (frequency: string, unitPrice: string) => ({
  frequency,
  currency: 'EUR',
  bands: [{ fromSeats: 1, unitPrice }],
  validFrom: '2020-01-01',
});

export const PRODUCT = {
  name: 'Meeting',
  tiers: [
    {
      tierId: 'professional',
      name: 'Professional',
      rank: 1,
      minSeats: 1,
      maxSeats: 100,
      prices: [price('month', '55.00'), price('year', '528.00')],
    },
  ],
  version: 1,
};

export const SUBSCRIPTION = {
  accountId: 'acc_1',
  productId: 'meeting',
  tierId: 'professional',
  seats: 5,
  frequency: 'month',
  status: 'active',
  currency: 'EUR',
  period: { start: '2026-11-10', end: '2026-12-10' },
  anchorDay: 10,
  billedLines: [
    {
      lineId: 'line_1',
      period: { start: '2026-11-10', end: '2026-12-10' },
      amount: '275.00',
      credited: '0',
      paid: true,
      vatPercent: '20',
    },
  ],
  version: 1,
};

/** Brings the whole customer in through the API. */
export async function bringIn(stand: ServerStand, key: string): Promise<void> {
  const documents: [string, unknown][] = [
    ['/v1/accounts/acc_1', ACCOUNT],
    ['/v1/catalog/meeting', PRODUCT],
    ['/v1/subscriptions/sub_1', SUBSCRIPTION],
  ];
  for (const [path, body] of documents) {
    const { status, body: answer } = await request(stand, 'PUT', path, { key, body });
    if (status !== 200) throw new Error(`PUT ${path} answered ${status}: ${JSON.stringify(answer)}`);
  }
}
