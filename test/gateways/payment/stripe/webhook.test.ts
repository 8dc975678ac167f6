import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Stripe from 'stripe';
import type { GatewayEvent, WebhookTrust } from '../../../../gateways/payment/port';
import { parseStripeWebhook } from '../../../../gateways/payment/stripe/webhook';
import { signTimestamped } from '../../../../gateways/webhooks/signature';
import { calm, loopbackListener } from '../sandbox/stand';
import { closeStripes, startStripeStand, stripeOrder } from './stand';

const NOW = 1_760_000_000;
const SECRET = 'whsec_stripe_newest_one';
const OLD_SECRET = 'whsec_stripe_oldest_one';
const trust: WebhookTrust = { secrets: [SECRET], nowSeconds: NOW, mode: 'test' };

const event = (object: object, more: object = {}) =>
  JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'payment_intent.succeeded',
    created: NOW,
    livemode: false,
    data: { object },
    ...more,
  });
const INTENT = { object: 'payment_intent', id: 'pi_1', metadata: { reference: 'chg:1' } };
const signed = (raw: string, secret = SECRET, at = NOW) => ({ 'stripe-signature': signTimestamped(raw, secret, at) });
const parse = (raw: string, headers = signed(raw), more: Partial<WebhookTrust> = {}) =>
  parseStripeWebhook(Buffer.from(raw), headers, { ...trust, ...more });
const refused = (code: string) => expect.objectContaining({ name: 'WebhookRefused', code });

describe('a webhook of Stripe', () => {
  const raw = event(INTENT);

  it('a webhook of Stripe names the payment by our reference', () => {
    expect(parse(raw)).toEqual([
      {
        eventId: 'evt_1',
        type: 'payment_intent.succeeded',
        reference: 'chg:1',
        occurredAt: '2025-10-09T08:53:20.000Z',
        content: raw,
        isKnownType: true,
        concernsPastPayment: false,
      },
    ]);
  });

  it('a webhook of Stripe is signed as the SDK signs', () => {
    const header = new Stripe('sk_test_x').webhooks.generateTestHeaderString({
      payload: raw,
      secret: SECRET,
      timestamp: NOW,
    });
    expect(parse(raw, { 'stripe-signature': header })).toHaveLength(1);
  });

  it('a webhook of Stripe is signed as the conformance vector says', () => {
    const file = join(__dirname, '../../..', 'conformance', 'vat.json');
    const rows: { scheme: string; secret: string; timestamp: number; payload: string; header: string }[] = JSON.parse(
      readFileSync(file, 'utf8'),
    ).webhookSignatures;
    const row = rows.find(({ scheme }) => scheme === 'stripe v1');
    if (row === undefined) throw new Error('the vector is gone');
    const check = (payload: string) => () =>
      parseStripeWebhook(
        Buffer.from(payload),
        { 'stripe-signature': row.header },
        {
          secrets: [row.secret],
          nowSeconds: row.timestamp,
          mode: 'test',
        },
      );

    // The vector's body is no whole event, which is only looked at once the signature is right.
    expect(check(row.payload)).toThrow(refused('malformed'));
    expect(check(`${row.payload} `)).toThrow(refused('bad_signature'));
  });

  it('a webhook of Stripe is believed with either secret while one replaces the other', () => {
    const secrets = [SECRET, OLD_SECRET];
    expect(parse(raw, signed(raw, OLD_SECRET), { secrets })).toHaveLength(1);
    expect(parse(raw, signed(raw, SECRET), { secrets })).toHaveLength(1);
    expect(() => parse(raw, signed(raw, OLD_SECRET))).toThrow(refused('bad_signature'));
  });

  it.each([-301, 301, 3600])(
    'a webhook of Stripe is refused %d seconds off, though the SDK would believe the future',
    (offset) => {
      const headers = signed(raw, SECRET, NOW + offset);
      expect(() => parse(raw, headers)).toThrow(refused('outside_window'));
      if (offset < 0) return;
      const { webhooks } = new Stripe('sk_test_x');
      const received = webhooks.constructEvent(raw, headers['stripe-signature'], SECRET, 300, undefined, NOW * 1000);
      expect(received.id).toBe('evt_1');
    },
  );

  it('a webhook of Stripe is refused in the other mode, and from another account', () => {
    expect(() => parse(raw, signed(raw), { mode: 'live' })).toThrow(refused('wrong_mode'));
    const live = event(INTENT, { livemode: true });
    expect(() => parse(live)).toThrow(refused('wrong_mode'));
    expect(parse(live, signed(live), { mode: 'live' })).toHaveLength(1);
    const connected = event(INTENT, { account: 'acct_1' });
    expect(() => parse(connected)).toThrow(refused('wrong_mode'));
  });

  it.each<[string, object, Partial<GatewayEvent>]>([
    [
      'a refund, by its payment',
      { object: 'refund', metadata: { reference: 'ref:1', payment: 'chg:1' } },
      { reference: 'chg:1' },
    ],
    [
      'a dispute, by the intent',
      { object: 'dispute', metadata: {}, payment_intent: 'pi_1' },
      { reference: null, gatewayReference: 'pi_1' },
    ],
    [
      'a charge, by what it got from the intent',
      { object: 'charge', metadata: { reference: 'chg:1' } },
      { reference: 'chg:1' },
    ],
    ['nothing of ours', { object: 'payout', metadata: {} }, { reference: null }],
    ['an object without metadata', { object: 'balance' }, { reference: null }],
  ])('a webhook of Stripe is about %s', (_, object, expected) => {
    const text = event(object);
    expect(parse(text)).toMatchObject([expected]);
  });

  it.each(['no json', '[]', '{}', event(INTENT, { id: '' }), event(INTENT, { created: 1e300 })])(
    'a webhook of Stripe is refused when signed but unreadable: %.20s',
    (text) => {
      expect(() => parse(text)).toThrow(refused('malformed'));
    },
  );
});

describe('events of the Stripe sandbox', () => {
  const closers: (() => void)[] = [];
  afterEach(async () => {
    await closeStripes();
    for (const close of closers.splice(0)) close();
  });

  it('events of the Stripe sandbox arrive signed and in Stripe’s words, through what the adapter asks for', async () => {
    const heard: string[] = [];
    const listener = await loopbackListener((_, raw, headers) => {
      const now = { secrets: [SECRET], nowSeconds: Math.floor(Date.now() / 1000), mode: 'test' as const };
      const [read] = parseStripeWebhook(raw, headers, now);
      heard.push(`${read?.type} ${read?.reference ?? read?.gatewayReference}`);
    });
    closers.push(listener.close);
    const stand = await startStripeStand({ webhook: { url: listener.url, secret: SECRET } });
    const asked = await stripeOrder(stand, 'pm_success_de');
    const { gatewayReference } = Object(await stand.gateway.charge(asked, calm()));
    await stand.stripe.webhooksIdle();
    await stand.stripe.settle(asked.reference);
    await stand.stripe.webhooksIdle();
    const payment = { reference: asked.reference, gatewayReference };
    const refund = { reference: 'ref:1', payment, amount: 100, currency: 'EUR', reason: 'test' };
    await stand.gateway.refund(refund, calm());
    await stand.stripe.webhooksIdle();
    stand.stripe.dispute(asked.reference, 'debit_not_authorized');
    await stand.stripe.webhooksIdle();

    expect(heard.filter((line) => !line.startsWith('setup_intent')).toSorted()).toEqual([
      `charge.dispute.created ${gatewayReference}`,
      `payment_intent.created ${asked.reference}`,
      `payment_intent.processing ${asked.reference}`,
      `payment_intent.succeeded ${asked.reference}`,
      `refund.created ${asked.reference}`,
      `refund.updated ${asked.reference}`,
    ]);
  });
});
