import type { Store } from '../../../store';
import type { PersonFacts } from '../../../store/facts/people';
import { newId, openTestStore, TENANT } from '../test-store';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const at = (minute: number): Date => new Date(Date.UTC(2026, 2, 12, 10, minute));
const claire = (personId: string, minute: number, more: Partial<PersonFacts> = {}): PersonFacts => ({
  tenantId: TENANT,
  personId,
  name: 'Claire Martin',
  mailAddress: 'claire@example.com',
  locale: 'fr',
  hasLeft: false,
  asOf: at(minute),
  ...more,
});
const left = (personId: string, minute: number): PersonFacts =>
  claire(personId, minute, { name: null, mailAddress: null, locale: null, hasLeft: true });

describe('what is known of a person', () => {
  it('what is known of a person is what was told of the latest instant, in whatever order it came', async () => {
    const told = (personId: string): PersonFacts[] => [
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
      for (const index of order) await store.people.record(told(personId)[index] as PersonFacts);
      expect(await store.people.find(TENANT, personId)).toMatchObject(left(personId, 3));
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

describe('how mail to a person fares', () => {
  const standing = async (personId: string) => {
    const { mailAddress, bouncedAt, complainedAt } = (await store.people.find(TENANT, personId)) ?? {};
    return [mailAddress, bouncedAt, complainedAt];
  };
  const bounced = (personId: string, minute: number, mailAddress = 'claire@example.com') =>
    store.people.noteTrouble({ tenantId: TENANT, personId, mailAddress }, 'bouncedAt', at(minute));

  it('what came back from an address stays with it through another name, and goes with another address', async () => {
    const personId = newId('person');
    await store.people.record(claire(personId, 1));
    await bounced(personId, 3);
    await bounced(personId, 5);
    await store.people.noteTrouble(claire(personId, 1), 'complainedAt', at(4));
    await store.people.record(claire(personId, 6, { name: 'Claire Durand' }));
    expect(await standing(personId)).toEqual(['claire@example.com', at(3), at(4)]);
    await store.people.record(claire(personId, 7, { mailAddress: 'durand@example.com' }));
    expect(await standing(personId)).toEqual(['durand@example.com', null, null]);
  });

  it('what is told of another address, or of an instant before this one, changes nothing', async () => {
    const personId = newId('person');
    await store.people.record(claire(personId, 1, { mailAddress: 'old@example.com' }));
    await store.people.record(claire(personId, 5));
    for (const [minute, address] of [
      [6, 'old@example.com'],
      [4, 'claire@example.com'],
    ] as const) {
      await bounced(personId, minute, address);
    }
    await store.people.noteTrouble({ ...claire(personId, 1), tenantId: 'tenant_b' }, 'bouncedAt', at(8));
    expect(await standing(personId)).toEqual(['claire@example.com', null, null]);
    await bounced(personId, 6);
    await store.people.trustAddress(claire(personId, 1), at(9));
    await bounced(personId, 8);
    expect(await standing(personId)).toEqual(['claire@example.com', null, null]);
  });

  it('nothing is kept of who left, and what looks like an expression is a name', async () => {
    const personId = newId('person');
    const strange = { name: '$mailAddress', mailAddress: '$name@example.com' };
    await store.people.record(claire(personId, 1, strange));
    expect(await store.people.find(TENANT, personId)).toMatchObject(strange);
    await bounced(personId, 2, strange.mailAddress);
    await store.people.stopReminders(claire(personId, 1), at(2));
    await store.people.record(left(personId, 3));
    const nothing = { bouncedAt: null, complainedAt: null, remindersStoppedAt: null };
    expect(await store.people.find(TENANT, personId)).toMatchObject({ ...left(personId, 3), ...nothing });
    await store.people.stopReminders(claire(personId, 1), at(4));
    expect(await store.people.find(TENANT, personId)).toMatchObject(nothing);
  });
});
