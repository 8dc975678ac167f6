import type { Store } from '../../../store';
import { newId, openTestStore, sampleSubscription, TENANT } from '../test-store';

const NOW = new Date('2026-03-12T10:00:00.000Z');
const LATER = new Date('2026-03-12T10:00:30.000Z');

describe('changes that are agreed for a later day', () => {
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
  type Key = Awaited<ReturnType<typeof newSubscription>>;
  const claim = (key: Key, changeId: string, now = NOW, visit = 1) =>
    store.subscriptions.claim({ ...key, changeId, visit, now, sameMoment: 2_000 });
  const agree = (
    key: Key,
    changeId: string,
    more: { visit?: number; replaces?: { changeId: string; visit: number } } = {},
  ) => {
    const change = { subscriptionId: key.subscriptionId, tierId: 'starter', seats: 4 };
    return store.subscriptions.agree({ ...key, changeId, visit: 1, change, ...more });
  };
  const reserve = (key: Key, changeId: string, agreed?: { changeId: string; visit: number }) =>
    store.subscriptions.reserve({
      ...key,
      changeId,
      visit: 1,
      version: 1,
      quoteId: 'q',
      seatsAfter: 50,
      agreed,
      now: NOW,
    });
  const held = async (key: Key) => {
    const { openChange, agreed } = (await store.subscriptions.findHeld(key)) ?? {};
    return { open: openChange?.changeId ?? null, agreed: agreed ?? null };
  };
  const agreedOne = async () => {
    const [key, changeId] = [await newSubscription(), newId('change')];
    await claim(key, changeId);
    expect(await agree(key, changeId)).toEqual({ status: 'agreed' });
    return { key, changeId };
  };

  it('an order that is agreed stands beside the place of the open one, which is free again', async () => {
    const { key, changeId } = await agreedOne();
    const change = { subscriptionId: key.subscriptionId, tierId: 'starter', seats: 4 };
    expect(await held(key)).toEqual({ open: null, agreed: { changeId, visit: 1, change } });
    expect(await claim(key, 'draft')).toEqual({ status: 'claimed', supersedes: [] });
    expect(await held(key)).toMatchObject({ open: 'draft', agreed: { changeId } });
    expect(await agree(key, changeId)).toEqual({ status: 'agreed' });
    expect(await store.subscriptions.areKept({ tenantId: TENANT, changeId }, [key.subscriptionId])).toBe(true);
  });

  it('an agreed order that is looked at again takes no claim of an open one', async () => {
    const { key, changeId } = await agreedOne();
    expect(await claim(key, changeId, LATER, 2)).toEqual({ status: 'claimed', supersedes: [] });
    expect(await held(key)).toMatchObject({ open: null, agreed: { changeId } });
    await claim(key, 'draft');
    expect(await claim(key, changeId, LATER, 3)).toEqual({ status: 'claimed', supersedes: [] });
    expect(await held(key)).toMatchObject({ open: 'draft', agreed: { changeId } });
  });

  it('a second agreed change ends the first where its customer was told of it, and is refused where not', async () => {
    const { key, changeId } = await agreedOne();
    await claim(key, 'second');
    expect(await agree(key, 'second')).toEqual({ status: 'moved' });
    expect(await agree(key, 'second', { replaces: { changeId, visit: 7 } })).toEqual({ status: 'moved' });
    expect(await agree(key, 'second', { replaces: { changeId, visit: 1 } })).toEqual({ status: 'agreed' });
    expect(await held(key)).toMatchObject({ open: null, agreed: { changeId: 'second' } });
    expect(await agree(key, changeId)).toEqual({ status: 'superseded', by: 'second' });
  });

  it('an order is reserved beside an agreed one only where its quote tells of that', async () => {
    const { key, changeId } = await agreedOne();
    await claim(key, 'newer');
    expect(await reserve(key, 'newer')).toEqual({ status: 'moved' });
    expect(await reserve(key, 'newer', { changeId, visit: 2 })).toEqual({ status: 'moved' });
    expect(await reserve(key, 'newer', { changeId, visit: 1 })).toEqual({ status: 'reserved' });
    expect(await reserve(key, changeId)).toEqual({ status: 'moved' });
    expect(await claim(key, changeId, LATER, 2)).toEqual({ status: 'in_progress', openChangeId: 'newer' });
  });

  it('a commit takes what it changes out of the agreed change and leaves the rest', async () => {
    const { key, changeId } = await agreedOne();
    await claim(key, 'newer');
    await reserve(key, 'newer', { changeId, visit: 1 });
    const visit = { ...key, changeId: 'newer', visit: 1 };
    expect(await store.subscriptions.commit(visit, (found) => found, ['seats'])).toBe('committed');
    const change = { subscriptionId: key.subscriptionId, tierId: 'starter' };
    expect(await held(key)).toEqual({ open: null, agreed: { changeId, visit: 1, change } });
  });

  it('an agreed order that is made leaves the open one beside it', async () => {
    const { key, changeId } = await agreedOne();
    await claim(key, 'draft');
    expect(await reserve(key, changeId)).toEqual({ status: 'reserved' });
    const visit = { ...key, changeId, visit: 1 };
    expect(await store.subscriptions.commit(visit, (found) => found)).toBe('committed');
    expect(await held(key)).toEqual({ open: 'draft', agreed: null });
  });

  it('an agreed order that ends, or changes something else, lets go of its place', async () => {
    const [ended, edited] = [await agreedOne(), await agreedOne()];
    await store.subscriptions.endClaims({ tenantId: TENANT, changeId: ended.changeId }, [ended.key.subscriptionId]);
    expect(await held(ended.key)).toEqual({ open: null, agreed: null });
    expect(await agree(ended.key, ended.changeId)).toMatchObject({ status: 'superseded' });
    await store.subscriptions.dropOtherClaims({ tenantId: TENANT, changeId: edited.changeId, visit: 2 }, []);
    expect(await held(edited.key)).toEqual({ open: null, agreed: null });
  });
});
