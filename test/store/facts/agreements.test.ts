import { createConnection } from 'mongoose';
import type { Store } from '../../../store';
import { subscriptionModel } from '../../../store/facts/subscription-document';
import { subscriptionsIn } from '../../../store/facts/subscriptions';
import { testBackends } from '../../support/backends';
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
    return store.subscriptions.agree({ ...key, changeId, visit: 1, version: 1, change, ...more });
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
    expect(await held(key)).toEqual({ open: null, agreed: { changeId, visit: 1, change, changedBy: 'newer' } });
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

  it('an agreed order that is placed once more brings nothing back that a newer order has taken out of it', async () => {
    const { key, changeId } = await agreedOne();
    await claim(key, 'newer');
    await reserve(key, 'newer', { changeId, visit: 1 });
    const visit = { ...key, changeId: 'newer', visit: 1 };
    await store.subscriptions.commit(visit, (found) => found, ['seats']);
    // Its quote is of the subscription before that.
    expect(await agree(key, changeId, { visit: 2 })).toEqual({ status: 'moved' });
    expect(await held(key)).toMatchObject({ agreed: { change: { tierId: 'starter' } } });
    expect((await held(key)).agreed?.change).not.toHaveProperty('seats');
  });

  it('an order whose placing was lost and that is placed with another wish is agreed with the other one', async () => {
    const { key, changeId } = await agreedOne();
    const change = { subscriptionId: key.subscriptionId, frequency: 'year' as const };
    await store.subscriptions.agree({ ...key, changeId, visit: 1, version: 1, change });
    expect((await held(key)).agreed?.change).toEqual(change);
  });

  it('an order that was edited lets go of a subscription that another one is being placed on', async () => {
    const { key, changeId } = await agreedOne();
    await claim(key, 'newer');
    await reserve(key, 'newer', { changeId, visit: 1 });
    await store.subscriptions.dropOtherClaims({ tenantId: TENANT, changeId, visit: 2 }, []);
    expect(await held(key)).toEqual({ open: 'newer', agreed: null });
  });

  describe('a commit that something comes between', () => {
    let database: Awaited<ReturnType<typeof openTestStore>>;
    let connection: Awaited<ReturnType<ReturnType<typeof createConnection>['asPromise']>>;
    beforeAll(async () => {
      database = await openTestStore();
      connection = await createConnection(testBackends().mongo, { dbName: database.databaseName }).asPromise();
    });
    afterAll(async () => {
      await connection.close();
      await database.close();
    });

    /** A commit that has read the subscription and writes it after something else was written. */
    const commitAfter = async (key: Key, changeId: string, meanwhile: () => Promise<unknown>) => {
      const { commit } = subscriptionsIn(connection);
      const model = subscriptionModel(connection);
      const write = model.updateOne.bind(model) as unknown as (...call: unknown[]) => Promise<never>;
      jest
        .spyOn(model, 'updateOne')
        .mockImplementationOnce(((...call: unknown[]) => meanwhile().then(() => write(...call))) as never);
      expect(await commit({ ...key, changeId, visit: 1 }, (found) => found, ['seats'])).toBe('committed');
    };
    const theSame = async () => {
      const subscription = sampleSubscription();
      await database.subscriptions.put(subscription);
      const key = { tenantId: TENANT, subscriptionId: subscription.subscriptionId };
      const change = { subscriptionId: key.subscriptionId, tierId: 'starter', seats: 4 };
      const at = { ...key, visit: 1, now: NOW, sameMoment: 2_000 };
      await database.subscriptions.claim({ ...at, changeId: 'agreed' });
      await database.subscriptions.agree({ ...key, changeId: 'agreed', visit: 1, version: 1, change });
      const placing = { ...at, version: 1, quoteId: 'q', seatsAfter: 50 };
      return { key, at, placing };
    };

    it('a commit gives no claim back to an agreed order that ended meanwhile', async () => {
      const { key, at, placing } = await theSame();
      await database.subscriptions.claim({ ...at, changeId: 'newer' });
      await database.subscriptions.reserve({ ...placing, changeId: 'newer', agreed: { changeId: 'agreed', visit: 1 } });
      await commitAfter(key, 'newer', () =>
        database.subscriptions.endClaims({ tenantId: TENANT, changeId: 'agreed' }, [key.subscriptionId]),
      );
      expect((await database.subscriptions.findHeld(key))?.agreed).toBeNull();
    });

    it('a commit of an agreed order takes no claim from an order that was opened meanwhile', async () => {
      const { key, at, placing } = await theSame();
      await database.subscriptions.reserve({ ...placing, changeId: 'agreed' });
      await commitAfter(key, 'agreed', () => database.subscriptions.claim({ ...at, changeId: 'draft' }));
      expect((await database.subscriptions.findHeld(key))?.openChange).toMatchObject({ changeId: 'draft' });
    });
  });
});
