import { verify } from '../../scripts/audit-verify';
import type { Store } from '../../store/connection';
import { openTestStore, rawDatabase, TENANT } from './test-store';

const deed = (entryId: string) => ({
  ...{ tenantId: TENANT, entryId, at: new Date('2026-03-12T10:00:00Z'), actorId: 'agnes', role: 'support_agent' },
  ...{ action: 'RETRY', changeId: 'chg_1', before: { state: 'applying.stuck', sequence: 7 } },
  facts: { reasonCode: 'checked', reason: 'Seen in the console.' },
});

describe('the audit trail', () => {
  let store: Store & { databaseName: string };
  let raw: Awaited<ReturnType<typeof rawDatabase>>;
  beforeEach(async () => {
    store = await openTestStore();
    raw = await rawDatabase(store.databaseName);
    await Promise.all(['a', 'b', 'c', 'd', 'e', 'a'].map((id) => store.audit.append(deed(id))));
  });
  afterEach(async () => {
    await raw.close();
    await store.close();
  });

  const verified = async (): Promise<[number, string]> => {
    const lines: string[] = [];
    return [await verify(store, (line) => void lines.push(line)), lines.join('\n')];
  };

  it('chains what several write at the same moment, each deed once', async () => {
    const others = await openTestStore(store.databaseName);
    const ids = Array.from({ length: 20 }, (_, index) => `more-${index}`);
    await Promise.all(ids.map((id, index) => (index % 2 ? store : others).audit.append(deed(id))));
    await others.close();
    expect(await verified()).toEqual([0, expect.stringContaining('25 entries, the chain holds')]);
  });

  it('abuse 25: shows the entry that somebody changed', async () => {
    await raw.db.collection('audit').updateOne({ sequence: 3 }, { $set: { actorId: 'mallory' } });
    expect(await verified()).toEqual([1, expect.stringContaining('entry 3 was changed')]);
  });

  it('abuse 25: shows the entry that somebody took out, also the last one', async () => {
    await raw.db.collection('audit').deleteOne({ sequence: 5 });
    expect(await verified()).toEqual([1, expect.stringContaining('entry 5 is missing')]);
    await raw.db.collection('audit').deleteOne({ sequence: 2 });
    expect(await verified()).toEqual([1, expect.stringContaining('entry 2 is missing')]);
  });
});
