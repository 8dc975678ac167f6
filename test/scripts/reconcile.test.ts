import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { appendTo } from '../../billing/ledger';
import type { Store } from '../../store/connection';
import { newId, openTestStore, rawDatabase, TENANT } from '../store/test-store';
import { testBackends } from '../support/backends';

const ROOT = join(__dirname, '../..');

async function reconcile(databaseName: string): Promise<{ code: number; out: string; errors: string }> {
  const uri = new URL(testBackends().mongo);
  uri.pathname = `/${databaseName}`;
  return run({ MONGODB_URI: uri.toString() });
}

async function run(env: Record<string, string>): Promise<{ code: number; out: string; errors: string }> {
  const command = ['--import', 'tsx', join('scripts', 'reconcile.ts')];
  const child = spawn(process.execPath, command, { cwd: ROOT, env: { ...process.env, ...env } });
  let [out, errors] = ['', ''];
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    errors += text;
  });
  const [code] = await once(child, 'close');
  return { code, out, errors };
}

describe('npm run reconcile', () => {
  let store: Store & { databaseName: string };
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const enter = (tenantId: string, accountId: string, amounts: string[]) => {
    const postings = amounts.map((amount) => ({
      ...({ reference: newId('ref'), kind: 'adjustment', currency: 'EUR' } as const),
      amount,
    }));
    return store.ledger.append({
      ...{ tenantId, accountId, changeId: 'c1', at: new Date('2026-03-12T10:00:00.000Z') },
      references: postings.map(({ reference }) => reference),
      place: (head) => appendTo(head, postings, 'EUR'),
    });
  };

  it('finds no differences in what the store wrote, and names each one that somebody made', async () => {
    await enter(TENANT, 'acc_1', ['10.00', '-2.50']);
    await enter(TENANT, 'acc_2', ['1.00']);
    await enter('tenant_b', 'acc_1', ['3.00', '4.00', '5.00']);
    expect(await reconcile(store.databaseName)).toEqual({ code: 0, out: '3 ledgers: no differences\n', errors: '' });

    const { db, close } = await rawDatabase(store.databaseName);
    const entries = db.collection('ledgerentries');
    await entries.updateOne({ tenantId: 'tenant_b', sequence: 2 }, { $set: { amount: '4.01' } });
    await entries.deleteOne({ tenantId: TENANT, accountId: 'acc_1', sequence: 1 });
    await close();
    const { code, out } = await reconcile(store.databaseName);
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      expect.stringMatching(/^ {2}tenant tenant_a, account acc_1: entry 2 \(.*\): sequence gap, expected 1, found 2$/),
      expect.stringMatching(/acc_1: entry 2 .*: wrong balance, expected -2\.50, found 7\.50$/),
      expect.stringMatching(/tenant_b, account acc_1: entry 2 .*: wrong balance, expected 7\.01, found 7\.00$/),
      '3 ledgers: 3 differences',
      '',
    ]);
  });

  it('says that it could not look, and exits 2', async () => {
    const { code, errors } = await run({ MONGODB_URI: 'mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100' });
    expect([code, errors]).toEqual([2, expect.stringMatching(/^Nothing was reconciled: /)]);
  });
});
