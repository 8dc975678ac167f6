import { randomUUID } from 'node:crypto';
import { createConnection } from 'mongoose';
import type { Subscription } from '../../billing/facts/types';
import { connectStore, type Store } from '../../store/index';
import type { NewInboundEvent } from '../../store/messages/inbound';
import { testBackends } from '../support/backends';

export const TENANT = 'tenant_a';

/** A store in a database of its own, with its indexes, on the MongoDB of the test run. */
export async function openTestStore(
  databaseName = `store_${randomUUID().replaceAll('-', '').slice(0, 20)}`,
): Promise<Store & { databaseName: string }> {
  const store = await connectStore(testBackends().mongo, { databaseName });
  await store.ensureIndexes();
  return { ...store, databaseName };
}

/** The database behind a store, for looking at what no repository shows. */
export async function rawDatabase(databaseName: string) {
  const connection = await createConnection(testBackends().mongo, { dbName: databaseName }).asPromise();
  const { db } = connection;
  if (!db) throw new Error('Not connected.');
  return { db, close: () => connection.close() };
}

let count = 0;
/** An id that no other test of this file uses. */
export const newId = (kind: string): string => {
  count += 1;
  return `${kind}_${count}`;
};

/** Five seats of the middle tier, billed by the month since 2 March. */
export function sampleSubscription(more: Partial<Subscription> = {}): Subscription {
  return {
    tenantId: TENANT,
    subscriptionId: newId('sub'),
    accountId: 'acc_1',
    productId: 'webinar',
    status: 'active',
    currency: 'EUR',
    tierId: 'professional',
    seats: 5,
    frequency: 'month',
    assignedSeats: 0,
    period: { start: '2026-03-02', end: '2026-04-02' },
    anchorDay: 2,
    billedLines: [
      {
        lineId: 'line_1',
        period: { start: '2026-03-02', end: '2026-04-02' },
        amount: '275.00',
        credited: '0.00',
        paid: true,
        vatPercent: '20',
      },
    ],
    version: 1,
    ...more,
  };
}

/** A payment event of nobody known. */
export function inboundEvent(more: Partial<NewInboundEvent> = {}): NewInboundEvent {
  return {
    source: 'payments:sandbox',
    eventId: newId('evt'),
    type: 'payment.succeeded',
    rawBody: '{"a":1}',
    about: 'payment',
    reference: null,
    gatewayReference: null,
    tenantId: null,
    concernsPastPayment: false,
    receivedAt: new Date('2026-03-12T10:00:00.000Z'),
    ...more,
  };
}
