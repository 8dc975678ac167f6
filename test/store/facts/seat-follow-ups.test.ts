import type { Store } from '../../../store';
import { endWhereNoneIsFree } from '../../../store/facts/free-seats';
import type { SeatFollowUp } from '../../../store/facts/seat-follow-ups';
import { newId, openTestStore, sampleSubscription, TENANT } from '../test-store';

/** The list of new seats that nobody uses yet. */

const AT = new Date('2026-03-12T10:00:00.000Z');
const LATER = new Date('2026-03-20T10:00:00.000Z');
const DAY = 86_400_000;

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const newKey = () => ({ tenantId: TENANT, subscriptionId: newId('sub') });
type Key = ReturnType<typeof newKey>;

/** An order buys seats, and they are followed up. */
async function bought(key: Key, changeId: string, openedAt: Date): Promise<SeatFollowUp> {
  await store.seatFollowUps.open({ ...key, changeId, openedAt, reminderDelays: [DAY, 3 * DAY] });
  const followUp = await store.seatFollowUps.find(key);
  if (followUp === null) throw new Error('It was not opened.');
  return followUp;
}

describe('a follow-up', () => {
  it('a follow-up tells of the reminders of its own purchase, and not of those that an earlier one was still sending', async () => {
    const key = newKey();
    const first = await bought(key, 'chg_1', AT);
    const second = await bought(key, 'chg_2', LATER);
    await store.seatFollowUps.noteReminder(first, 2, LATER);
    await store.seatFollowUps.exhaust(first);
    expect(await store.seatFollowUps.find(key)).toEqual(second);
    await store.seatFollowUps.noteReminder(second, 1, LATER);
    expect(await store.seatFollowUps.find(key)).toMatchObject({
      ...{ changeId: 'chg_2', remindersSent: 1, isExhausted: false },
      nextReminderAt: new Date(LATER.getTime() + 2 * DAY),
    });
  });

  it('a follow-up whose seats are counted again is not over', async () => {
    const key = newKey();
    await store.seatFollowUps.exhaust(await bought(key, 'chg_1', AT));
    expect(await store.seatFollowUps.find(key)).toMatchObject({ isExhausted: true, nextReminderAt: null });
    await store.seatFollowUps.goOn(key, LATER);
    expect(await store.seatFollowUps.find(key)).toMatchObject({ isExhausted: false, openedAt: AT, changeId: 'chg_1' });
  });

  it.each([
    ['all are assigned', { seats: 3, assignedSeats: 3 }, false],
    ['its subscription has ended', { seats: 3, assignedSeats: 1, status: 'ended' as const }, false],
    ['one is free', { seats: 3, assignedSeats: 2 }, true],
  ])('a follow-up that has sent all its reminders and whose seats change: %s', async (_what, facts, stays) => {
    const key = newKey();
    await store.subscriptions.put(sampleSubscription({ ...key, ...facts }));
    await store.seatFollowUps.exhaust(await bought(key, 'chg_1', AT));
    await endWhereNoneIsFree(store, key);
    expect((await store.seatFollowUps.find(key)) !== null).toBe(stays);
  });

  it('a follow-up that still reminds ends by its own count only', async () => {
    const key = newKey();
    await bought(key, 'chg_1', AT);
    await endWhereNoneIsFree(store, key);
    expect(await store.seatFollowUps.find(key)).not.toBeNull();
  });
});
