import { Temporal as civil } from 'temporal-polyfill';
import { present } from '../../billing/present';
import { SAMPLE } from '../../dev/stack/sample-data';
import type { GoodClient } from './good-client';

/** The facts of one customer, as the system of record brings them in. */
export interface CustomerFacts {
  accountId: string;
  contact: string;
  subscriptionIds: readonly string[];
  tierId: string;
  /** Token of the payment details on file. */
  card: string | null;
  isGerman: boolean;
}

export const SEATS_BEFORE = 5;

export async function putCustomer(caller: GoodClient, facts: CustomerFacts): Promise<void> {
  const { accountId, contact, card, isGerman } = facts;
  await caller.put(
    `/v1/accounts/${accountId}`,
    present({
      kind: 'standard',
      currency: 'EUR',
      timeZone: 'Europe/Paris',
      locale: 'fr',
      country: isGerman ? 'DE' : 'FR',
      companyName: isGerman ? 'Example GmbH' : undefined,
      billingContactIds: [contact],
      seatAdminIds: [],
      pastDue: false,
      paymentMethod: card ?? undefined,
      version: 1,
    }),
  );
  for (const subscriptionId of facts.subscriptionIds) await putSubscription(caller, facts, subscriptionId);
}

/** Half through a month that was paid for. */
async function putSubscription(
  caller: GoodClient,
  { accountId, tierId }: CustomerFacts,
  subscriptionId: string,
): Promise<void> {
  const start = civil.Now.plainDateISO('Europe/Paris').subtract({ days: 10 });
  const period = { start: start.toString(), end: start.add({ months: 1 }).toString() };
  await caller.put(`/v1/subscriptions/${subscriptionId}`, {
    accountId,
    productId: SAMPLE.product,
    tierId,
    seats: SEATS_BEFORE,
    frequency: 'month',
    status: 'active',
    currency: 'EUR',
    period,
    anchorDay: start.day,
    billedLines: [
      { lineId: `${subscriptionId}_1`, period, amount: '275.00', credited: '0.00', paid: true, vatPercent: '20' },
    ],
    version: 1,
  });
}
