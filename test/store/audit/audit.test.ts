import { verify } from '../../../commands/audit/trail';
import type { Store } from '../../../store';
import { type ChainedEntry, linked } from '../../../store/audit/chain';
import { openTestStore, rawDatabase, TENANT } from '../test-store';

const deed = (entryId: string) => ({
  tenantId: TENANT,
  entryId,
  at: new Date('2026-03-12T10:00:00Z'),
  actorId: 'agnes',
  role: 'support_agent',
  action: 'RETRY',
  changeId: 'chg_1',
  before: { state: 'applying.stuck', sequence: 7 },
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

  it('the audit trail chains what several write at the same moment, each deed once', async () => {
    const others = await openTestStore(store.databaseName);
    const ids = Array.from({ length: 20 }, (_, index) => `more-${index}`);
    await Promise.all(ids.map((id, index) => (index % 2 ? store : others).audit.append(deed(id))));
    await others.close();
    expect(await verified()).toEqual([0, expect.stringContaining('25 entries, the chain holds')]);
  });

  it('the audit trail tells the latest deeds of an order however often it is looked at', async () => {
    const look = (id: string) => store.audit.append({ ...deed(id), action: 'READ', facts: {} });
    for (const id of ['r1', 'r2', 'r3', 'r4', 'r5']) await look(id);
    await store.audit.append({ ...deed('f'), at: new Date('2026-03-12T11:00:00Z') });
    const deeds = await store.audit.listOfChange(TENANT, 'chg_1', 3);
    expect(deeds.map(({ entryId }) => entryId)).toEqual([expect.anything(), expect.anything(), 'f']);
    expect(deeds.map(({ action }) => action)).toEqual(['RETRY', 'RETRY', 'RETRY']);
  });

  it('the audit trail holds whatever was typed as a reason', async () => {
    for (const reason of ['half a pair: \ud83d', 'a pair: \u{1f511}', 'nothing: \0']) {
      await store.audit.append({ ...deed(reason), facts: { reason } });
    }
    expect(await verified()).toEqual([0, expect.stringContaining('8 entries, the chain holds')]);
  });

  it('the audit trail takes a deed whose name holds a card number once, however often it is told', async () => {
    const entry = deed('move:chg_1:4111 1111 1111 1111');
    for (const _ of [1, 2]) await store.audit.append(entry);
    expect(await verified()).toEqual([0, expect.stringContaining('6 entries, the chain holds')]);
  });

  it('an absent audit trail is not said to hold', async () => {
    for (const name of ['audit', 'auditends']) await raw.db.collection(name).deleteMany({});
    expect(await verified()).toEqual([2, 'There is no audit trail in this database.']);
  });

  it('abuse 25: the audit trail shows the entry that somebody changed', async () => {
    await raw.db.collection('audit').updateOne({ sequence: 3 }, { $set: { actorId: 'mallory' } });
    expect(await verified()).toEqual([1, expect.stringContaining('entry 3 was changed')]);
  });

  it('abuse 25: the audit trail shows the entry that somebody took out, also the last one', async () => {
    await raw.db.collection('audit').deleteOne({ sequence: 5 });
    expect(await verified()).toEqual([1, expect.stringContaining('entry 5 is missing')]);
    await raw.db.collection('audit').deleteOne({ sequence: 2 });
    expect(await verified()).toEqual([1, expect.stringContaining('entry 2 is missing')]);
  });

  it('abuse 25: the audit trail shows a chain that was written anew, or whose end was taken away', async () => {
    const [last] = await store.audit.listChain(TENANT, 4, 1);
    const [before] = await store.audit.listChain(TENANT, 3, 1);
    const forged = linked({ ...deed('e'), actorId: 'mallory' }, before as ChainedEntry);
    await raw.db.collection('audit').replaceOne({ sequence: 5 }, forged);
    expect(await verified()).toEqual([1, expect.stringContaining('entry 5 is not the one that was written')]);
    await raw.db.collection('audit').replaceOne({ sequence: 5 }, last as ChainedEntry);
    await raw.db.collection('auditends').deleteOne({});
    expect(await verified()).toEqual([1, expect.stringContaining('where it ended was taken away')]);
  });
});
