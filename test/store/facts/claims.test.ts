import type { Store } from '../../../store';
import { newId, openTestStore, sampleSubscription, TENANT } from '../test-store';

const NOW = new Date('2026-03-12T10:00:00.000Z');
const LATER = new Date('2026-03-12T10:00:03.000Z');
const SAME_MOMENT = 2_000;

describe('claims on a subscription', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const newSubscription = async () => {
    const subscription = sampleSubscription();
    await store.subscriptions.put(subscription);
    return { tenantId: TENANT, subscriptionId: subscription.subscriptionId };
  };
  const claim = (key: { subscriptionId: string }, changeId: string, now = NOW, visit = 1) =>
    store.subscriptions.claim({ tenantId: TENANT, ...key, changeId, visit, now, sameMoment: SAME_MOMENT });
  const holder = async (key: { tenantId: string; subscriptionId: string }) =>
    (await store.subscriptions.findHeld(key))?.openChange?.changeId ?? null;

  it('one of many orders at the same moment gets the claim', async () => {
    const key = await newSubscription();
    const orders = Array.from({ length: 12 }, () => newId('change'));
    const results = await Promise.all(orders.map((changeId) => claim(key, changeId)));
    const claimed = orders.filter((_, index) => results[index]?.status === 'claimed');
    expect(claimed).toHaveLength(1);
    expect(results.filter(({ status }) => status === 'in_progress')).toHaveLength(11);
    expect(results).toContainEqual({ status: 'in_progress', openChangeId: claimed[0] });
  });

  it('a newer order takes an older claim over, once, and remembers from whom', async () => {
    const key = await newSubscription();
    await claim(key, 'old');
    const newer = await Promise.all([claim(key, 'new_1', LATER), claim(key, 'new_2', LATER)]);
    expect(newer.map(({ status }) => status).sort()).toEqual(['claimed', 'in_progress']);
    const winner = await holder(key);
    expect(await claim(key, String(winner), LATER)).toEqual({ status: 'claimed', supersedes: ['old'] });
  });

  it('an order never takes a claim from one that was asked for later, however late the older one comes', async () => {
    const key = await newSubscription();
    const [before, after] = [new Date('2026-03-12T09:00:00Z'), new Date('2026-03-12T09:30:00Z')];
    const ask = (changeId: string, askedAt: Date, now: Date) =>
      store.subscriptions.claim({ ...key, changeId, visit: 1, now, askedAt, sameMoment: SAME_MOMENT });
    await ask('asked_later', after, NOW);
    expect(await ask('left_behind', before, LATER)).toEqual({ status: 'in_progress', openChangeId: 'asked_later' });
    expect(await ask('asked_last', NOW, LATER)).toEqual({ status: 'claimed', supersedes: ['asked_later'] });
  });

  it('an order never takes a claim from one that is being placed', async () => {
    const key = await newSubscription();
    await claim(key, 'old');
    await store.subscriptions.reserve({
      ...key,
      changeId: 'old',
      visit: 1,
      version: 1,
      quoteId: 'q1',
      seatsAfter: 5,
      now: NOW,
    });
    expect(await claim(key, 'new', new Date('2026-03-20T10:00:00Z'))).toEqual({
      status: 'in_progress',
      openChangeId: 'old',
    });
  });

  it('a visit that is undone gives up what it claimed first and keeps what was claimed before', async () => {
    const [kept, added] = [await newSubscription(), await newSubscription()];
    await claim(kept, 'c1');
    await claim(kept, 'c1', NOW, 2);
    await claim(added, 'c1', NOW, 2);
    for (const key of [kept, added]) await store.subscriptions.undoClaim(key, { changeId: 'c1', visit: 2 });
    expect([await holder(kept), await holder(added)]).toEqual(['c1', null]);
  });

  it('an edit drops the claims that it does not need any more, and a stale attempt cannot make them again', async () => {
    const changeId = newId('change');
    const [first, second] = [await newSubscription(), await newSubscription()];
    await claim(first, changeId);
    await claim(second, changeId, NOW, 2);
    await store.subscriptions.dropOtherClaims({ tenantId: TENANT, changeId, visit: 2 }, [second.subscriptionId]);
    expect([await holder(first), await holder(second)]).toEqual([null, changeId]);
    expect(await claim(first, changeId, NOW, 1)).toEqual({ status: 'closed' });
    expect(await claim(first, changeId, NOW, 3)).toMatchObject({ status: 'claimed' });
  });

  it('an order that has ended claims nothing', async () => {
    const key = await newSubscription();
    const changeId = newId('change');
    await claim(key, changeId);
    await store.subscriptions.endClaims({ tenantId: TENANT, changeId }, [key.subscriptionId]);
    expect(await holder(key)).toBeNull();
    expect(await claim(key, changeId, LATER, 9)).toEqual({ status: 'closed' });
    expect(await claim(key, 'another')).toMatchObject({ status: 'claimed' });
  });

  it('the end of an order ends its claims and leaves those of the one that took over', async () => {
    const key = await newSubscription();
    await claim(key, 'old');
    await claim(key, 'new', LATER);
    await store.subscriptions.endClaims({ tenantId: TENANT, changeId: 'old' }, [key.subscriptionId]);
    expect(await holder(key)).toBe('new');
  });

  it('a claim on a subscription that does not exist says so', async () => {
    expect(await claim({ subscriptionId: 'nowhere' }, 'c1')).toEqual({ status: 'not_found' });
  });
});
