import { Leaving } from '../../../server/inbound/leaving';
import type { Store } from '../../../store';
import type { SubscriptionKey } from '../../../store/facts/subscription-document';
import { newId, openTestStore, sampleSubscription, TENANT } from '../../store/test-store';

const AT = new Date('2026-03-12T10:00:00.000Z');

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const record = (personId: string, hasLeft: boolean, asOf: Date) =>
  store.people.record({ tenantId: TENANT, personId, name: null, mailAddress: null, locale: null, hasLeft, asOf });

it('the follow-up of new seats hears of every seat that somebody who left gave back, and of no other', async () => {
  const personId = newId('person');
  const theirs = [sampleSubscription(), sampleSubscription()];
  const others = sampleSubscription();
  for (const subscription of [...theirs, others]) {
    const { subscriptionId } = subscription;
    await store.subscriptions.put(subscription);
    const userId = subscription === others ? 'somebody' : personId;
    await store.seats.assign({ tenantId: TENANT, subscriptionId, userId, assignedBy: 'claire', assignedAt: AT });
  }
  await record(personId, true, AT);
  const nudged: SubscriptionKey[] = [];
  const nudgeSeats = async (subscription: SubscriptionKey): Promise<void> => void nudged.push(subscription);
  const leaving = new Leaving({ ...store, nudgeSeats, now: () => AT });
  await leaving.carryOut({ tenantId: TENANT, personId });
  const names = theirs.map(({ subscriptionId }) => ({ tenantId: TENANT, subscriptionId }));
  expect(nudged.sort((one, other) => one.subscriptionId.localeCompare(other.subscriptionId))).toEqual(names);
  expect((await store.seats.list({ tenantId: TENANT, subscriptionId: others.subscriptionId }, '', 5)).length).toBe(1);
});

it('nothing is taken from somebody who came back before it was carried out that they had left', async () => {
  const personId = newId('person');
  const subscription = sampleSubscription();
  const { subscriptionId } = subscription;
  await store.subscriptions.put(subscription);
  await store.seats.assign({
    tenantId: TENANT,
    subscriptionId,
    userId: personId,
    assignedBy: 'claire',
    assignedAt: AT,
  });
  await record(personId, true, AT);
  await record(personId, false, new Date(AT.getTime() + 1));
  const leaving = new Leaving({ ...store, nudgeSeats: async () => undefined, now: () => AT });
  await leaving.carryOut({ tenantId: TENANT, personId });
  expect(await store.seats.listOfUser(TENANT, personId, 5)).toHaveLength(1);
});
