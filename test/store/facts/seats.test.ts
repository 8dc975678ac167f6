import type { Store } from '../../../store';
import { newId, openTestStore, rawDatabase, sampleSubscription, TENANT } from '../test-store';

const NOW = new Date('2026-03-12T10:00:00.000Z');

describe('seats', () => {
  let store: Store & { databaseName: string };
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const withSeats = async (seats: number) => {
    const subscription = sampleSubscription({ seats });
    await store.subscriptions.put(subscription);
    return { tenantId: TENANT, subscriptionId: subscription.subscriptionId };
  };
  type Key = Awaited<ReturnType<typeof withSeats>>;
  const assign = (key: Key, userId: string) =>
    store.seats.assign({ ...key, userId, assignedBy: 'claire', assignedAt: NOW });
  const assigned = async (key: Key) => (await store.subscriptions.find(key))?.assignedSeats;
  const users = async (key: Key) => (await store.seats.list(key, '', 100)).map(({ userId }) => userId);

  it('a seat is assigned once, taken back once, and counted', async () => {
    const key = await withSeats(3);
    expect(await assign(key, 'u1')).toEqual({ status: 'assigned' });
    expect(await assign(key, 'u1')).toEqual({ status: 'already_assigned' });
    expect([await assigned(key), await users(key)]).toEqual([1, ['u1']]);
    expect(await store.seats.unassign(key, 'u1')).toEqual({ status: 'unassigned' });
    expect(await store.seats.unassign(key, 'u1')).toEqual({ status: 'not_assigned' });
    expect([await assigned(key), await users(key)]).toEqual([0, []]);
    expect(await assign(key, 'u1')).toEqual({ status: 'assigned' });
    expect(await assigned(key)).toBe(1);
  });

  it('no more seats are assigned than there are, however many ask at once', async () => {
    const key = await withSeats(5);
    const results = await Promise.all(Array.from({ length: 20 }, (_, index) => assign(key, `u${index}`)));
    expect(results.filter(({ status }) => status === 'assigned')).toHaveLength(5);
    expect(results).toContainEqual({ status: 'no_free_seat', seats: 5, assigned: 5 });
    expect([await assigned(key), (await users(key)).length]).toEqual([5, 5]);
  });

  it('one user who is assigned by many at once counts as one', async () => {
    const key = await withSeats(5);
    await Promise.all(Array.from({ length: 10 }, () => assign(key, 'same')));
    expect([await assigned(key), await users(key)]).toEqual([1, ['same']]);
    await Promise.all(Array.from({ length: 10 }, () => store.seats.unassign(key, 'same')));
    expect([await assigned(key), await users(key)]).toEqual([0, []]);
  });

  it('either an order takes seats away or a user is assigned, never both', async () => {
    for (let round = 0; round < 10; round += 1) {
      const key = await withSeats(2);
      await assign(key, 'u1');
      const order = { ...key, changeId: newId('change'), visit: 1, now: NOW };
      await store.subscriptions.claim({ ...order, sameMoment: 0 });
      const [second, reserved] = await Promise.all([
        assign(key, 'u2'),
        store.subscriptions.reserve({ ...order, version: 1, quoteId: 'q1', seatsAfter: 1 }),
      ]);
      expect([second.status, reserved.status]).toEqual(
        second.status === 'assigned' ? ['assigned', 'moved'] : ['no_free_seat', 'reserved'],
      );
    }
  });

  it('none of the seats that are about to go are assigned, and all of them are when the order is given up', async () => {
    const key = await withSeats(3);
    const order = { ...key, changeId: newId('change'), visit: 1, now: NOW };
    await store.subscriptions.claim({ ...order, sameMoment: 0 });
    await store.subscriptions.reserve({ ...order, version: 1, quoteId: 'q1', seatsAfter: 1 });
    expect(await assign(key, 'u1')).toEqual({ status: 'assigned' });
    expect(await assign(key, 'u2')).toMatchObject({ status: 'no_free_seat' });
    await store.subscriptions.endPlacing(order);
    expect(await assign(key, 'u2')).toEqual({ status: 'assigned' });
  });

  it('an assignment that a dead process had begun is finished and counted once', async () => {
    const key = await withSeats(5);
    const { db, close } = await rawDatabase(store.databaseName);
    const [seats, subscriptions] = [db.collection('seats'), db.collection('subscriptions')];
    const base = { ...key, assignedBy: 'x', assignedAt: NOW };
    // Died before counting, and after counting.
    await seats.insertMany([
      { ...base, userId: 'u1', status: 'assigning', operationId: 'op_1' },
      { ...base, userId: 'u2', status: 'assigning', operationId: 'op_2' },
      { ...base, userId: 'u3', status: 'unassigning', operationId: 'op_3' },
    ]);
    await subscriptions.updateOne({ ...key }, { $set: { assignedSeats: 2, seatOperations: ['op_2'] } });
    await close();
    // Whoever takes a seat back finds it, although nobody was told that it was assigned.
    expect(await store.seats.unassign(key, 'u2')).toEqual({ status: 'unassigned' });
    expect(await users(key)).toEqual(['u1']);
    expect(await assigned(key)).toBe(1);
    expect(await assign(key, 'u1')).toEqual({ status: 'already_assigned' });
    expect(await store.seats.unassign(key, 'u3')).toEqual({ status: 'not_assigned' });
  });

  it('a seat of a subscription that does not exist is not assigned, and the answer says so', async () => {
    const key = { tenantId: TENANT, subscriptionId: 'nowhere' };
    expect(await assign(key, 'u1')).toEqual({ status: 'subscription_not_found' });
    expect(await store.seats.unassign(key, 'u2')).toEqual({ status: 'not_assigned' });
  });
});
