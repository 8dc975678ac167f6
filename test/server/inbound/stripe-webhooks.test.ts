import { randomUUID } from 'node:crypto';
import { parseStripeWebhook } from '../../../gateways/payment/stripe/webhook';
import { signTimestamped } from '../../../gateways/webhooks/signature';
import { PATIENCE, until } from '../../support/within';
import { type Reply, request, type ServerStand, startServerStand } from '../stand';

const SECRET = 'whsec_of_this_month';

let stand: ServerStand;
beforeAll(async () => {
  stand = await startServerStand({
    app: {
      paymentWebhooks: {
        stripe: (body, headers, nowSeconds) =>
          parseStripeWebhook(body, headers, { secrets: [SECRET], nowSeconds, mode: 'test' }),
      },
    },
  });
});
afterAll(() => stand.stop());

const now = () => Math.floor(Date.now() / 1000);

const eventOf = (type: string, object: object, more: object = {}) => ({
  ...{ id: `evt_${randomUUID()}`, object: 'event', type, created: now(), livemode: false, data: { object } },
  ...more,
});

function deliver(event: object, at = now()): Promise<Reply> {
  const body = JSON.stringify(event);
  const headers = { 'stripe-signature': signTimestamped(body, SECRET, at) };
  return request(stand, 'POST', '/webhooks/payments/stripe', { body, headers });
}

const becomes = (id: string, status: string): Promise<void> =>
  until(PATIENCE, `${id} to be ${status}`, async () => (await stored(id)) === status);
const stored = async (id: string) => (await stand.store.inboundEvents.find('payments:stripe', id))?.status;

describe('an event of Stripe', () => {
  it('an event about a bank’s dispute finds the order by the intent, long after it ended', async () => {
    const gatewayReference = `pi_${randomUUID().replaceAll('-', '')}`;
    const dispute = { object: 'dispute', metadata: {}, payment_intent: gatewayReference };
    const early = eventOf('charge.dispute.created', dispute);
    expect((await deliver(early)).status).toBe(200);
    await becomes(early.id, 'parked');

    const reference = `acme:${randomUUID()}:charge:1`;
    const intent = { tenantId: 'acme', accountId: 'acc_1', changeId: randomUUID(), kind: 'charge' as const, reference };
    await stand.store.payments.intend({ ...intent, amount: 1, currency: 'EUR', method: 'pm_1' }, new Date());
    await stand.store.payments.remember('acme', reference, gatewayReference);
    expect((await deliver(early)).status).toBe(200);
    await becomes(early.id, 'done');
  });

  it('an event is the same however many deliveries are left, and another one once it says something else', async () => {
    const event = eventOf(
      'payment_intent.succeeded',
      { object: 'payment_intent', metadata: {} },
      { pending_webhooks: 2 },
    );
    expect((await deliver(event)).status).toBe(200);
    expect((await deliver({ ...event, pending_webhooks: 1 })).status).toBe(200);
    expect((await deliver({ ...event, type: 'payment_intent.canceled' })).status).toBe(400);
  });

  it('an event of the other mode, of another account, or from another time is not believed', async () => {
    const object = { object: 'payment_intent', metadata: {} };
    const believed = await deliver(eventOf('payment_intent.succeeded', object));
    const replies = [
      await deliver(eventOf('payment_intent.succeeded', object, { livemode: true })),
      await deliver(eventOf('payment_intent.succeeded', object, { account: 'acct_1' })),
      await deliver(eventOf('payment_intent.succeeded', object), now() + 900),
      await deliver(eventOf('payment_intent.succeeded', object), now() - 900),
    ];

    expect(believed.status).toBe(200);
    expect(replies.map(({ status }) => status)).toEqual(Array(4).fill(400));
  });
});
