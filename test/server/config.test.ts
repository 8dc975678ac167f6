import { VARIABLE_TEXTS } from '../../scripts/docs/variable-texts';
import { variableNames } from '../../scripts/docs/variables-page';
import { BadConfiguration, readConfig } from '../../server/config';
import { newKey } from '../support/key-rings';

const ENVIRONMENT = {
  MONGODB_URI: 'mongodb://127.0.0.1/avenant',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  AVENANT_SECRET: 'k'.repeat(40),
  AVENANT_KEY_RING: `one:${newKey()}`,
};

const reasonOf = (environment: Record<string, string>): string => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof BadConfiguration) return error.message;
    throw error;
  }
  return 'no reason';
};

describe('the configuration', () => {
  it('every variable of every process is told, and none that nobody reads', () => {
    const told = Object.values(VARIABLE_TEXTS).flatMap((texts) => Object.keys(texts));
    expect(told.toSorted()).toEqual([...variableNames()].sort());
  });

  it('the configuration is for production unless it says otherwise', () => {
    const config = readConfig(ENVIRONMENT);
    expect(config).toMatchObject({ environment: 'production', development: false, port: 3000, tokens: null });
  });

  it('the pages for payment details are of the gateway that is set, as for a worker, and its key is never shown', () => {
    const stripe = { ...ENVIRONMENT, PAYMENT_GATEWAY: 'stripe' };
    expect(readConfig(ENVIRONMENT).paymentPages).toBeNull();
    expect(readConfig({ ...stripe, PAYMENT_GATEWAY_KEY: 'rk_live_1' }).paymentPages?.gateway.name).toBe('stripe');
    expect(reasonOf({ ...stripe, PAYMENT_GATEWAY_KEY: 'rk_test_planted' })).toMatch(
      /^PAYMENT_GATEWAY_KEY: (?!.*planted)/,
    );
    expect(reasonOf({ ...ENVIRONMENT, PAYMENT_GATEWAY_URL: 'http://127.0.0.1:4010' })).toMatch(/no real money/);
    expect(reasonOf({ ...ENVIRONMENT, AVENANT_PAGES_URL: 'https://shop.example/?to=' })).toMatch(/AVENANT_PAGES_URL/);
  });

  it('links to the API lead where people reach it, in production over https only', () => {
    const [secure, open] = ['https://billing.example', 'http://billing.example'];
    expect(readConfig({ ...ENVIRONMENT, PUBLIC_URL: secure }).publicUrl).toBe(secure);
    expect(reasonOf({ ...ENVIRONMENT, PUBLIC_URL: open })).toMatch(/PUBLIC_URL: production is reached over https only/);
    expect(readConfig({ ...ENVIRONMENT, AVENANT_ENV: 'test', PUBLIC_URL: open }).publicUrl).toBe(open);
  });

  it('secrets of identity systems belong to one tenant each', () => {
    const secrets = (text: string) => ({ ...ENVIRONMENT, IDENTITY_WEBHOOK_SECRETS: text });
    const [first, second] = ['planted-secret-one', 'planted-secret-two'];
    expect(readConfig(secrets(`acme:${first},acme:${second},other:x:${first}`)).webhookSecrets.identity).toEqual({
      acme: [first, second],
      other: [`x:${first}`],
    });
    for (const wrong of [first, 'acme:short', `acme:${first},other:${first}`, `a b:${first}`]) {
      const reason = reasonOf(secrets(wrong));
      expect(reason).toMatch(/^IDENTITY_WEBHOOK_SECRETS/);
      expect(reason).not.toContain('planted');
    }
  });

  it('secrets of whoever carries mail are long enough, or named without being shown', () => {
    const secrets = (text: string) => ({ ...ENVIRONMENT, MAIL_WEBHOOK_SECRETS: text });
    const read = readConfig(secrets('planted-secret-one,planted-secret-two'));
    expect(read.webhookSecrets.mail).toEqual(['planted-secret-one', 'planted-secret-two']);
    const reason = reasonOf(secrets('planted-secret-one,planted'));
    expect(reason).toMatch(/MAIL_WEBHOOK_SECRETS: each has 16 characters/);
    expect(reason).not.toContain('planted');
  });

  it('the configuration says what is left out and gone without, and mail is one of it', () => {
    expect(readConfig(ENVIRONMENT).unset).toEqual(['AVENANT_SEARCH_SECRET', 'AVENANT_MAIL_URL']);
    expect(readConfig({ ...ENVIRONMENT, AVENANT_MAIL_URL: 'smtps://mail.example' }).unset).not.toContain(
      'AVENANT_MAIL_URL',
    );
  });

  it('the configuration names everything that is missing, and no value', () => {
    const reason = reasonOf({ AVENANT_SECRET: 'planted', PORT: 'http' });
    expect(reason).toMatch(/MONGODB_URI/);
    expect(reason).toMatch(/TEMPORAL_ADDRESS/);
    expect(reason).toMatch(/AVENANT_SECRET/);
    expect(reason).toMatch(/PORT/);
    expect(reason).not.toContain('planted');
  });

  it('secrets are several while they are changed, the newest first, and one that is too short or stands there twice is none', () => {
    const [newer, older] = ['n'.repeat(32), 'planted-'.repeat(5)];
    const secrets = (text: string) => ({ ...ENVIRONMENT, AVENANT_SECRET: text, AVENANT_SEARCH_SECRET: text });
    expect(readConfig(secrets(`${newer}, ${older}`))).toMatchObject({
      secrets: [newer, older],
      searchSecrets: [newer, older],
    });
    for (const wrong of [
      'planted',
      `${newer},`,
      `${older},${older}`,
      ['a', 'b', 'c', 'd'].map((one) => one.repeat(40)).join(),
    ]) {
      expect(reasonOf(secrets(wrong))).toMatch(/AVENANT_SECRET: .*\n.*AVENANT_SEARCH_SECRET: /);
      expect(reasonOf(secrets(wrong))).not.toContain('planted');
    }
  });

  it('production does not start with the secret of an example or the sandbox gateway', () => {
    expect(reasonOf({ ...ENVIRONMENT, AVENANT_SECRET: `change-me-${'x'.repeat(40)}` })).toMatch(/AVENANT_SECRET/);
    const older = `${'n'.repeat(40)},change-me-${'x'.repeat(40)}`;
    expect(reasonOf({ ...ENVIRONMENT, AVENANT_SECRET: older })).toMatch(/AVENANT_SECRET/);
    const sandbox = { SANDBOX_WEBHOOK_SECRETS: 'a secret of the sandbox' };
    expect(reasonOf({ ...ENVIRONMENT, ...sandbox })).toMatch(/sandbox gateway/);
    expect(readConfig({ ...ENVIRONMENT, ...sandbox, AVENANT_ENV: 'development' }).webhookSecrets.sandbox).toEqual([
      'a secret of the sandbox',
    ]);
  });

  it('the API has a ring of random keys in production, may do without one elsewhere, and shows no key of a wrong one', () => {
    const { AVENANT_KEY_RING: _, ...without } = ENVIRONMENT;
    expect(reasonOf(without)).toMatch(/AVENANT_KEY_RING: missing/);
    expect(readConfig({ ...without, AVENANT_ENV: 'development' }).keyRing).toBeUndefined();
    const planted = Buffer.from('planted '.repeat(4)).toString('base64');
    const wrong = reasonOf({ ...ENVIRONMENT, AVENANT_KEY_RING: `two:${planted}` });
    expect(wrong).toMatch(/AVENANT_KEY_RING: the key two is not random/);
    expect(wrong).not.toContain(planted);
  });

  it('the configuration trusts tokens only when issuer, audience and keys are all named, and no shared passwords', () => {
    const tokens = { JWT_ISSUER: 'https://i.example', JWT_AUDIENCE: 'a', JWT_JWKS_URL: 'https://i.example/keys' };
    expect(readConfig({ ...ENVIRONMENT, ...tokens }).tokens).toMatchObject({ issuer: 'https://i.example' });
    expect(reasonOf({ ...ENVIRONMENT, JWT_ISSUER: 'https://i.example' })).toMatch(/belong together/);
    expect(reasonOf({ ...ENVIRONMENT, ...tokens, JWT_ALGORITHMS: 'RS256, HS256' })).toMatch(/private key/);
    expect(reasonOf({ ...ENVIRONMENT, ...tokens, JWT_ALGORITHMS: 'none' })).toMatch(/private key/);
  });
});
