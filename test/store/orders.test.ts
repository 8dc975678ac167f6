import type { Store } from '../../store/connection';
import type { OrderView } from '../../workflows/contract';
import { sampleView } from './sample-view';
import { newId, openTestStore, TENANT } from './test-store';

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 12, 10, minute)).toISOString();

describe('the read model of orders', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  it('keeps the latest view, in whatever order they come', async () => {
    const changeId = newId('change');
    const views = [3, 1, 9, 4, 9, 2].map((sequence) =>
      sampleView({ sequence, state: `state${sequence}` }, { changeId }),
    );
    await Promise.all(views.map((view) => store.orders.project(view)));
    expect(await store.orders.find(TENANT, changeId)).toMatchObject({ sequence: 9, state: 'state9' });
    expect(await store.orders.project(sampleView({ sequence: 8 }, { changeId }))).toBe(false);
    expect(await store.orders.project(sampleView({ sequence: 10 }, { changeId }))).toBe(true);
  });

  it('shows an order as it was projected, and to its own tenant only', async () => {
    const view = sampleView();
    await store.orders.project(view);
    expect(await store.orders.find(TENANT, view.details.changeId)).toEqual(view);
    expect(await store.orders.find('tenant_b', view.details.changeId)).toBeNull();
  });

  it('lists by tag, state, stuck step, account and subscription, the latest first and page by page', async () => {
    const tenantId = newId('tenant');
    const stuck = { step: 'reserving', code: 'timeout', message: '', attempts: 1, since: at(0) };
    for (let minute = 0; minute < 5; minute += 1) {
      const isStuck = minute % 2 === 0;
      const shown = isStuck ? { state: 'reserving.stuck', tags: ['money', 'stuck', 'settled'] } : {};
      const details = { tenantId, changeId: `c${minute}`, accountId: `acc_${minute}`, stuck: isStuck ? stuck : null };
      await store.orders.project(sampleView({ at: at(minute), ...shown }, details));
    }
    const ids = async (filter: object, page: object = {}) =>
      (await store.orders.list({ tenantId, ...filter }, { limit: 10, ...page })).map(({ changeId }) => changeId);
    expect(await ids({})).toEqual(['c4', 'c3', 'c2', 'c1', 'c0']);
    expect(await ids({ tag: 'stuck' })).toEqual(['c4', 'c2', 'c0']);
    expect(await ids({ state: 'reserving' })).toEqual(['c4', 'c2', 'c0']);
    expect(await ids({ stuckStep: 'reserving' }, { limit: 2 })).toEqual(['c4', 'c2']);
    const after = { updatedAt: new Date(at(2)), changeId: 'c2' };
    expect(await ids({ stuckStep: 'reserving' }, { after })).toEqual(['c0']);
    expect(await ids({ accountId: 'acc_3' })).toEqual(['c3']);
    expect(await ids({ subscriptionId: 'sub_1' }, { limit: 1 })).toEqual(['c4']);
  });

  it('counts an order as idle while it waits for somebody and holds no money', async () => {
    const tenantId = newId('tenant');
    const show = (changeId: string, view: Partial<OrderView>) =>
      store.orders.project(sampleView({ at: at(1), ...view }, { tenantId, changeId }));
    await show('waits', {});
    await show('at_work', { settled: false, tags: [] });
    await show('money', { tags: ['settled', 'money'] });
    await show('stuck', { tags: ['settled', 'stuck'] });
    await show('done', { done: true });
    const idle = async () =>
      (await store.orders.listIdle(new Date(at(2)), 50)).filter((order) => order.tenantId === tenantId);
    const [waiting, ...others] = await idle();
    expect([waiting?.changeId, others]).toEqual(['waits', []]);
    await store.orders.noteAskedToExpire({ tenantId, changeId: 'waits', idleSince: new Date(at(1)) }, new Date(at(3)));
    expect(await idle()).toEqual([]);
  });
});
