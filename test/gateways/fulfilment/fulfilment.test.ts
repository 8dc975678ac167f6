import { randomUUID } from 'node:crypto';
import type { FulfilmentFaultInput } from '../../../dev/sandboxes/fulfilment/faults';
import {
  type FulfilmentSandbox,
  type FulfilmentSandboxOptions,
  startFulfilmentSandbox,
} from '../../../dev/sandboxes/fulfilment/server';
import { type FulfilmentEvent, parseFulfilmentCallback } from '../../../gateways/fulfilment/callback';
import { localFulfilment } from '../../../gateways/fulfilment/local';
import { httpFulfilment } from '../../../gateways/fulfilment/over-http';
import type { FulfilmentOrder } from '../../../gateways/fulfilment/port';
import { signTimestamped } from '../../../gateways/webhooks/signature';
import { calm, loopbackListener } from '../payment/sandbox/stand';

const SECRET = 'whsec_test_of_fulfilment';
let sandbox: FulfilmentSandbox | undefined;

afterEach(() => sandbox?.close());

async function startFulfilmentStand(options: FulfilmentSandboxOptions = {}, timeoutMilliseconds = 5_000) {
  sandbox = await startFulfilmentSandbox(options);
  // The first call of a process loads the HTTP client, which must not count against a short time-out.
  await (await fetch(`${sandbox.url}/livez`)).text();
  return { sandbox, port: httpFulfilment({ baseUrl: sandbox.url, timeoutMilliseconds }) };
}

const order = (more: Partial<FulfilmentOrder> = {}): FulfilmentOrder => ({
  reference: `${randomUUID()}:fulfil:1`,
  tenantId: 'demo',
  changeId: 'chg_1',
  accountId: 'acme',
  effectiveDate: '2026-03-12',
  changes: [{ subscriptionId: 'sub_1', tierId: 'team', seats: 8, frequency: 'month' }],
  cartItemIds: [],
  ...more,
});

describe('local fulfilment', () => {
  it('local fulfilment is done at once, under the same name each time', async () => {
    const port = localFulfilment();
    const asked = order();
    const placed = await port.place(asked, calm());

    expect(placed).toEqual({ status: 'done', fulfilmentReference: `local:${asked.reference}` });
    expect(await port.lookup(asked.reference, calm())).toEqual(placed);
  });
});

describe('fulfilment over HTTP', () => {
  it('fulfilment over HTTP is done at once where the service says so', async () => {
    const { port } = await startFulfilmentStand({ immediate: true });
    expect(await port.place(order(), calm())).toEqual({ status: 'done', fulfilmentReference: 'ful_1' });
  });

  it('fulfilment over HTTP is pending until it is confirmed, and carries the purchase order number', async () => {
    const { port, sandbox } = await startFulfilmentStand();
    const asked = order({ purchaseOrderNumber: 'PO 2026/4711 é' });

    expect(await port.lookup(asked.reference, calm())).toEqual({ status: 'not_found' });
    expect(await port.place(asked, calm())).toEqual({ status: 'pending', fulfilmentReference: 'ful_1' });
    expect(sandbox.orders()).toMatchObject([{ order: { purchaseOrderNumber: 'PO 2026/4711 é' } }]);
    const confirmed = await fetch(`${sandbox.url}/confirm/${encodeURIComponent(asked.reference)}`, { method: 'POST' });
    expect(confirmed.status).toBe(200);
    expect(await port.lookup(asked.reference, calm())).toEqual({ status: 'done', fulfilmentReference: 'ful_1' });
    expect(await port.place(asked, calm())).toMatchObject({ status: 'done' });
    expect(sandbox.orders()).toHaveLength(1);
  });

  it('fulfilment over HTTP may be rejected later, with a code', async () => {
    const { port, sandbox } = await startFulfilmentStand();
    const asked = order();
    await port.place(asked, calm());
    await sandbox.reject(asked.reference, 'credit_limit');

    expect(await port.lookup(asked.reference, calm())).toEqual({
      status: 'rejected',
      fulfilmentReference: 'ful_1',
      code: 'credit_limit',
    });
    await expect(port.place(asked, calm())).rejects.toMatchObject({ name: 'FulfilmentRefused', code: 'credit_limit' });
  });

  it('fulfilment over HTTP refuses a reference that names another order', async () => {
    const { port } = await startFulfilmentStand();
    const asked = order();
    await port.place(asked, calm());

    await expect(port.place({ ...asked, accountId: 'other' }, calm())).rejects.toMatchObject({
      name: 'FulfilmentRefused',
      code: 'reference_reused',
    });
  });

  it.each<[FulfilmentFaultInput, string, string]>([
    [{ fault: 'refuse', code: 'unknown_tier' }, 'FulfilmentRefused', 'unknown_tier'],
    [{ fault: 'too_many_requests' }, 'FulfilmentUnavailable', 'answered_429'],
    [{ fault: 'error_before_commit' }, 'FulfilmentUnavailable', 'answered_500'],
    [{ fault: 'error_after_commit' }, 'FulfilmentUnavailable', 'answered_500'],
    [{ fault: 'timeout_before_commit' }, 'FulfilmentUnavailable', 'timeout'],
    [{ fault: 'timeout_after_commit' }, 'FulfilmentUnavailable', 'timeout'],
    [{ fault: 'drop_before_commit' }, 'FulfilmentUnavailable', 'connection_lost'],
    [{ fault: 'drop_after_commit' }, 'FulfilmentUnavailable', 'connection_lost'],
    [{ fault: 'garbage' }, 'FulfilmentUnavailable', 'answered_200'],
  ])('an order placed after %j throws %s (%s), and placing it again fulfils it once', async (fault, name, why) => {
    const { port, sandbox } = await startFulfilmentStand({}, why === 'timeout' ? 100 : 5_000);
    sandbox.script({ ...fault, times: 2 });
    const asked = order();
    const field = name === 'FulfilmentRefused' ? 'code' : 'reason';

    await expect(port.place(asked, calm())).rejects.toMatchObject({ name, [field]: why });
    await expect(port.lookup(asked.reference, calm())).rejects.toMatchObject({ name: 'FulfilmentUnavailable' });
    expect(await port.place(asked, calm())).toMatchObject({ status: 'pending' });
    expect(sandbox.orders()).toHaveLength(1);
  });

  it('fulfilment over HTTP is unavailable when nobody listens', async () => {
    const { port, sandbox } = await startFulfilmentStand();
    await sandbox.close();

    await expect(port.place(order(), calm())).rejects.toMatchObject({ reason: 'connection_refused' });
  });
});

describe('the callback of fulfilment', () => {
  it('the callback of fulfilment is signed and names our order', async () => {
    const heard: FulfilmentEvent[] = [];
    const listener = await loopbackListener((_, raw, headers) => {
      const trust = { secrets: [SECRET], nowSeconds: Math.floor(Date.now() / 1000) };
      heard.push(parseFulfilmentCallback(raw, headers, trust));
    });
    const { port, sandbox } = await startFulfilmentStand({ callback: { url: listener.url, secret: SECRET } });
    const asked = order();
    await port.place(asked, calm());
    await sandbox.confirm(asked.reference);

    expect(heard).toEqual([{ eventId: 'ful_evt_1', reference: asked.reference }]);
    listener.close();
  });

  it('the callback of fulfilment is refused when forged or unreadable', () => {
    const trust = { secrets: [SECRET], nowSeconds: 1_760_000_000 };
    const parse = (raw: string, signature: string) =>
      parseFulfilmentCallback(Buffer.from(raw), { 'fulfilment-signature': signature }, trust);

    expect(() => parse('{}', signTimestamped('{}', 'another_secret_of_us', trust.nowSeconds))).toThrow('bad_signature');
    expect(() => parse('{}', signTimestamped('{}', SECRET, trust.nowSeconds))).toThrow('malformed');
  });

  it('the callback of fulfilment never leaves this machine', async () => {
    const callback = { url: 'http://192.0.2.1/', secret: SECRET };
    await expect(startFulfilmentSandbox({ callback })).rejects.toThrow(RangeError);
  });
});
