import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { appendTo, holdPostings, orderPostings } from '../../billing/ledger/ledger';
import { quoteChanges } from '../../billing/quotes/quote';
import { type PaymentSandbox, startPaymentSandbox } from '../../dev/sandboxes/payment/server';
import { toGatewayUnits } from '../../gateways/payment/minor-units';
import type { PaymentGateway } from '../../gateways/payment/port';
import { SANDBOX_CURRENCIES } from '../../gateways/payment/sandbox/currencies';
import { sandboxGateway } from '../../gateways/payment/sandbox/gateway';
import type { PaymentOutcome } from '../../machines/subscription-change/steps';
import type { Store } from '../../store/index';
import { aChange, aQuoteInput } from '../billing/samples';
import { sampleView } from '../store/orders/sample-view';
import { newId, openTestStore, rawDatabase, TENANT } from '../store/test-store';
import { testBackends } from '../support/backends';

const AT = new Date('2026-03-12T10:00:00.000Z');
const UNSEEN = 'Workflows were not looked at: TEMPORAL_ADDRESS says where they are.\n';
const NO_ORDERS = `0 orders that are over: no differences\n0 orders with payments: no differences\n${UNSEEN}`;
const NINE_SEATS = { subscriptionId: 'subscription', seats: 9 };
const PAID = { status: 'paid', gatewayReference: null, code: null, link: null, linkExpiresAt: null } as const;
const ROOT = join(__dirname, '../..');

async function reconcile(
  databaseName: string,
  gateway: Record<string, string> = {},
): Promise<{ code: number; out: string; errors: string }> {
  const uri = new URL(testBackends().mongo);
  uri.pathname = `/${databaseName}`;
  return run({ MONGODB_URI: uri.toString(), ...gateway });
}

async function run(
  env: Record<string, string>,
  args: string[] = [],
): Promise<{ code: number; out: string; errors: string }> {
  const command = ['--import', 'tsx', join('commands', 'main.ts'), 'reconcile', ...args];
  const child = spawn(process.execPath, command, { cwd: ROOT, env: { ...process.env, TEMPORAL_ADDRESS: '', ...env } });
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

describe('avenant reconcile', () => {
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

  it('avenant reconcile finds no differences in what the store wrote, and names each one that somebody made', async () => {
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
      ...UNSEEN.split('\n'),
    ]);
  });

  it('avenant reconcile compares what each order entered with its quote, and finds balance that is still held', async () => {
    const own = await openTestStore();
    const quote = quoteChanges(aQuoteInput({ balance: '50.00', changes: [aChange({ change: NINE_SEATS })] }));
    const payment = { status: 'paid' } as PaymentOutcome;
    const over = async (state: string, isMade: boolean): Promise<string> => {
      const view = sampleView({ state, status: 'done', tags: [] }, { quote, payment: isMade ? payment : null });
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
      out: `1 ledgers: no differences\n1 orders that are over: no differences\n0 orders with payments: no differences\n${UNSEEN}`,
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
      ...UNSEEN.split('\n'),
    ]);
    await own.close();
  });

  it('avenant reconcile says that it could not look, and exits 2', async () => {
    const { code, errors } = await run({ MONGODB_URI: 'mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100' });
    expect([code, errors]).toEqual([2, expect.stringMatching(/^Not everything was reconciled: /)]);
    const nowhere = await run({ MONGODB_URI: testBackends().mongo }, ['--against-temporal']);
    expect([nowhere.code, nowhere.errors]).toEqual([2, expect.stringContaining('TEMPORAL_ADDRESS: missing')]);
  });
});

describe('avenant reconcile, of payments', () => {
  const calm = new AbortController().signal;
  let own: Awaited<ReturnType<typeof openTestStore>>;
  let sandbox: PaymentSandbox;
  let gateway: PaymentGateway;
  let environment: Record<string, string>;
  let [twice, unpaid, byHand] = ['', '', ''];
  beforeAll(async () => {
    own = await openTestStore();
    // What is younger than an hour may be on its way into the store.
    const twoHoursAgo = Date.now() - 2 * 3_600_000;
    sandbox = await startPaymentSandbox({ now: () => twoHoursAgo });
    gateway = sandboxGateway({ baseUrl: sandbox.url });
    environment = { AVENANT_ENV: 'test', PAYMENT_GATEWAY_URL: sandbox.url };
    [twice, unpaid, byHand] = [await made(), await made(), await made()];
    for (const changeId of [twice, unpaid, byHand]) await charge(changeId);
    await giveBackByHand(await cancelled());
  });
  afterAll(() => Promise.all([own.close(), sandbox.close()]));

  const quote = quoteChanges(aQuoteInput({ changes: [aChange({ change: NINE_SEATS })] }));
  const amount = toGatewayUnits({ amount: quote.dueToday, currency: 'EUR' }, SANDBOX_CURRENCIES);
  /** An order that was paid and not made. */
  const cancelled = async (): Promise<string> => {
    const payment = { status: 'refunded', code: 'given_back_by_hand' } as PaymentOutcome;
    const view = sampleView({ state: 'cancelled', status: 'done', tags: [] }, { quote, payment });
    await own.orders.project(view);
    await charge(view.details.changeId);
    return view.details.changeId;
  };
  /** As two persons say, past the gateway. */
  const giveBackByHand = (changeId: string) => {
    const method = `${TENANT}:${changeId}:charge:1`;
    const bound = { tenantId: TENANT, accountId: changeId, changeId, kind: 'refund' as const, amount, currency: 'EUR' };
    return own.payments.book({ ...bound, method, reference: `${method}:by_hand` }, 'given_back_by_hand', AT);
  };
  const charge = async (changeId: string, visit = 1, method = 'pm_ok') => {
    const reference = `${TENANT}:${changeId}:charge:${visit}`;
    const asked = { reference, amount, currency: 'EUR', method };
    await own.payments.intend({ ...asked, tenantId: TENANT, accountId: changeId, changeId, kind: 'charge' }, AT);
    await gateway.charge({ ...asked, customer: `${TENANT}:${changeId}` }, calm);
    await own.payments.keep(TENANT, reference, { ...PAID, at: AT });
  };
  /** An order that was paid and made. */
  const made = async (): Promise<string> => {
    const payment = { status: 'paid' } as PaymentOutcome;
    const view = sampleView({ state: 'completed', status: 'done', tags: [] }, { quote, payment });
    const { changeId } = view.details;
    await own.orders.project(view);
    const postings = orderPostings(changeId, 1, quote, quote.dueToday);
    await own.ledger.append({
      ...{ tenantId: TENANT, accountId: changeId, changeId, at: AT },
      references: postings.map(({ reference }) => reference),
      place: (head) => appendTo(head, postings, 'EUR'),
    });
    return changeId;
  };

  it('avenant reconcile finds no differences where orders, ledger and gateway agree', async () => {
    expect(await reconcile(own.databaseName, environment)).toEqual({
      code: 0,
      out: [
        '3 ledgers: no differences',
        '4 orders that are over: no differences',
        '4 orders with payments: no differences',
        '4 charges at the gateway “sandbox”: no differences',
        '4 payments in the books of “sandbox”: no differences',
        UNSEEN,
      ].join('\n'),
      errors: '',
    });
  });

  it('avenant reconcile names each difference among orders, ledger and payments, and between them and the gateway’s books', async () => {
    // Another charge of the same order, one that nobody wrote down, one that the gateway declined, a refund by hand.
    await charge(twice, 2);
    await charge(byHand, 2);
    const strange = { reference: `${TENANT}:chg_lost:charge:1`, amount: 5_000, currency: 'EUR' };
    await gateway.charge({ ...strange, customer: 'c', method: 'pm_ok' }, calm);
    const failed = await made();
    await charge(failed, 1, 'pm_declined');
    const handed = { reference: 'by-hand', amount: 700, currency: 'EUR', reason: 'kindness' };
    const handedBack = { ...handed, payment: { reference: `${TENANT}:${byHand}:charge:1` } };
    expect(await gateway.refund(handedBack, calm)).toMatchObject({ status: 'succeeded' });
    const { db, close } = await rawDatabase(own.databaseName);
    const charged = { reference: `${TENANT}:${unpaid}:charge:1` };
    await db.collection('payments').updateOne(charged, { $set: { status: 'declined' } });
    await close();
    const beyond = { tenantId: TENANT, accountId: twice, changeId: twice, currency: 'EUR', kind: 'refund' as const };
    const [reference, method] = [`${TENANT}:${twice}:refund:1`, `${TENANT}:${twice}:charge:1`];
    await own.payments.intend({ ...beyond, reference, method, amount: amount + 1 }, AT);
    await own.payments.keep(TENANT, reference, { ...PAID, at: AT });

    // Given back by hand, and by the gateway as well: as far as we know, and without our knowing it.
    const [known, unknown] = [await cancelled(), await cancelled()];
    for (const changeId of [known, unknown]) {
      await giveBackByHand(changeId);
      const ours = { reference: `${TENANT}:${changeId}:refund:1`, amount, currency: 'EUR' };
      const payment = { reference: `${TENANT}:${changeId}:charge:1` };
      const asked = { ...ours, tenantId: TENANT, accountId: changeId, changeId, kind: 'refund' as const };
      await own.payments.intend({ ...asked, method: payment.reference }, AT);
      await gateway.refund({ ...ours, payment, reason: 'order_not_made' }, calm);
    }
    await own.payments.keep(TENANT, `${TENANT}:${known}:refund:1`, { ...PAID, at: AT });

    const { code, out } = await reconcile(own.databaseName, environment);
    const lines = out.split('\n').map((line) => line.replace(/pay_\w+/, 'pay'));
    expect(code).toBe(1);
    const order = (changeId: string, problem: string) => `  tenant ${TENANT}, order ${changeId}: ${problem}`;
    const at = (changeId: string, problem: string) =>
      `  tenant ${TENANT}, charge ${TENANT}:${changeId}:charge:1: ${problem}`;
    expect(lines.filter((line) => line.startsWith('  ')).sort()).toEqual(
      [
        order(twice, `${method}: charged ${amount}, refunded ${amount + 1}`),
        order(known, `${TENANT}:${known}:charge:1: charged ${amount}, refunded ${2 * amount}`),
        at(unknown, `refunded 0 as we know, the gateway has given back ${amount}`),
        order(byHand, `more than one charge is kept: ${TENANT}:${byHand}:charge:1, ${TENANT}:${byHand}:charge:2`),
        order(unpaid, 'the ledger has a payment that the gateway does not have'),
        at(twice, `refunded ${amount + 1} as we know, the gateway has given back 0`),
        at(failed, 'expected paid, the gateway says declined'),
        at(unpaid, 'expected declined, the gateway says succeeded'),
        at(byHand, 'refunded 0 as we know, the gateway has given back 700'),
        at('chg_lost', 'the gateway has taken 5000 EUR (pay), and we have no record of it'),
        at(unpaid, `the gateway has taken ${amount} EUR (pay), and we have it as declined`),
      ].sort(),
    );
  });
});
