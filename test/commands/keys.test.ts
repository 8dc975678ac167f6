import { DAY } from '../../billing/calendar/durations';
import { addKey, rotateKey } from '../../commands/keys/commands';
import type { Store } from '../../store/index';
import { newId, openTestStore } from '../store/test-store';
import { testBackends } from '../support/backends';
import { run } from './in-process';

const AT = new Date('2026-03-12T10:00:00.000Z');

describe('API keys at the console', () => {
  let store: Store & { databaseName: string };
  let tenant: string;
  beforeAll(async () => {
    store = await openTestStore();
  });
  beforeEach(() => {
    tenant = newId('tenant');
  });
  afterAll(() => store.close());

  const keys = (...args: string[]) =>
    run(['keys', ...args], { MONGODB_URI: testBackends().mongo, MONGODB_DATABASE: store.databaseName });
  const idOf = (key: string | undefined): string => key?.split('_')[2] ?? '';

  it('keys are made, listed with what they are for, and removed', async () => {
    expect((await keys('list', '--tenant', tenant)).out).toEqual([`${tenant} has no keys.`]);
    const made = await keys(
      'add',
      '--tenant',
      tenant,
      '--role',
      'operator',
      '--user',
      'otto',
      '--name',
      'the night job',
    );
    const id = idOf(made.out[0]);
    expect(made).toEqual({ code: 0, out: [expect.stringMatching(/^sk_live_[0-9a-v]{16}_/)], errors: [] });
    expect((await keys('list', '--tenant', tenant)).out).toEqual([
      `${id}  operator of otto, “the night job”, never used, has no end`,
    ]);
    expect(await keys('remove', '--tenant', tenant, '--id', id)).toMatchObject({ code: 0, out: [`${id} is removed.`] });
    expect(await keys('remove', '--tenant', tenant, '--id', id)).toMatchObject({
      code: 1,
      out: [`${tenant} has no key ${id}.`],
    });
  });

  it('a key that is rotated has a successor of the same kind, and ends a day later or when it is told to', async () => {
    const { lines } = await addKey(store, { tenant, role: 'service', name: 'the till' }, AT);
    const id = idOf(lines[0]);
    const later = new Date(AT.getTime() + DAY).toISOString();
    const successor = idOf((await rotateKey(store, { tenant, id }, AT)).lines[0]);
    expect(await store.apiKeys.find(id)).toMatchObject({ expiresAt: later });
    expect(await store.apiKeys.find(successor)).toMatchObject({
      ...{ tenantId: tenant, role: 'service', userId: null, name: 'the till', expiresAt: null },
    });
    // What ends sooner than asked for stays so.
    await rotateKey(store, { tenant, id, ends: '2026-04-01T00:00:00Z' }, AT);
    expect(await store.apiKeys.find(id)).toMatchObject({ expiresAt: later });
    await rotateKey(store, { tenant, id, ends: '2026-03-12T11:00:00Z' }, AT);
    expect(await store.apiKeys.find(id)).toMatchObject({ expiresAt: '2026-03-12T11:00:00.000Z' });
    const record = await store.audit.list(tenant, new Date(AT.getTime() + 1), 20);
    const ends = record.filter(({ action }) => action === 'END_API_KEY').map(({ facts }) => facts.keyId);
    expect(ends.length).toBeGreaterThan(0);
    expect(new Set(ends)).toEqual(new Set([id]));
  });

  it('a key of another tenant is not rotated, and nothing is made for it', async () => {
    const { lines } = await addKey(store, { tenant, role: 'service' }, AT);
    const other = newId('tenant');
    expect(await rotateKey(store, { tenant: other, id: idOf(lines[0]) }, AT)).toMatchObject({ code: 1 });
    expect(await store.apiKeys.list(other, 5)).toEqual([]);
    expect(await store.apiKeys.find(idOf(lines[0]))).toMatchObject({ expiresAt: null });
  });

  it('an end that is over is refused', async () => {
    const told = await keys('rotate', '--tenant', tenant, '--id', 'x', '--ends', '2020-01-01');
    expect(told).toMatchObject({
      code: 2,
      out: [],
      errors: [expect.stringMatching(/^--ends: an instant to come/), expect.anything()],
    });
  });
});
