import Stripe from 'stripe';
import { stripeGateway } from '../../../../gateways/payment/stripe/gateway';
import { calm } from '../sandbox/stand';
import { closeStripes, RETURN_URL, type StripeStand, startStripeStand, stripeOrder } from './stand';

describe('the server that speaks Stripe’s HTTP', () => {
  let stand: StripeStand;
  let sdk: Stripe;
  beforeEach(async () => {
    stand = await startStripeStand();
    const { hostname: host, port } = new URL(stand.stripe.url);
    sdk = new Stripe(stand.stripe.apiKey, { host, port, protocol: 'http', maxNetworkRetries: 0 });
  });
  afterEach(closeStripes);

  it('the Stripe sandbox refuses a parameter that Stripe does not know, a missing one, and one of another kind', async () => {
    const params = { amount: 100, currency: 'eur' };
    const create = (more: object) => sdk.paymentIntents.create({ ...params, ...more });

    await expect(create({ payment_method_types: ['card'] })).rejects.toMatchObject({
      type: 'StripeInvalidRequestError',
      code: 'parameter_unknown',
      param: 'payment_method_types',
    });
    await expect(create({ amount: 'ten' })).rejects.toMatchObject({ code: 'parameter_invalid_integer' });
    await expect(create({ confirm: 'maybe' })).rejects.toMatchObject({ code: 'parameter_invalid_boolean' });
    await expect(create({ metadata: 'text' })).rejects.toMatchObject({ param: 'metadata' });
    await expect(sdk.paymentIntents.create({ amount: 100 } as never)).rejects.toMatchObject({
      code: 'parameter_missing',
      param: 'currency',
    });
  });

  it('the Stripe sandbox binds a key to its parameters and replays its answer', async () => {
    const options = { idempotencyKey: 'key-1' };
    const first = await sdk.customers.create({ metadata: { customer: 'a' } }, options);

    expect((await sdk.customers.create({ metadata: { customer: 'a' } }, options)).id).toBe(first.id);
    await expect(sdk.customers.create({ metadata: { customer: 'b' } }, options)).rejects.toMatchObject({
      type: 'StripeIdempotencyError',
    });
  });

  it('the Stripe sandbox answers a wrong key with 401, which moves no money', async () => {
    const asked = await stripeOrder(stand);
    const wrong = stripeGateway({ baseUrl: stand.stripe.url, apiKey: 'sk_test_wrong', returnUrl: RETURN_URL });

    expect(await wrong.charge(asked, calm())).toEqual({ status: 'failed_not_sent', reason: 'unauthorised' });
  });
});

describe('a key of Stripe', () => {
  const modeOf = (apiKey: string) => stripeGateway({ apiKey, returnUrl: RETURN_URL }).mode;

  it('a key of Stripe says whether the money is real', () => {
    expect([modeOf('sk_test_a1'), modeOf('rk_live_a1')]).toEqual(['test', 'live']);
  });

  it('a key of Stripe never travels in the clear', () => {
    const open = (baseUrl: string) => () => stripeGateway({ baseUrl, apiKey: 'sk_live_a1', returnUrl: RETURN_URL });
    expect(open('http://192.0.2.1/')).toThrow(RangeError);
    expect(open('https://192.0.2.1/')).not.toThrow();
  });

  it.each(['pk_live_a1', 'whsec_a1', ''])('a key of Stripe is not %p', (apiKey) => {
    expect(() => modeOf(apiKey)).toThrow(RangeError);
  });
});
