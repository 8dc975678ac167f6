import type { StripeSandbox } from '../../../../dev/sandboxes/stripe/server';
import type { PaymentGateway } from '../../../../gateways/payment/port';
import { PATIENCE, until } from '../../../support/within';
import { calm } from '../sandbox/stand';
import { aimedAt, closeStripes, payingCalls, type StripeStand, startStripeStand, stripeOrder } from './stand';

const CREATE = 'POST /v1/payment_intents';
const CONFIRM = 'POST /v1/payment_intents/:id/confirm';
const RETRIEVE = 'GET /v1/payment_intents/:id';

describe('a charge at Stripe', () => {
  let stand: StripeStand;
  let stripe: StripeSandbox;
  let gateway: PaymentGateway;
  beforeEach(async () => {
    stand = await startStripeStand();
    ({ stripe, gateway } = stand);
  });
  afterEach(closeStripes);
  const intents = () => stripe.intents();

  it('a charge at Stripe is made unconfirmed, remembered, and only then confirmed', async () => {
    const asked = await stripeOrder(stand);
    const seen: unknown[] = [];
    const remember = async (id: string) => {
      seen.push(id, intents()[0]?.status, payingCalls(stripe));
    };
    const result = await gateway.charge({ ...asked, remember }, calm());

    const [intent] = intents();
    expect(seen).toEqual([intent?.id, 'requires_confirmation', [CREATE]]);
    expect(result).toEqual({ status: 'succeeded', gatewayReference: intent?.id, methodKind: 'card' });
    expect(intent).toMatchObject({ status: 'succeeded', metadata: { reference: asked.reference } });
    expect(payingCalls(stripe)).toEqual([CREATE, CONFIRM]);
  });

  it('a charge at Stripe takes no money when the id could not be stored', async () => {
    const remember = () => Promise.reject(new Error('the store is down'));

    await expect(gateway.charge({ ...(await stripeOrder(stand)), remember }, calm())).rejects.toThrow('store is down');
    expect(payingCalls(stripe)).toEqual([CREATE]);
    expect(await stripe.ledger()).toEqual([]);
  });

  it('a charge at Stripe sends a key of ours with everything it posts, one for each step, none of the SDK’s own', async () => {
    const asked = await stripeOrder(stand, 'pm_card_authenticationRequired');
    const { gatewayReference = '' } = Object(await gateway.charge(asked, calm()));
    await gateway.void({ reference: 'void:1', payment: { reference: asked.reference, gatewayReference } }, calm());
    const posts = stripe.requests.filter(({ method, path }) => method === 'POST' && path.startsWith('/v1'));
    const keys = posts.map(({ key }) => key);

    expect(keys.every((key) => /^avenant-[a-z]+-[0-9a-f]{64}$/.test(key ?? ''))).toBe(true);
    const steps = [...new Set(keys)].map((key) => key?.split('-')[1]);
    expect(steps).toEqual(['customer', 'setup', 'create', 'confirm', 'invite', 'void']);
  });

  it('a charge at Stripe takes the remembered intent up again and never makes a second one, even after Stripe forgot the keys', async () => {
    const asked = await stripeOrder(stand);
    let id = '';
    const died = gateway.charge(
      {
        ...asked,
        remember: async (given) => {
          id = given;
          throw new Error('killed');
        },
      },
      calm(),
    );
    await expect(died).rejects.toThrow('killed');
    stripe.forgetKeys();

    expect(await gateway.charge({ ...asked, gatewayReference: id }, calm())).toEqual({
      status: 'succeeded',
      gatewayReference: id,
      methodKind: 'card',
    });
    stripe.forgetKeys();
    expect(await gateway.charge({ ...asked, gatewayReference: id }, calm())).toMatchObject({ status: 'succeeded' });
    expect(intents()).toHaveLength(1);
    expect(await stripe.ledger()).toHaveLength(1);
    expect(payingCalls(stripe)).toEqual([CREATE, RETRIEVE, CONFIRM, RETRIEVE]);
  });

  it('a charge at Stripe does not take up an intent that was made for something else', async () => {
    const [one, two] = [await stripeOrder(stand), await stripeOrder(stand, 'pm_card_visa', { amount: 999 })];
    const paid = await gateway.charge(one, calm());
    const { gatewayReference } = Object(paid);

    expect(await gateway.charge({ ...two, gatewayReference }, calm())).toEqual({
      status: 'unknown',
      reason: 'answer_of_another_payment',
    });
    expect(await stripe.ledger()).toHaveLength(1);
  });

  it('a charge at Stripe may be sent again whatever became of a step that asks for no money', async () => {
    for (const script of [
      { fault: 'timeout_after_commit', operation: 'create' },
      { fault: 'drop_after_commit', operation: 'create' },
      { fault: 'garbage', kind: 'wrong_shape', operation: 'create' },
      { fault: 'error_before_commit', operation: 'create' },
      { fault: 'drop_before_commit', operation: 'prepare' },
    ] as const) {
      const asked = await stripeOrder(stand);
      const hasty = aimedAt(stripe, { timeoutMilliseconds: script.fault === 'timeout_after_commit' ? 300 : 5_000 });
      await stripe.script(script);

      expect(await hasty.charge(asked, calm())).toMatchObject({ status: 'failed_not_sent' });
      expect(await gateway.charge(asked, calm())).toMatchObject({ status: 'succeeded' });
      expect(intents().filter(({ metadata }) => metadata.reference === asked.reference)).toHaveLength(1);
    }
    expect(await stripe.ledger()).toHaveLength(5);
  });

  it('a charge at Stripe is unknown, and not to be sent again, while the same key is at work elsewhere', async () => {
    const asked = await stripeOrder(stand);
    await stripe.script({ fault: 'slow', milliseconds: 2_000, operation: 'create' });
    const first = gateway.charge(asked, calm());
    await until(PATIENCE, 'the first call', async () => payingCalls(stripe).length > 0);

    expect(await gateway.charge(asked, calm())).toEqual({ status: 'unknown', reason: 'idempotency_key_in_use' });
    expect(await first).toMatchObject({ status: 'succeeded' });
    expect(await stripe.ledger()).toHaveLength(1);
  });

  it('a charge at Stripe replays a stored 500 for its key; the intent’s id is what settles it', async () => {
    const asked = await stripeOrder(stand);
    await stripe.script({ fault: 'error_after_commit', operation: 'charge' });
    let id = '';
    const remember = async (given: string) => {
      id = given;
    };

    expect(await gateway.charge({ ...asked, remember }, calm())).toEqual({ status: 'unknown', reason: 'answered_500' });
    expect(await gateway.charge({ ...asked, remember }, calm())).toEqual({ status: 'unknown', reason: 'answered_500' });
    const lookup = await gateway.lookup({ reference: asked.reference, gatewayReference: id }, calm());
    expect(lookup).toMatchObject({ status: 'succeeded', captured: 1250 });
  });

  it('a charge at Stripe is asked for off session first, and offers the bank’s page when the bank wants its customer', async () => {
    const asked = await stripeOrder(stand, 'pm_card_authenticationRequired');
    const result = await gateway.charge(asked, calm());
    if (result.status !== 'requires_action') throw new Error(result.status);

    expect(payingCalls(stripe)).toEqual([CREATE, CONFIRM, CONFIRM]);
    expect(result.url).toBe(`${stripe.url}/authenticate/${result.gatewayReference}`);
    expect(await gateway.charge(asked, calm())).toEqual(result);
    await stripe.confirm(result.url);
    const { gatewayReference } = result;
    expect(await gateway.charge({ ...asked, gatewayReference }, calm())).toMatchObject({ status: 'succeeded' });
    expect(await stripe.ledger()).toHaveLength(1);
  });

  it('a charge at Stripe still offers the page when the attempt died between the refusal and the invitation', async () => {
    const asked = await stripeOrder(stand, 'pm_card_authenticationRequired');
    const gone = new AbortController();
    await stripe.script({ fault: 'slow', milliseconds: 1, operation: 'charge' });
    await stripe.script({ fault: 'drop_before_commit', operation: 'charge' });
    let id = '';
    const remember = async (given: string) => {
      id = given;
    };

    expect(await gateway.charge({ ...asked, remember }, gone.signal)).toMatchObject({ status: 'unknown' });
    expect(stripe.shop.engine.book.payments.withId(id)?.needsCustomer).toBe(true);
    const pointer = { reference: asked.reference, gatewayReference: id };
    expect(await gateway.lookup(pointer, calm())).toMatchObject({
      status: 'declined',
      code: 'authentication_required',
      retryable: true,
    });
    expect(await gateway.charge({ ...asked, gatewayReference: id }, calm())).toMatchObject({
      status: 'requires_action',
    });
  });

  it('a charge at Stripe ends all its calls together in time', async () => {
    const asked = await stripeOrder(stand);
    await stripe.script({ fault: 'slow', milliseconds: 250, untilCleared: true });
    const result = await aimedAt(stripe, { timeoutMilliseconds: 600 }).charge(asked, calm());
    await stripe.clearScript();

    expect(['unknown', 'failed_not_sent']).toContain(result.status);
  });

  it('a charge at Stripe takes only what Stripe counts in: no fraction of an ISK, no last digit of a KWD', async () => {
    for (const [currency, amount, status] of [
      ['ISK', 10_050, 'declined'],
      ['ISK', 10_000, 'succeeded'],
      ['UGX', 500_001, 'declined'],
      ['KWD', 1234, 'declined'],
      ['KWD', 1230, 'succeeded'],
      ['HUF', 17_599, 'succeeded'],
      ['JPY', 1200, 'succeeded'],
    ] as const) {
      const asked = await stripeOrder(stand, 'pm_card_visa', { currency, amount });
      expect([currency, (await gateway.charge(asked, calm())).status]).toEqual([currency, status]);
    }
  });
});
