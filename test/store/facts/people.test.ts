import type { Store } from '../../../store';
import type { Person } from '../../../store/facts/people';
import { newId, openTestStore, TENANT } from '../test-store';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const at = (minute: number): Date => new Date(Date.UTC(2026, 2, 12, 10, minute));
const claire = (personId: string, minute: number, more: Partial<Person> = {}): Person => ({
  tenantId: TENANT,
  personId,
  name: 'Claire Martin',
  mailAddress: 'claire@example.com',
  locale: 'fr',
  hasLeft: false,
  asOf: at(minute),
  ...more,
});
const left = (personId: string, minute: number): Person =>
  claire(personId, minute, { name: null, mailAddress: null, locale: null, hasLeft: true });

describe('what is known of a person', () => {
  it('what is known of a person is what was told of the latest instant, in whatever order it came', async () => {
    const told = (personId: string): Person[] => [
      claire(personId, 1),
      claire(personId, 2, { name: 'Claire Durand' }),
      left(personId, 3),
    ];
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ]) {
      const personId = newId('person');
      for (const index of order) await store.people.record(told(personId)[index] as Person);
      expect(await store.people.find(TENANT, personId)).toEqual(left(personId, 3));
    }
  });

  it('somebody who came back is known again', async () => {
    const personId = newId('person');
    await store.people.record(left(personId, 3));
    expect(await store.people.record(claire(personId, 4))).toEqual({ status: 'stored' });
    expect(await store.people.listLeft(TENANT, [personId])).toEqual([]);
  });

  it('the same told again changes nothing, and something else of the same instant is refused unless they left', async () => {
    const personId = newId('person');
    await store.people.record(claire(personId, 1));
    expect(await store.people.record(claire(personId, 1))).toEqual({ status: 'unchanged' });
    expect(await store.people.record(claire(personId, 1, { name: 'X' }))).toEqual({ status: 'older', asOf: at(1) });
    expect(await store.people.record(left(personId, 1))).toEqual({ status: 'stored' });
    expect(await store.people.record(claire(personId, 1))).toEqual({ status: 'older', asOf: at(1) });
  });

  it('a person is known within their tenant only', async () => {
    const personId = newId('person');
    await store.people.record(claire(personId, 1));
    expect(await store.people.find('tenant_b', personId)).toBeNull();
    expect(await store.people.list('tenant_b', [personId])).toEqual([]);
  });

  it('the latest of twenty that are told at the same time stays', async () => {
    const personId = newId('person');
    await Promise.all(Array.from({ length: 20 }, (_, minute) => store.people.record(claire(personId, minute))));
    expect((await store.people.find(TENANT, personId))?.asOf).toEqual(at(19));
  });
});
