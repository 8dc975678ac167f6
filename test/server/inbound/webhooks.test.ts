import { randomUUID } from 'node:crypto';
import { Gate } from 'statechart-host/testing';
import { parseSandboxWebhook } from '../../../gateways/payment/sandbox/webhook';
import { signTimestamped } from '../../../gateways/webhooks/signature';
import { type AppParts, inboundProcessing } from '../../../server/app';
import type { InboundProcessing } from '../../../server/inbound/handling';
import { orderWorkflowId } from '../../../workflows/contract';
import { inboundEvent } from '../../store/test-store';
import { outcome } from '../../support/scripted-steps';
import { PATIENCE, until, within } from '../../support/within';
import { bringIn } from '../facts/facts';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from '../stand';

const NEW_SECRET = 'the secret of this month';
const OLD_SECRET = 'the secret of last month';
const FULFILMENT_SECRET = 'the secret of fulfilment';

let stand: ServerStand;
let key: string;
let lookUps: Gate;
/** Payments that were looked at beside their orders. */
const reviewed: string[] = [];
const gates: Gate[] = [];

beforeAll(async () => {
  stand = await startServerStand({
    worker: {
      charge: async () => outcome({ status: 'pending', checkAgainIn: 3_600_000 }),
      lookUpPayment: async () => {
        await lookUps.pass();
        return outcome({ status: 'paid' });
      },
      reviewPayment: async ({ reference }) => {
        reviewed.push(reference);
        return { status: 'settled' };
      },
    },
    app: {
      paymentWebhooks: {
        sandbox: (body, headers, nowSeconds) =>
          parseSandboxWebhook(body, headers, { secrets: [NEW_SECRET, OLD_SECRET], nowSeconds, mode: 'test' }),
      },
      fulfilmentSecrets: [FULFILMENT_SECRET],
    },
  });
  key = await stand.key('service');
  await bringIn(stand, key);
});
beforeEach(() => {
  lookUps = new Gate();
  gates.push(lookUps);
});
afterAll(async () => {
  // A look-up that nobody waits for any more must not keep the worker.
  for (const gate of gates) gate.open();
  await stand.stop();
});

const nowSeconds = (): number => Math.floor(Date.now() / 1000);

const eventOf = (reference: string | null, extra: object = {}) => ({
  id: `evt_${randomUUID()}`,
  type: 'payment.updated',
  created: nowSeconds(),
  mode: 'test',
  data: reference === null ? {} : { reference },
  ...extra,
});

interface Signing {
  secret?: string;
  at?: number;
}

function deliver(event: object, { secret = NEW_SECRET, at = nowSeconds() }: Signing = {}): Promise<Reply> {
  const body = JSON.stringify(event);
  const headers = { 'sandbox-signature': signTimestamped(body, secret, at) };
  return request(stand, 'POST', '/webhooks/payments/sandbox', { body, headers });
}

type Deliveries = Record<'accepted' | 'altered' | 'unknown_type', number>;

const deliveries = async (tenantId = 'acme'): Promise<Deliveries> => {
  const operator = await stand.key('operator', { userId: 'otto', tenantId });
  return (await request(stand, 'GET', '/v1/inbound-events', { key: operator })).body.deliveries;
};

/** An order whose payment is pending, and our reference of it. */
async function waitingOrder(): Promise<{ changeId: string; reference: string }> {
  const body = { subscriptionId: 'sub_1', seats: 8 };
  const started = await request(stand, 'POST', '/v1/changes', { key, body, headers: commandFor('user_1') });
  const { changeId } = started.body;
  for (const type of ['CHECKOUT', 'PLACE_ORDER']) {
    const sent = { key, body: { type }, headers: commandFor('user_1') };
    await request(stand, 'POST', `/v1/changes/${changeId}/events`, sent);
  }
  const reference = `acme:${changeId}:charge:1`;
  const intent = { tenantId: 'acme', accountId: 'acc_1', changeId, kind: 'charge' as const };
  await stand.store.payments.intend({ ...intent, reference, amount: 1, currency: 'EUR', method: 'pm' }, new Date());
  return { changeId, reference };
}

const stored = async (eventId: string) => (await stand.store.inboundEvents.find('payments:sandbox', eventId))?.status;
/** An event is answered once it is kept, and acted on after. */
const becomes = (eventId: string, status: string): Promise<void> =>
  until(PATIENCE, `${eventId} to be ${status}`, async () => (await stored(eventId)) === status);

describe('a payment event', () => {
  it('a payment event makes a waiting order look its payment up', async () => {
    const { changeId, reference } = await waitingOrder();
    const event = eventOf(reference);
    expect((await deliver(event)).status).toBe(200);
    await lookUps.arrived();
    lookUps.open();
    const seen = await request(stand, 'GET', `/v1/changes/${changeId}?wait=settled`, { key });
    expect(seen.body).toMatchObject({ state: 'completed' });
    await becomes(event.id, 'done');
  });

  it('a payment event ends an order that is just being looked at: the answer is its end, though nobody can be asked any more', async () => {
    const { changeId, reference } = await waitingOrder();
    const { orders } = stand.store;
    const find = orders.find.bind(orders);
    const reading = jest.spyOn(orders, 'find').mockImplementationOnce(async (tenantId, id) => {
      const found = await find(tenantId, id);
      expect(found).toMatchObject({ state: 'settlingPayment.waiting' });
      await deliver(eventOf(reference));
      lookUps.open();
      const order = stand.parts.temporal.workflow.getHandle(orderWorkflowId('acme', changeId));
      await within(PATIENCE, order.result(), 'the end of the order');
      return found;
    });
    const asking = jest.spyOn(stand.parts.temporal.workflow.workflowService, 'queryWorkflow');
    asking.mockRejectedValue(new Error('No worker has time for a question.'));
    const seen = await request(stand, 'GET', `/v1/changes/${changeId}?wait=settled`, { key }).finally(() => {
      reading.mockRestore();
      asking.mockRestore();
    });
    expect(seen.body).toMatchObject({ state: 'completed' });
  });

  it('an event about a charge that is on record as paid tells its order nothing: whoever wrote that tells it too', async () => {
    const { changeId, reference } = await waitingOrder();
    const paid = { status: 'paid', gatewayReference: 'pay_1', code: null, link: null, linkExpiresAt: null } as const;
    await stand.store.payments.keep('acme', reference, { ...paid, at: new Date() });
    const event = eventOf(reference);
    await deliver(event);
    await becomes(event.id, 'done');
    const { events } = await stand.parts.temporal.workflow.getHandle(orderWorkflowId('acme', changeId)).fetchHistory();
    const signals = (events ?? []).filter((one) => one.workflowExecutionSignaledEventAttributes);
    expect(signals).toEqual([]);
  });

  it('a payment event is kept once, however often it comes', async () => {
    const { changeId, reference } = await waitingOrder();
    const event = eventOf(reference);
    const replies = await Promise.all(Array.from({ length: 20 }, () => deliver(event)));
    expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(200));
    await lookUps.arrived();
    lookUps.open();
    await request(stand, 'GET', `/v1/changes/${changeId}?wait=settled`, { key });
    expect((await deliver(event)).status).toBe(200);
    // The order is over, so a late one finds nobody; it is answered all the same.
    expect((await deliver(eventOf(reference))).status).toBe(200);
  });

  it('a payment event is parked while its order is unknown, and taken up when it comes again', async () => {
    const { changeId, reference } = await waitingOrder();
    const unknown = eventOf('acme:chg_unknown:charge:1');
    expect((await deliver(unknown)).status).toBe(200);
    await becomes(unknown.id, 'parked');
    const early = eventOf(reference.replace(':charge:1', ':charge:2'));
    await deliver(early);
    await becomes(early.id, 'parked');
    const intent = { tenantId: 'acme', accountId: 'acc_1', changeId, kind: 'charge' as const, method: 'pm' };
    await stand.store.payments.intend(
      { ...intent, reference: early.data.reference ?? '', amount: 1, currency: 'EUR' },
      new Date(),
    );
    await deliver(early);
    await becomes(early.id, 'done');
    await lookUps.arrived();
    lookUps.open();
  });

  it('an event about an earlier charge has it looked at beside the order, which looks at its latest alone', async () => {
    const { changeId, reference } = await waitingOrder();
    const again = { tenantId: 'acme', accountId: 'acc_1', changeId, kind: 'charge' as const, method: 'pm' };
    const latest = { ...again, reference: reference.replace(/1$/, '2'), amount: 1, currency: 'EUR' };
    await stand.store.payments.intend(latest, new Date());
    const [early, late] = [eventOf(reference), eventOf(latest.reference)];
    await deliver(late);
    await deliver(early);
    await until(PATIENCE, 'the earlier charge to be looked at', async () => reviewed.includes(reference));
    await becomes(late.id, 'done');
    expect(reviewed).not.toContain(latest.reference);
    lookUps.open();
  });

  it('a payment event that names nothing of ours is kept and answered', async () => {
    const before = await deliveries();
    const event = eventOf(null, { type: 'payout.paid' });
    expect((await deliver(event)).status).toBe(200);
    await becomes(event.id, 'ignored');
    const { accepted, unknown_type } = await deliveries();
    expect([accepted - before.accepted, unknown_type - before.unknown_type]).toEqual([1, 1]);
  });

  it('a payment event is counted where its own tenant sees it, and no other', async () => {
    const before = [await deliveries(), await deliveries('other')];
    await deliver(eventOf(`acme:chg_${randomUUID()}:charge:1`));
    const after = [await deliveries(), await deliveries('other')];
    expect(after.map(({ accepted }, index) => accepted - (before[index]?.accepted ?? 0))).toEqual([1, 0]);
  });

  it('a payment event that comes again with another body is refused and reported', async () => {
    const before = await deliveries();
    const event = eventOf(null);
    await deliver(event);
    const altered = await deliver({ ...event, type: 'payment.succeeded' });
    expect(altered.body).toMatchObject({ status: 400, code: 'webhook_refused' });
    expect((await deliveries()).altered - before.altered).toBe(1);
    expect((await stand.store.inboundEvents.find('payments:sandbox', event.id))?.rawBody).toBe(JSON.stringify(event));
    expect(stand.logged()).toContain('an event came again with another body');
  });

  it('a payment event with the old secret is believed while secrets are rotated', async () => {
    expect((await deliver(eventOf(null), { secret: OLD_SECRET })).status).toBe(200);
  });
});

describe('an event for an order that nobody knows', () => {
  const anotherProcess = (): InboundProcessing => {
    const app: AppParts = { ...stand.parts, now: () => now };
    return inboundProcessing(app);
  };
  let now = new Date();

  it('abuse 18: an event for an unknown order is tried again for days, then left for a person, who can have it delivered', async () => {
    const support = await stand.key('support_agent', { userId: 'agnes' });
    const stranger = await stand.key('support_agent', { userId: 'sam', tenantId: 'other' });
    const { changeId, reference } = await waitingOrder();
    const late = eventOf(reference.replace(':charge:1', ':charge:7'));
    await deliver(late);
    await becomes(late.id, 'parked');
    for (let day = 1; (await stored(late.id)) !== 'dead'; day += 1) {
      if (day > 10) throw new Error('It is parked for ever.');
      now = new Date(Date.now() + day * 86_400_000);
      await anotherProcess().takeUpDue();
      if (day === 2) expect(await stored(late.id)).toBe('parked');
    }
    const list = await request(stand, 'GET', '/v1/inbound-events?status=dead', { key: support });
    expect(list.body.items).toContainEqual(
      expect.objectContaining({ eventId: late.id, status: 'dead', type: 'payment.updated', nextAttemptAt: null }),
    );
    expect((await request(stand, 'GET', '/v1/inbound-events', { key })).status).toBe(403);
    const path = `/v1/inbound-events/payments:sandbox/${late.id}/redelivery`;
    const headers = () => ({ 'idempotency-key': randomUUID() });
    const still = await request(stand, 'POST', path, { key: support, headers: headers() });
    expect(still.body).toMatchObject({ status: 'parked', attempts: 1 });
    expect((await request(stand, 'POST', path, { key: stranger, headers: headers() })).status).toBe(404);
    const others = await request(stand, 'GET', '/v1/inbound-events?status=parked', { key: stranger });
    expect(others.body.items).not.toContainEqual(expect.objectContaining({ eventId: late.id }));

    const intent = { tenantId: 'acme', accountId: 'acc_1', changeId, kind: 'charge' as const, method: 'pm' };
    const known = { ...intent, reference: late.data.reference ?? '', amount: 1, currency: 'EUR' };
    await stand.store.payments.intend(known, new Date());
    const done = await request(stand, 'POST', path, { key: support, headers: headers() });
    expect(done.body).toMatchObject({ status: 'done' });
    await lookUps.arrived();
    lookUps.open();
  });

  it('an event that a killed process had kept and not acted on is taken up by another', async () => {
    const { reference } = await waitingOrder();
    const receivedAt = new Date();
    const kept = inboundEvent({ eventId: `evt_${randomUUID()}`, reference, tenantId: 'acme', receivedAt });
    await stand.store.inboundEvents.receive(kept, receivedAt);
    now = new Date();
    await anotherProcess().takeUpDue();
    expect(await stored(kept.eventId)).toBe('done');
    await lookUps.arrived();
    lookUps.open();
  });
});

describe('abuse 17: a delivery that must not be believed', () => {
  const refused = async (reply: Reply): Promise<void> => {
    expect(reply.body).toMatchObject({ status: 400, code: 'webhook_refused' });
    expect(reply.body).not.toHaveProperty('detail');
  };

  it.each([
    ['an unknown secret', { secret: 'somebody else’s secret' }, {}],
    ['a time long ago', { at: nowSeconds() - 301 }, {}],
    ['a time to come', { at: nowSeconds() + 3_600 }, {}],
    ['the live mode', {}, { mode: 'live' }],
  ])('a delivery with %s is refused, without a word about why', async (_what, signing, extra) => {
    const event = eventOf(null, extra);
    await refused(await deliver(event, signing));
    expect(await stored(event.id)).toBeUndefined();
  });

  it('a delivery whose body was written anew is refused', async () => {
    const event = eventOf(null);
    const signature = signTimestamped(JSON.stringify(event), NEW_SECRET, nowSeconds());
    const headers = { 'sandbox-signature': signature };
    await refused(
      await request(stand, 'POST', '/webhooks/payments/sandbox', { body: JSON.stringify(event, null, 1), headers }),
    );
    await refused(await request(stand, 'POST', '/webhooks/payments/sandbox', { body: JSON.stringify(event) }));
  });

  it('a delivery beyond 64 kB, packed, or for a gateway that we do not have is refused', async () => {
    const large = await deliver(eventOf(null, { padding: 'x'.repeat(70_000) }));
    expect(large.body).toMatchObject({ status: 413, code: 'body_too_large' });
    const packed = { body: 'x', headers: { 'content-encoding': 'gzip' } };
    expect((await request(stand, 'POST', '/webhooks/payments/sandbox', packed)).status).toBe(415);
    expect((await request(stand, 'POST', '/webhooks/payments/constructor', { body: '{}' })).status).toBe(404);
  });
});

describe('a fulfilment callback', () => {
  it('a fulfilment callback is kept, and points the order at its fulfilment', async () => {
    const { changeId } = await waitingOrder();
    const event = { id: `ful_${randomUUID()}`, reference: `acme:${changeId}:fulfil:1` };
    const body = JSON.stringify(event);
    const headers = { 'fulfilment-signature': signTimestamped(body, FULFILMENT_SECRET, nowSeconds()) };
    expect((await request(stand, 'POST', '/webhooks/fulfilment', { body, headers })).status).toBe(200);
    const status = async () => (await stand.store.inboundEvents.find('fulfilment', event.id))?.status;
    await until(PATIENCE, 'the callback to be acted on', async () => (await status()) === 'done');
    const forged = { body, headers: { 'fulfilment-signature': signTimestamped(body, NEW_SECRET, nowSeconds()) } };
    expect((await request(stand, 'POST', '/webhooks/fulfilment', forged)).body.code).toBe('webhook_refused');
  });
});
