import { takesAssignedSeats } from '../../../billing/quotes/assessment';
import type { Store } from '../../../store';
import { newId, openTestStore, sampleSubscription, TENANT } from '../test-store';

const NOW = new Date('2026-03-12T10:00:00.000Z');

describe('reservations and the commit', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const claimed = async () => {
    const subscription = sampleSubscription();
    await store.subscriptions.put(subscription);
    const changeId = newId('change');
    const order = { tenantId: TENANT, subscriptionId: subscription.subscriptionId, changeId, visit: 1, now: NOW };
    await store.subscriptions.claim({ ...order, sameMoment: 0 });
    return { ...order, version: 1, quoteId: 'q1', seatsAfter: 8 };
  };
  const addSeats = <Facts extends { seats: number }>(facts: Facts): Facts => ({ ...facts, seats: 8 });

  it('an order that holds the claim reserves, and again for the same visit', async () => {
    const order = await claimed();
    expect(await store.subscriptions.reserve(order)).toEqual({ status: 'reserved' });
    expect(await store.subscriptions.reserve(order)).toEqual({ status: 'reserved' });
    expect(await store.subscriptions.holdsReservation(order)).toBe(true);
  });

  it('a visit that holds the reservation for the quote of a lost task does not reserve for another one', async () => {
    const order = await claimed();
    await store.subscriptions.reserve(order);
    expect(await store.subscriptions.reserve({ ...order, quoteId: 'q2' })).toEqual({ status: 'other_quote' });
    await store.subscriptions.endPlacing(order);
    expect(await store.subscriptions.reserve({ ...order, visit: 2, quoteId: 'q2' })).toEqual({ status: 'reserved' });
  });

  it('a reservation for another version than the quote saw, or for fewer seats than are assigned, is refused', async () => {
    const order = await claimed();
    expect(await store.subscriptions.reserve({ ...order, version: 2 })).toEqual({ status: 'moved' });
    const { tenantId, subscriptionId } = order;
    await store.seats.assign({ tenantId, subscriptionId, userId: 'u1', assignedBy: 'x', assignedAt: NOW });
    expect(await store.subscriptions.reserve({ ...order, seatsAfter: 0 })).toEqual({ status: 'moved' });
  });

  it.each([
    { seats: 5, assigned: 5, after: 4 },
    { seats: 5, assigned: 4, after: 4 },
    { seats: 2, assigned: 5, after: 4 },
    { seats: 2, assigned: 5, after: 2 },
    { seats: 3, assigned: 5, after: 2 },
    { seats: 2, assigned: 2, after: 9 },
  ])(
    'a reservation of $after instead of $seats seats with $assigned assigned is made exactly when the assessment accepts it',
    async ({ seats, assigned, after }) => {
      const order = await claimed();
      const { tenantId, subscriptionId } = order;
      for (let person = 0; person < assigned; person += 1) {
        await store.seats.assign({ tenantId, subscriptionId, userId: `u${person}`, assignedBy: 'x', assignedAt: NOW });
      }
      await store.subscriptions.put(sampleSubscription({ subscriptionId, seats, version: 2 }));
      const taken = takesAssignedSeats({ seats, assignedSeats: assigned }, after);
      expect(await store.subscriptions.reserve({ ...order, version: 2, seatsAfter: after })).toEqual({
        status: taken ? 'moved' : 'reserved',
      });
    },
  );

  it('a reservation names the order that took the claim over', async () => {
    const order = await claimed();
    await store.subscriptions.claim({ ...order, changeId: 'newer', sameMoment: 0, now: new Date(NOW.getTime() + 1) });
    expect(await store.subscriptions.reserve(order)).toEqual({ status: 'superseded', by: 'newer' });
  });

  it('an order commits once, with the next version, and lets go of everything', async () => {
    const order = await claimed();
    await store.subscriptions.reserve(order);
    expect(await store.subscriptions.commit(order, addSeats)).toBe('committed');
    expect(await store.subscriptions.commit(order, addSeats)).toBe('committed_before');
    const held = await store.subscriptions.findHeld(order);
    expect(held).toMatchObject({ subscription: { seats: 8, version: 2 }, openChange: null, reservation: null });
  });

  it('an order that lifts an end or ends a trial writes so in its commit', async () => {
    const order = await claimed();
    const { tenantId, subscriptionId } = order;
    const trial = sampleSubscription({ subscriptionId, status: 'trial', endsOn: '2026-06-01', version: 2 });
    await store.subscriptions.put(trial);
    await store.subscriptions.reserve({ ...order, version: 2 });
    await store.subscriptions.commit(order, ({ endsOn: _, ...facts }) => ({ ...facts, status: 'active' }));
    const { endsOn: _, ...open } = trial;
    expect(await store.subscriptions.find({ tenantId, subscriptionId })).toEqual({
      ...open,
      status: 'active',
      version: 3,
    });
  });

  it('an order commits only for the visit that reserved', async () => {
    const order = await claimed();
    expect(await store.subscriptions.commit(order, addSeats)).toBe('reservation_lost');
    await store.subscriptions.reserve(order);
    expect(await store.subscriptions.commit({ ...order, visit: 2 }, addSeats)).toBe('reservation_lost');
  });

  it('a visit ends for good: it can neither reserve nor commit again, the next one can', async () => {
    const order = await claimed();
    await store.subscriptions.reserve(order);
    expect(await store.subscriptions.endPlacing(order)).toBe('ended');
    expect(await store.subscriptions.commit(order, addSeats)).toBe('reservation_lost');
    expect(await store.subscriptions.reserve(order)).toEqual({ status: 'closed' });
    expect(await store.subscriptions.reserve({ ...order, visit: 2 })).toEqual({ status: 'reserved' });
    expect(await store.subscriptions.endPlacing(order)).toBe('ended');
    expect(await store.subscriptions.holdsReservation({ ...order, visit: 2 })).toBe(true);
  });

  it('either the commit or its end wins, never both', async () => {
    for (let round = 0; round < 10; round += 1) {
      const order = await claimed();
      await store.subscriptions.reserve(order);
      const [committed, ended] = await Promise.all([
        store.subscriptions.commit(order, addSeats),
        store.subscriptions.endPlacing(order),
      ]);
      expect([committed, ended]).toEqual(
        committed === 'committed' ? ['committed', 'committed_before'] : ['reservation_lost', 'ended'],
      );
    }
  });

  it('a commit is remembered although other orders were committed after it', async () => {
    const order = await claimed();
    await store.subscriptions.reserve(order);
    await store.subscriptions.commit(order, addSeats);
    const next = { ...order, changeId: newId('change'), version: 2 };
    await store.subscriptions.claim({ ...next, sameMoment: 0 });
    await store.subscriptions.reserve(next);
    await store.subscriptions.commit(next, addSeats);
    expect(await store.subscriptions.commit(order, addSeats)).toBe('committed_before');
    expect(await store.subscriptions.endPlacing(order)).toBe('committed_before');
  });
});
