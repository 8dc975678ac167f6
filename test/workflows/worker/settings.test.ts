import { readWorkerSettings } from '../../../workflows/worker/settings';

const ENVIRONMENT = { MONGODB_URI: 'mongodb://127.0.0.1/avenant', TEMPORAL_ADDRESS: '127.0.0.1:7233' };
const SANDBOX = { PAYMENT_GATEWAY_URL: 'http://127.0.0.1:4010' };
const STRIPE = {
  ...{ PAYMENT_GATEWAY: 'stripe', PAYMENT_GATEWAY_KEY: 'sk_live_a1b2' },
  PAYMENT_RETURN_URL: 'https://shop.example/orders',
};

const gatewayOf = (more: Record<string, string>) => readWorkerSettings({ ...ENVIRONMENT, ...more }).gateway;
const reasonOf = (more: Record<string, string>): string => {
  try {
    readWorkerSettings({ ...ENVIRONMENT, ...more });
  } catch (error) {
    return String(error);
  }
  return 'no reason';
};

describe('the payment gateway of a worker', () => {
  it('the payment gateway of a worker is the sandbox in development, and never in production', () => {
    expect(gatewayOf({ ...SANDBOX, AVENANT_ENV: 'development' })).toMatchObject({ name: 'sandbox', mode: 'test' });
    expect(reasonOf(SANDBOX)).toMatch(/PAYMENT_GATEWAY: .*production refuses/);
    expect(reasonOf({ AVENANT_ENV: 'development' })).toMatch(/PAYMENT_GATEWAY_URL/);
  });

  it('the payment gateway of a worker is Stripe with a live key in production and a test key everywhere else', () => {
    const test = { ...STRIPE, PAYMENT_GATEWAY_KEY: 'rk_test_a1b2' };
    expect(gatewayOf(STRIPE)).toMatchObject({ name: 'stripe', mode: 'live' });
    expect(gatewayOf({ ...test, AVENANT_ENV: 'development' })).toMatchObject({ name: 'stripe', mode: 'test' });
    expect(reasonOf(test)).toMatch(/PAYMENT_GATEWAY_KEY: .*live key/);
    expect(reasonOf({ ...STRIPE, AVENANT_ENV: 'test' })).toMatch(/PAYMENT_GATEWAY_KEY: .*test key/);
  });

  it('the payment gateway of a worker is not Stripe without a place to come back to, and no key is ever shown', () => {
    const { PAYMENT_RETURN_URL: _, ...rest } = STRIPE;
    expect(reasonOf(rest)).toMatch(/PAYMENT_RETURN_URL/);
    expect(reasonOf({ ...STRIPE, PAYMENT_RETURN_URL: 'javascript:alert(1)' })).toMatch(/PAYMENT_RETURN_URL/);
    expect(reasonOf({ ...STRIPE, PAYMENT_GATEWAY_KEY: 'pk_live_planted' })).not.toContain('planted');
  });

  it('a payment gateway that nobody has written an adapter for is refused', () => {
    expect(reasonOf({ ...STRIPE, PAYMENT_GATEWAY: 'paypal' })).toMatch(/PAYMENT_GATEWAY: one of sandbox, stripe/);
  });
});
