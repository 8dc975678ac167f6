import { DEFAULT_SETTINGS, type SettingsVersion } from '../../../store/facts/settings';
import { connectStore, type Store } from '../../../store/index';
import { testBackends } from '../../support/backends';

let store: Store;
beforeAll(async () => {
  store = await connectStore(testBackends().mongo, { databaseName: `settings-${process.pid}-${Date.now()}` });
  await store.ensureIndexes();
});
afterAll(() => store.close());

const made = (tenantId: string, version: number, idleDays: number): SettingsVersion => ({
  tenantId,
  version,
  values: { ...DEFAULT_SETTINGS, idleDays },
  at: new Date('2026-11-25T09:00:00Z'),
  by: 'otto',
  requestedBy: null,
  reasonCode: 'a_test',
  reason: 'asked by a test',
  changes: [],
});

describe('versions of settings', () => {
  it('versions of settings take each place once, whoever else wants it, and the last one counts', async () => {
    const both = await Promise.all([store.settings.append(made('t', 1, 1)), store.settings.append(made('t', 1, 2))]);
    expect(both.sort()).toEqual([false, true]);
    expect(await store.settings.append(made('t', 2, 3))).toBe(true);
    expect(await store.settings.inForce('t')).toEqual(made('t', 2, 3));
    expect((await store.settings.read('t')).idleDays).toBe(3);
    expect(await store.settings.inForce('other')).toEqual({ version: 0, values: DEFAULT_SETTINGS });
  });

  it('versions of settings that are older than a setting have it as it comes', async () => {
    const { customersMayDefer: _, ...older } = DEFAULT_SETTINGS;
    const version = { ...made('old', 1, 1), values: older as typeof DEFAULT_SETTINGS };
    await store.settings.append(version);
    expect((await store.settings.read('old')).customersMayDefer).toBe(false);
    expect((await store.settings.inForce('old')).values.customersMayDefer).toBe(false);
  });

  it('versions of settings are listed the latest first, from before one of them', async () => {
    for (const version of [1, 2, 3]) await store.settings.append(made('listed', version, version));
    const versions = async (before: number, limit: number) =>
      (await store.settings.list('listed', before, limit)).map(({ version }) => version);
    expect([await versions(9, 2), await versions(2, 2)]).toEqual([[3, 2], [1]]);
  });
});
