import { rehash } from '../../commands/rehash';
import { keyedHash, keyedHashes } from '../../store/access/keyed-hash';
import type { Secrets } from '../../store/access/secrets';
import type { Store } from '../../store/index';
import { sampleView } from '../store/orders/sample-view';
import { openTestStore } from '../store/test-store';

const [NEWER, OLDER] = ['n'.repeat(32), 'o'.repeat(32)];
const BOTH: Secrets = [NEWER, OLDER];
const SEVERAL_PAGES = 501;

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

describe('a search secret that is changed', () => {
  it('orders are found throughout, and once all are hashed anew by the newer one alone', async () => {
    const number = (index: number): string => `FR${String(index).padStart(11, '0')}`;
    const write = (index: number, vatHash: string | null) => {
      const vat = { number: number(index), country: 'FR', status: 'valid' as const, evidenceId: 'e' };
      const view = sampleView({}, { changeId: `chg_${index}`, vat: vatHash === null ? null : vat });
      return store.orders.project(view, { country: 'FR', gateway: null, vatHash });
    };
    const tenantId = sampleView({}, {}).details.tenantId;
    for (let index = 0; index < SEVERAL_PAGES; index += 1) {
      await write(index, keyedHash([OLDER])(tenantId, number(index)));
    }
    // Of a worker that has both already, and of an order without a number.
    await write(SEVERAL_PAGES, keyedHash(BOTH)(tenantId, number(SEVERAL_PAGES)));
    await write(SEVERAL_PAGES + 1, null);
    const isFound = async (index: number, secrets: Secrets): Promise<boolean> => {
      const found = await store.orders.listByVatHashes(tenantId, keyedHashes(secrets)(tenantId, number(index)), 5);
      return found.length === 1;
    };
    const all = [0, SEVERAL_PAGES - 1, SEVERAL_PAGES];
    expect(await Promise.all(all.map((index) => isFound(index, BOTH)))).toEqual([true, true, true]);
    expect(await Promise.all(all.map((index) => isFound(index, [NEWER])))).toEqual([false, false, true]);

    const told: string[] = [];
    const done = await rehash(store, keyedHash(BOTH), (line) => told.push(line));
    expect(done).toEqual({ seen: SEVERAL_PAGES + 1, written: SEVERAL_PAGES });
    expect(told).toHaveLength(2);
    expect(await Promise.all(all.map((index) => isFound(index, [NEWER])))).toEqual([true, true, true]);
    expect((await rehash(store, keyedHash(BOTH), () => {})).written).toBe(0);
  });

  it('a number that was written meanwhile is left as it was written', async () => {
    const [page] = [await store.orders.listHashedNumbers(1)];
    const [read] = page;
    if (read === undefined) throw new Error('There is an order with a number.');
    await store.orders.rehash(read, 'written by a worker');
    expect(await store.orders.rehash(read, 'made of the number before')).toBe(false);
  });
});
