import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { appendTo, holdPostings, orderPostings } from '../../billing/ledger';
import { quoteChanges } from '../../billing/quote';
import type { PaymentOutcome } from '../../machines/subscription-change/steps';
import type { Store } from '../../store/connection';
import { aChange, aQuoteInput } from '../billing/samples';
import { sampleView } from '../store/sample-view';
import { newId, openTestStore, rawDatabase, TENANT } from '../store/test-store';
import { testBackends } from '../support/backends';

const AT = new Date('2026-03-12T10:00:00.000Z');
const NO_ORDERS = '0 orders that are over: no differences\n0 orders with payments: no differences\n';
const NINE_SEATS = { subscriptionId: 'subscription', seats: 9 };
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
      ...{ tenantId, accountId, changeId: 'c1', at: AT },
      references: postings.map(({ reference }) => reference),
      place: (head) => appendTo(head, postings, 'EUR'),
    });
  };

  it('finds no differences in what the store wrote, and names each one that somebody made', async () => {
    await enter(TENANT, 'acc_1', ['10.00', '-2.50']);
    await enter(TENANT, 'acc_2', ['1.00']);
    await enter('tenant_b', 'acc_1', ['3.00', '4.00', '5.00']);
    expect(await reconcile(store.databaseName)).toEqual({
      code: 0,
      out: `3 ledgers: no differences\n${NO_ORDERS}`,
      errors: '',
    });

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
      '0 orders that are over: no differences',
      '0 orders with payments: no differences',
      '',
    ]);
  });

  it('compares what each order entered with its quote, and finds balance that is still held', async () => {
    const own = await openTestStore();
    const quote = quoteChanges(aQuoteInput({ balance: '50.00', changes: [aChange({ change: NINE_SEATS })] }));
    const payment = { status: 'paid' } as PaymentOutcome;
    const over = async (state: string, isMade: boolean): Promise<string> => {
      const view = sampleView({ state, done: true, tags: [] }, { quote, payment: isMade ? payment : null });
      const { tenantId, changeId, accountId } = view.details;
      await own.orders.project(view);
      const postings = [
        ...holdPostings(changeId, 1, quote),
        ...(isMade ? orderPostings(changeId, 1, quote, quote.dueToday) : []),
      ];
      await own.ledger.append({
        ...{ tenantId, accountId, changeId, at: AT, references: postings.map(({ reference }) => reference) },
        place: (head) => appendTo(head, postings, 'EUR'),
      });
      return changeId;
    };
    const made = await over('completed', true);
    expect(await reconcile(own.databaseName)).toMatchObject({
      code: 0,
      out: '1 ledgers: no differences\n1 orders that are over: no differences\n0 orders with payments: no differences\n',
    });
    const forgotten = await over('cancelled', false);
    const { db, close } = await rawDatabase(own.databaseName);
    const charge = { reference: `${made}:line:subscription:charge` };
    await db.collection('ledgerentries').updateOne(charge, { $set: { reference: `${made}:line:other` } });
    await close();
    const { code, out } = await reconcile(own.databaseName);
    expect(code).toBe(1);
    expect(out.split('\n').slice(1)).toEqual([
      `  tenant ${TENANT}, order ${made}: ${made}:line:subscription:charge: expected -270.00, found 0`,
      `  tenant ${TENANT}, order ${made}: ${made}:line:other: expected 0, found -270.00`,
      `  tenant ${TENANT}, order ${forgotten}: ${forgotten}:hold: expected 0, found -50`,
      '2 orders that are over: 3 differences',
      '0 orders with payments: no differences',
      '',
    ]);
    await own.close();
  });

  it('says that it could not look, and exits 2', async () => {
    const { code, errors } = await run({ MONGODB_URI: 'mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100' });
    expect([code, errors]).toEqual([2, expect.stringMatching(/^Nothing was reconciled: /)]);
  });
});
