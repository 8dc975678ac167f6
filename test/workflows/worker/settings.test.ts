import { readWorkerSettings } from '../../../workflows/worker/settings';
import { tuningOf } from '../../../workflows/worker/tuning';
import { versioningOf } from '../../../workflows/worker/versioning';
import { newKey } from '../../support/key-rings';

const ENVIRONMENT = {
  MONGODB_URI: 'mongodb://127.0.0.1/avenant',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  AVENANT_KEY_RING: `one:${newKey()}`,
};
const SANDBOX = { PAYMENT_GATEWAY_URL: 'http://127.0.0.1:4010' };
const STRIPE = {
  ...{ PAYMENT_GATEWAY: 'stripe', PAYMENT_GATEWAY_KEY: 'sk_live_a1b2' },
  AVENANT_PAGES_URL: 'https://shop.example/billing',
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
    const { AVENANT_PAGES_URL: _, ...rest } = STRIPE;
    expect(reasonOf(rest)).toMatch(/AVENANT_PAGES_URL/);
    for (const address of ['javascript:alert(1)', 'http://shop.example', 'https://shop.example/?to=']) {
      expect(reasonOf({ ...STRIPE, AVENANT_PAGES_URL: address })).toMatch(/AVENANT_PAGES_URL/);
    }
    expect(reasonOf({ ...STRIPE, PAYMENT_GATEWAY_KEY: 'pk_live_planted' })).not.toContain('planted');
  });

  it('a payment gateway that nobody has written an adapter for is refused', () => {
    expect(reasonOf({ ...STRIPE, PAYMENT_GATEWAY: 'paypal' })).toMatch(/PAYMENT_GATEWAY: one of sandbox, stripe/);
  });
});

describe('the mail of a worker', () => {
  const development = { ...SANDBOX, AVENANT_ENV: 'development' };
  const mailOf = (more: Record<string, string>) => readWorkerSettings({ ...ENVIRONMENT, ...development, ...more }).mail;

  it('a worker sends mail where it has a server and a sender, and none where it has neither', () => {
    const both = { AVENANT_MAIL_URL: 'smtps://me:planted@mail.example', AVENANT_MAIL_FROM: 'orders@seller.example' };
    expect(mailOf(both)).toMatchObject({ host: 'mail.example', security: 'tls' });
    expect(mailOf({})).toBeNull();
    expect(reasonOf({ ...development, AVENANT_MAIL_FROM: both.AVENANT_MAIL_FROM })).toMatch(/AVENANT_MAIL_URL/);
    const wrong = reasonOf({ ...development, AVENANT_MAIL_URL: both.AVENANT_MAIL_URL });
    expect(wrong).toMatch(/AVENANT_MAIL_FROM/);
    expect(wrong).not.toContain('planted');
  });
});

describe('the size of a worker', () => {
  const development = { ...SANDBOX, AVENANT_ENV: 'development' };

  it('a worker keeps more orders in memory than it works on at a time', () => {
    const settings = readWorkerSettings({ ...ENVIRONMENT, ...development });
    expect(settings.MAX_CACHED_WORKFLOWS).toBeGreaterThan(10 * settings.MAX_WORKFLOW_TASKS);
    const smallest = { MAX_CACHED_WORKFLOWS: '49' };
    expect(reasonOf({ ...development, ...smallest, MAX_WORKFLOW_TASKS: '51' })).toMatch(
      /MAX_CACHED_WORKFLOWS: [^\n]*50[\s\S]*MAX_WORKFLOW_TASKS: [^\n]*50/,
    );
  });

  it('a worker has a minute for a piece of workflow code, and never more calls that wait for tasks than tasks', () => {
    const settings = readWorkerSettings({ ...ENVIRONMENT, ...development, MAX_WORKFLOW_TASKS: '3' });
    expect(tuningOf(settings)).toMatchObject({
      isolateExecutionTimeout: '60 seconds',
      maxConcurrentWorkflowTaskExecutions: 3,
      workflowTaskPollerBehavior: { maximum: 3 },
    });
  });
});

describe('the build of a worker', () => {
  const development = { ...SANDBOX, AVENANT_ENV: 'development' };
  const buildOf = (more: Record<string, string>) =>
    versioningOf(readWorkerSettings({ ...ENVIRONMENT, ...development, ...more })).workerDeploymentOptions;

  it('a worker that is told its build is versioned, and pins nothing to it', () => {
    for (const more of [{}, { AVENANT_WORKER_VERSIONING: 'on' }]) {
      expect(buildOf({ WORKER_BUILD_ID: 'v1', ...more })).toMatchObject({
        version: { buildId: 'v1' },
        useWorkerVersioning: true,
        defaultVersioningBehavior: 'AUTO_UPGRADE',
      });
    }
    expect([buildOf({}), buildOf({ AVENANT_WORKER_VERSIONING: 'off' })]).toEqual([undefined, undefined]);
  });

  it('a worker that is told its build, and to have none, does not start', () => {
    expect(reasonOf({ ...development, WORKER_BUILD_ID: 'v1', AVENANT_WORKER_VERSIONING: 'off' })).toMatch(
      /AVENANT_WORKER_VERSIONING: off, and WORKER_BUILD_ID names a build/,
    );
    expect(() => buildOf({ AVENANT_WORKER_VERSIONING: 'on' })).toThrow(/set WORKER_BUILD_ID/);
  });
});

describe('the key ring of a worker', () => {
  it('a worker sends people to the API over https in production, and to a machine of its own elsewhere', () => {
    const [secure, open] = ['https://billing.example', 'http://127.0.0.1:3000'];
    expect(readWorkerSettings({ ...ENVIRONMENT, ...STRIPE, PUBLIC_URL: secure }).PUBLIC_URL).toBe(secure);
    expect(reasonOf({ ...STRIPE, PUBLIC_URL: open })).toMatch(/PUBLIC_URL: production is reached over https only/);
    expect(reasonOf({ ...STRIPE, PUBLIC_URL: 'javascript:alert(1)' })).toMatch(/PUBLIC_URL/);
    const development = { ...ENVIRONMENT, ...SANDBOX, AVENANT_ENV: 'development', PUBLIC_URL: open };
    expect(readWorkerSettings(development).PUBLIC_URL).toBe(open);
  });

  it('a worker has a ring of keys in production, and may do without one elsewhere', () => {
    const { AVENANT_KEY_RING: _, ...without } = ENVIRONMENT;
    expect(() => readWorkerSettings({ ...without, ...STRIPE })).toThrow(/AVENANT_KEY_RING: missing/);
    expect(readWorkerSettings({ ...without, ...SANDBOX, AVENANT_ENV: 'development' }).keyRing).toBeUndefined();
    expect(readWorkerSettings({ ...ENVIRONMENT, ...STRIPE }).keyRing).toBeDefined();
  });

  it('a wrong ring of keys is named beside a wrong gateway, and no key of it is shown', () => {
    const reason = reasonOf({ AVENANT_KEY_RING: 'one:planted' });
    expect(reason).toMatch(/PAYMENT_GATEWAY: /);
    expect(reason).toMatch(/AVENANT_KEY_RING: must be id:key/);
    expect(reason).not.toContain('planted');
  });
});
