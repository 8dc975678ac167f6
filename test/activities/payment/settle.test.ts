import { createActivities } from '../../../activities';
import type { Quote } from '../../../billing/quotes/types';
import { startPaymentSandbox } from '../../../dev/sandboxes/payment/server';
import { localFulfilment } from '../../../gateways/fulfilment/local';
import { sandboxGateway } from '../../../gateways/payment/sandbox/gateway';
import { StoreUnavailable } from '../../../store/mongo/availability';
import { testCardNumber } from '../../gateways/payment/sandbox/test-numbers';
import { rawDatabase } from '../../store/test-store';
import { placed } from '../order/placing-inputs';
import {
  type ActivityStand,
  type OpenedAccount,
  openAccount,
  openActivityStand,
  quoted,
  TENANT,
  visitOf,
} from '../stand';

const LINK = { url: 'https://bank.example/confirm', expiresAt: '2026-03-12T12:10:00.000Z', gatewayReference: 'gw_1' };

describe('settling a payment', () => {
  let stand: ActivityStand;
  beforeAll(async () => {
    stand = await openActivityStand();
  });
  beforeEach(() => stand.at(0));
  afterEach(() => {
    stand.gateway.isDown = false;
    stand.gateway.answers.length = 0;
  });
  afterAll(() => stand.close());

  const open = async () => {
    const opened = await openAccount(stand);
    return { opened, quote: await quoted(stand, opened) };
  };
  const chargeOf = (opened: OpenedAccount, quote: Quote, paymentMethod = 'pm_ok') => ({
    ...visitOf(opened),
    quote,
    paymentMethod,
  });
  const lookUp = (opened: OpenedAccount) =>
    stand.activities.lookUpPayment({ ...visitOf(opened), lookUps: 1, linkExtendedUntil: null });
  const referenceOf = ({ changeId }: OpenedAccount) => `${TENANT}:${changeId}:charge:1`;
  const sentFor = (opened: OpenedAccount) =>
    stand.gateway.charges.filter(({ reference }) => reference === referenceOf(opened));

  it('a card number in the words of an outside service goes neither into a result, a failure nor the store', async () => {
    const { opened, quote } = await open();
    const number = testCardNumber();
    stand.gateway.answers.push({ status: 'declined', code: `bad card ${number}`, retryable: false });
    expect(await stand.activities.charge(chargeOf(opened, quote))).toMatchObject({ code: 'bad card [card number]' });
    const { db, close } = await rawDatabase(stand.store.databaseName);
    const written = await Promise.all(
      (await db.listCollections().toArray()).map(({ name }) => db.collection(name).find().toArray()),
    );
    expect(JSON.stringify(written)).toContain('bad card [card number]');
    expect(JSON.stringify(written)).not.toContain(number);
    await close();
    const broken = new Error('no answer', { cause: new Error(`to the card ${number}`) });
    const charge = async () => Promise.reject(broken);
    const paymentGateway = Object.assign(Object.create(stand.gateway), { charge });
    const activities = stand.activitiesWith({ paymentGateway });
    const other = await open();
    const failure = await activities.charge(chargeOf(other.opened, other.quote)).catch((error: unknown) => error);
    expect((failure as Error).cause).toMatchObject({ message: 'to the card [card number]' });
    expect(String((broken.cause as Error).stack)).not.toContain(number);
  });

  it('an order is charged once, in minor units, and the answer stays the same', async () => {
    const { opened, quote } = await open();
    const first = await stand.activities.charge(chargeOf(opened, quote));
    expect(first).toMatchObject({ status: 'paid', reference: referenceOf(opened), gatewayReference: 'gw_1' });
    expect(await stand.activities.charge(chargeOf(opened, quote))).toEqual(first);
    expect(sentFor(opened)).toMatchObject([{ amount: 30_445, currency: 'EUR', method: 'pm_ok' }]);
  });

  it('an attempt that died before the answer is looked up and not sent again', async () => {
    const { opened, quote } = await open();
    const { activities, gate } = stand.paused('charge:answered');
    const died = activities.charge(chargeOf(opened, quote));
    await gate.arrived();
    gate.fail(new Error('killed'));
    await expect(died).rejects.toThrow('killed');
    expect(await stand.activities.charge(chargeOf(opened, quote))).toMatchObject({ status: 'paid' });
    expect(sentFor(opened)).toHaveLength(1);
  });

  it('another amount or method under the same reference is refused', async () => {
    const { opened, quote } = await open();
    await stand.activities.charge(chargeOf(opened, quote));
    for (const other of [chargeOf(opened, { ...quote, dueToday: '1.00' }), chargeOf(opened, quote, 'pm_other')]) {
      await expect(stand.activities.charge(other)).rejects.toMatchObject({
        type: 'PaymentReferenceReused',
        nonRetryable: true,
      });
    }
  });

  it('a look-up tells a charge whose answer got lost from one that never arrived', async () => {
    const [lost, never] = [await open(), await open()];
    stand.gateway.answers.push({ lost: { status: 'succeeded', gatewayReference: 'gw_1' } });
    expect(await stand.activities.charge(chargeOf(lost.opened, lost.quote))).toMatchObject({ status: 'unknown' });
    expect(await lookUp(lost.opened)).toMatchObject({ status: 'paid' });
    stand.gateway.answers.push({ status: 'unknown', reason: 'timeout' });
    await stand.activities.charge(chargeOf(never.opened, never.quote));
    expect(await lookUp(never.opened)).toMatchObject({ status: 'unknown', code: 'not_known_to_gateway' });
    expect(await stand.activities.charge(chargeOf(never.opened, never.quote))).toMatchObject({ status: 'unknown' });
    expect(sentFor(never.opened)).toHaveLength(1);
  });

  it('an attempt sends what it has written down itself, also when the database never said so', async () => {
    const { opened, quote } = await open();
    const { payments } = stand.store;
    const written: string[] = [];
    /** Does what it is asked, and the first time the answer gets lost. */
    const unheard =
      <Input extends unknown[]>(name: string, write: (...input: Input) => Promise<boolean>) =>
      async (...input: Input): Promise<boolean> => {
        const answer = await write(...input);
        written.push(name);
        if (written.filter((one) => one === name).length === 1) throw new StoreUnavailable();
        return answer;
      };
    const deaf = {
      ...payments,
      intend: unheard('intend', payments.intend),
      takeForResending: unheard('takeForResending', payments.takeForResending),
    };
    const activities = stand.activitiesWith({ store: { ...stand.store, payments: deaf } });
    stand.gateway.answers.push({ status: 'failed_not_sent', reason: 'connection_refused' });
    const input = chargeOf(opened, quote);
    expect(await activities.charge(input)).toMatchObject({ status: 'not_sent', code: 'connection_refused' });
    expect(await activities.charge(input)).toMatchObject({ status: 'paid' });
    expect(written).toEqual(['intend', 'intend', 'intend', 'takeForResending', 'takeForResending']);
    expect(sentFor(opened)).toHaveLength(1);
  });

  it('only a charge that was certainly not sent is sent again, and not after the visit has ended', async () => {
    const { opened, quote } = await open();
    stand.gateway.answers.push({ status: 'failed_not_sent', reason: 'connection_refused' });
    const input = chargeOf(opened, quote);
    expect(await stand.activities.charge(input)).toMatchObject({ status: 'not_sent', code: 'connection_refused' });
    expect(await lookUp(opened)).toMatchObject({ status: 'not_sent' });
    const both = await Promise.all([stand.activities.charge(input), stand.activities.charge(input)]);
    expect(both.map(({ status }) => status)).toContain('paid');
    expect(sentFor(opened)).toHaveLength(1);
    const ended = await open();
    const subscriptionIds = [ended.opened.subscription.subscriptionId];
    await stand.activities.release({ ...visitOf(ended.opened), subscriptionIds, keepsClaim: true, vatItem: null });
    const late = await stand.activities.charge(chargeOf(ended.opened, ended.quote));
    expect([late.status, sentFor(ended.opened)]).toEqual(['voided', []]);
  });

  it('a payment shows its link while the customer may confirm, and expires with it', async () => {
    const { opened, quote } = await open();
    stand.gateway.answers.push({ status: 'requires_action', ...LINK });
    expect(await stand.activities.charge(chargeOf(opened, quote))).toMatchObject({
      status: 'requires_action',
      link: LINK.url,
      linkExpiresAt: LINK.expiresAt,
      checkAgainIn: 300_000,
    });
    stand.at(601);
    expect(await lookUp(opened)).toMatchObject({ status: 'expired', code: 'link_expired', link: null });
    expect(await stand.activities.voidPayment(visitOf(opened))).toMatchObject({
      status: 'voided',
      code: 'link_expired',
    });
    expect(await stand.activities.voidPayment(visitOf(opened))).toMatchObject({ status: 'voided' });
  });

  it('a payment never moves back from paid, and keeps what it knows while the gateway is down', async () => {
    const { opened, quote } = await open();
    stand.gateway.answers.push({ status: 'pending', gatewayReference: 'gw_1' });
    await stand.activities.charge(chargeOf(opened, quote));
    stand.gateway.isDown = true;
    expect(await lookUp(opened)).toMatchObject({ status: 'pending' });
    stand.gateway.isDown = false;
    stand.gateway.learn(referenceOf(opened), { status: 'succeeded', gatewayReference: 'gw_1' });
    expect(await lookUp(opened)).toMatchObject({ status: 'paid' });
    stand.gateway.learn(referenceOf(opened), { status: 'pending', gatewayReference: 'gw_1' });
    expect(await lookUp(opened)).toMatchObject({ status: 'paid' });
  });

  it('a payment whose void comes too late counts as paid, and one whose void is unconfirmed as unknown', async () => {
    const [taken, unsure] = [await open(), await open()];
    for (const { opened, quote } of [taken, unsure]) {
      stand.gateway.answers.push({ status: 'pending', gatewayReference: 'gw_1' });
      await stand.activities.charge(chargeOf(opened, quote));
    }
    stand.gateway.learn(referenceOf(taken.opened), { status: 'succeeded', gatewayReference: 'gw_1' });
    expect(await stand.activities.voidPayment(visitOf(taken.opened))).toMatchObject({ status: 'paid' });
    stand.gateway.voidAnswer = { status: 'unknown', reason: 'timeout' };
    expect(await stand.activities.voidPayment(visitOf(unsure.opened))).toMatchObject({ status: 'unknown' });
    stand.gateway.voidAnswer = { status: 'succeeded', gatewayReference: 'gw_1' };
    expect(await stand.activities.voidPayment(visitOf(unsure.opened))).toMatchObject({ status: 'voided' });
  });

  it('a customer is reminded of a long-lived link twice: soon, and in the last quarter of its life', async () => {
    const { opened, quote } = await open();
    const expiresAt = '2026-03-13T12:00:00.000Z';
    const waiting = { status: 'requires_action', gatewayReference: 'gw_1', url: 'https://bank.example/1', expiresAt };
    stand.gateway.answers.push(waiting as never);
    await stand.activities.charge(chargeOf(opened, quote));
    const { accountId } = opened.account;
    const mails = async () => (await stand.store.outbox.listOfAccount(TENANT, accountId, 50)).map(({ kind }) => kind);
    const HOUR = 3_600;
    for (const [at, expected] of [
      [60, 0],
      [300, 1],
      [2 * HOUR, 1],
      [17 * HOUR, 1],
      [19 * HOUR, 2],
      [23 * HOUR, 2],
    ] as const) {
      stand.at(at);
      await lookUp(opened);
      expect([at, await mails()]).toEqual([at, Array(expected).fill('paymentWaiting')]);
    }
    stand.at(0);
  });

  it('a charge that is voided before it is sent is never sent', async () => {
    const { opened, quote } = await open();
    expect(await stand.activities.voidPayment(visitOf(opened))).toMatchObject({ status: 'voided' });
    expect(await stand.activities.charge(chargeOf(opened, quote))).toMatchObject({ status: 'voided' });
    expect(sentFor(opened)).toEqual([]);
  });

  it('an amount or currency that the gateway could never take is declined before it is asked', async () => {
    const { opened, quote } = await open();
    const small = chargeOf(opened, { ...quote, dueToday: '0.30' });
    const foreign = chargeOf(opened, { ...quote, currency: 'JPY' });
    expect(await stand.activities.charge(small)).toMatchObject({ status: 'declined', code: 'amount_below_minimum' });
    expect(await stand.activities.charge(foreign)).toMatchObject({ code: 'currency_not_supported' });
    expect(sentFor(opened)).toEqual([]);
  });

  it('payment details are saved once, and no token is kept', async () => {
    const { opened } = await open();
    const input = { ...visitOf(opened), paymentToken: 'tok_secret' };
    expect(await stand.activities.capturePayment(input)).toEqual({ status: 'saved', paymentMethod: 'pm_new' });
    stand.gateway.setupAnswers = [{ status: 'declined', code: 'used', retryable: false }];
    expect(await stand.activities.capturePayment(input)).toEqual({ status: 'saved', paymentMethod: 'pm_new' });
    const next = { ...input, visit: 2 };
    expect(await stand.activities.capturePayment(next)).toEqual({ status: 'refused', code: 'used' });
    const kept = await stand.store.payments.find(TENANT, `${TENANT}:${opened.changeId}:setup:1`);
    expect(JSON.stringify(kept)).not.toContain('tok_secret');
    stand.gateway.setupAnswers = [{ status: 'unknown', reason: 'timeout' }];
    await expect(stand.activities.capturePayment({ ...input, visit: 3 })).rejects.toMatchObject({
      type: 'PaymentGatewayUnavailable',
      nonRetryable: false,
    });
    stand.gateway.setupAnswers = [];
    expect(await stand.activities.capturePayment({ ...input, visit: 3 })).toMatchObject({ status: 'saved' });
  });

  it('the sandbox gateway charges and gives back over HTTP', async () => {
    const sandbox = await startPaymentSandbox();
    const { opened, quote } = await open();
    const activities = createActivities({
      store: stand.store,
      paymentGateway: sandboxGateway({ baseUrl: sandbox.url }),
      vatRegister: { check: () => Promise.reject(new Error('not asked')) },
      fulfilment: { local: localFulfilment() },
      temporalClient: { workflow: {} } as never,
      clock: () => new Date('2026-03-12T12:00:00.000Z'),
      log: { info: () => {}, warn: () => {} },
    });
    await activities.reserve(placed(opened, quote));
    const payment = await activities.charge(chargeOf(opened, quote));
    expect(payment.status).toBe('paid');
    expect(await activities.compensate({ ...visitOf(opened), quote, payment })).toMatchObject({
      status: 'compensated',
    });
    expect(await activities.compensate({ ...visitOf(opened), quote, payment })).toMatchObject({
      status: 'compensated',
    });
    const found = await sandboxGateway({ baseUrl: sandbox.url }).lookup(
      { reference: referenceOf(opened) },
      new AbortController().signal,
    );
    expect(found).toMatchObject({ amount: 30_445, captured: 30_445, refunded: 30_445 });
    await sandbox.close();
  });
});
