import type { Store } from '../../../store';
import { newId, openTestStore, TENANT } from '../test-store';

describe('a cart', () => {
  let store: Store & { databaseName: string };
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const item = { itemId: 'training', description: 'Training day', amount: '120.00' };
  const filled = async () => {
    const accountId = newId('account');
    await store.carts.put({ tenantId: TENANT, accountId, currency: 'EUR', items: [item], version: 1 });
    const hold = (changeId: string, visit = 1, version = 1) =>
      store.carts.hold(TENANT, accountId, { changeId, visit, version });
    const letGo = (changeId: string, visit = 1) => store.carts.letGo(TENANT, accountId, { changeId, visit });
    return { accountId, hold, letGo };
  };

  it('a cart is held by one of two orders that are placed at once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { hold } = await filled();
      expect((await Promise.all([hold('chg_1'), hold('chg_2')])).sort()).toEqual([false, true]);
    }
  });

  it('a cart is held again by the same order, and by another one only after it was let go', async () => {
    const { hold, letGo } = await filled();
    expect([await hold('chg_1'), await hold('chg_1'), await hold('chg_2')]).toEqual([true, true, false]);
    await letGo('chg_1');
    expect([await hold('chg_2'), await hold('chg_1', 2)]).toEqual([true, false]);
  });

  it('a cart is not held by an attempt of a visit that is over', async () => {
    const { hold, letGo } = await filled();
    await letGo('chg_1', 2);
    expect([await hold('chg_1', 1), await hold('chg_1', 2), await hold('chg_1', 3)]).toEqual([false, false, true]);
    await letGo('chg_1', 2);
    expect(await hold('chg_2')).toBe(false);
  });

  it('a cart is not held as another than it is, and is nobody’s once its items were bought', async () => {
    const { accountId, hold } = await filled();
    expect(await hold('chg_1', 1, 2)).toBe(false);
    await hold('chg_1');
    await store.carts.takeOut(TENANT, accountId, 'chg_1', ['training']);
    expect([await hold('chg_2', 1, 1), await hold('chg_2', 1, 2)]).toEqual([false, true]);
    expect((await store.carts.find(TENANT, accountId))?.items).toEqual([]);
  });

  it('a cart takes no new content while an order is placed with it', async () => {
    const { accountId, hold, letGo } = await filled();
    const next = { tenantId: TENANT, accountId, currency: 'EUR', items: [], version: 2 };
    await hold('chg_1');
    expect(await store.carts.put(next)).toEqual({ status: 'reserved', changeId: 'chg_1' });
    await letGo('chg_1');
    expect(await store.carts.put(next)).toEqual({ status: 'stored' });
  });
});
