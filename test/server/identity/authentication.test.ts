import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLocalJWKSet, exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { addKey, removeKey } from '../../../commands/keys/commands';
import { principalOfToken, remoteKeys, type TokenTrust } from '../../../server/identity/tokens';
import { sampleView } from '../../store/orders/sample-view';
import { bringIn, SUBSCRIPTION } from '../facts/facts';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from '../stand';

const ISSUER = 'https://identity.example';
const AUDIENCE = 'avenant';

let stand: ServerStand;
let service: string;
let signer: Awaited<ReturnType<typeof generateKeyPair>>;

beforeAll(async () => {
  signer = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(signer.publicKey)), kid: 'key_1', alg: 'RS256' };
  const tokens: TokenTrust = {
    issuer: ISSUER,
    audience: AUDIENCE,
    algorithms: ['RS256'],
    keys: createLocalJWKSet({ keys: [jwk] }),
  };
  stand = await startServerStand({ app: { tokens } });
  service = await stand.key('service');
  await bringIn(stand, service);
});
afterAll(() => stand.stop());

const seeSubscription = (key?: string, headers: Record<string, string> = {}): Promise<Reply> =>
  request(stand, 'GET', '/v1/subscriptions/sub_1', { ...(key === undefined ? {} : { key }), headers });

const expectUnknown = (reply: Reply): void => {
  expect(reply.status).toBe(401);
  expect(reply.body).toMatchObject({ code: 'unauthenticated' });
  expect(reply.headers.get('www-authenticate')).toBe('Bearer');
};

describe('an API key', () => {
  it('an API key opens its tenant', async () => {
    expect((await seeSubscription(service)).status).toBe(200);
  });

  it('a request without an API key is refused', async () => {
    expectUnknown(await seeSubscription());
    expectUnknown(await seeSubscription(undefined, { authorization: `Basic ${service}` }));
  });

  it('an API key with another secret, id or environment is refused, always in the same way', async () => {
    const [prefix, environment, id = '', ...secret] = service.split('_');
    const rest = secret.join('_');
    const turned = `${rest.slice(0, -2)}${rest.endsWith('AA') ? 'BB' : 'AA'}`;
    expectUnknown(await seeSubscription([prefix, environment, id, turned].join('_')));
    expectUnknown(await seeSubscription([prefix, environment, '0'.repeat(16), rest].join('_')));
    expectUnknown(await seeSubscription([prefix, 'live', id, rest].join('_')));
    expectUnknown(await seeSubscription(`${service}x`));
    expectUnknown(await seeSubscription('sk_test_'));
  });

  it('an API key that has expired is refused', async () => {
    expectUnknown(await seeSubscription(await stand.key('service', { expiresAt: '2026-01-01T00:00:00Z' })));
  });

  it('an API key is not stored', async () => {
    const [, , id = '', ...secret] = service.split('_');
    const stored = await stand.store.apiKeys.find(id);
    expect(JSON.stringify(stored)).not.toContain(secret.join('_'));
    expect(stored?.secretHash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('a token', () => {
  const claims = { tenant: 'acme', role: 'billing_contact' };
  const token = (extra: object = {}, kid = 'key_1') =>
    new SignJWT({ ...claims, ...extra })
      .setProtectedHeader({ alg: 'RS256', kid })
      .setSubject('user_1')
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setExpirationTime('5 minutes');

  it('a token opens what belongs to its person', async () => {
    expect((await seeSubscription(await token().sign(signer.privateKey))).status).toBe(200);
    const stranger = await token().setSubject('user_9').sign(signer.privateKey);
    expect((await seeSubscription(stranger)).status).toBe(404);
  });

  it('a token that does not expire, has expired, or is for somebody else is refused', async () => {
    const forever = new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'key_1' }).setSubject('user_1');
    expectUnknown(await seeSubscription(await forever.setIssuer(ISSUER).setAudience(AUDIENCE).sign(signer.privateKey)));
    const wrong = [
      token().setExpirationTime('-1 minute'),
      token().setAudience('another'),
      token().setIssuer('https://elsewhere.example'),
      token({}, 'key_2'),
      token().setSubject('not an id'),
      token({ tenant: undefined }),
      token({ role: 'owner' }),
    ];
    for (const one of wrong) expectUnknown(await seeSubscription(await one.sign(signer.privateKey)));
  });

  it('a token makes nobody a service or an operator', async () => {
    expectUnknown(await seeSubscription(await token({ role: 'service' }).sign(signer.privateKey)));
    expectUnknown(await seeSubscription(await token({ role: 'operator' }).sign(signer.privateKey)));
  });

  it('a token is refused unsigned, signed by a stranger, or signed with the public key as a password', async () => {
    const base = { ...claims, sub: 'user_1', iss: ISSUER, aud: AUDIENCE, exp: Math.floor(Date.now() / 1000) + 300 };
    expectUnknown(await seeSubscription(new UnsecuredJWT(base).encode()));
    const stranger = await generateKeyPair('RS256');
    expectUnknown(await seeSubscription(await token().sign(stranger.privateKey)));
    const confused = new SignJWT(base).setProtectedHeader({ alg: 'HS256', kid: 'key_1' });
    const password = new TextEncoder().encode(await exportSPKI(signer.publicKey));
    expectUnknown(await seeSubscription(await confused.sign(password)));
  });
});

describe('abuse 22: a flood of tokens with keys that nobody knows', () => {
  it('a flood of tokens with unknown keys makes the provider be asked once, and every one of them is refused', async () => {
    let asked = 0;
    const jwk = { ...(await exportJWK(signer.publicKey)), kid: 'key_1', alg: 'RS256' };
    const provider = createServer((_request, response) => {
      asked += 1;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
    });
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    const keys = remoteKeys(`http://127.0.0.1:${(provider.address() as AddressInfo).port}/jwks`);
    const trust: TokenTrust = { issuer: ISSUER, audience: AUDIENCE, algorithms: ['RS256'], keys };
    const token = (kid: string) =>
      new SignJWT({ tenant: 'acme', role: 'billing_contact' })
        .setProtectedHeader({ alg: 'RS256', kid })
        .setSubject('user_1')
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setExpirationTime('5 minutes')
        .sign(signer.privateKey);
    for (let flood = 0; flood < 50; flood += 1) {
      expect(await principalOfToken(await token(`unknown_${flood}`), trust, new Date())).toBeUndefined();
    }
    expect(asked).toBe(1);
    expect(await principalOfToken(await token('key_1'), trust, new Date())).toMatchObject({ userId: 'user_1' });
    await new Promise((resolve) => provider.close(resolve));
  });
});

describe('speaking for somebody', () => {
  const start = (key: string, headers: Record<string, string>): Promise<Reply> =>
    request(stand, 'POST', '/v1/changes', { key, body: { subscriptionId: 'sub_1', seats: 8 }, headers });

  it('a service that changes something must speak for somebody', async () => {
    const reply = await start(service, { 'idempotency-key': 'k' });
    expect(reply.body).toMatchObject({ status: 400, code: 'on_behalf_of_missing' });
  });

  it('a service that speaks for somebody needs a user id', async () => {
    const reply = await start(service, { ...commandFor('a b'), 'avenant-on-behalf-of': 'user 1; drop' });
    expect(reply.body).toMatchObject({ status: 400, code: 'on_behalf_of_invalid' });
  });

  it('a person cannot speak for somebody else', async () => {
    const agent = await stand.key('support_agent', { userId: 'agent_1' });
    expect((await start(agent, commandFor('user_1'))).body).toMatchObject({
      status: 403,
      code: 'on_behalf_of_not_allowed',
    });
  });

  it('a service that speaks for a user sees only what that user may see', async () => {
    expect((await seeSubscription(service, { 'avenant-on-behalf-of': 'user_2' })).status).toBe(200);
    expect((await seeSubscription(service, { 'avenant-on-behalf-of': 'user_9' })).status).toBe(404);
    const ledger = (person: string) =>
      request(stand, 'GET', '/v1/accounts/acc_1/ledger', { key: service, headers: { 'avenant-on-behalf-of': person } });
    expect((await ledger('user_1')).status).toBe(200);
    expect((await ledger('user_2')).body).toMatchObject({ status: 403, code: 'not_billing_contact' });
    expect((await ledger('user_9')).status).toBe(404);
  });
});

describe('roles', () => {
  it.each([
    ['support_agent', 'PUT', '/v1/subscriptions/sub_1', SUBSCRIPTION],
    ['billing_contact', 'PUT', '/v1/subscriptions/sub_1', SUBSCRIPTION],
    ['operator', 'POST', '/v1/changes', { subscriptionId: 'sub_1', seats: 8 }],
    ['seat_admin', 'POST', '/v1/changes', { subscriptionId: 'sub_1', seats: 8 }],
    ['seat_admin', 'GET', '/v1/accounts/acc_1/ledger', undefined],
    ['seat_admin', 'GET', '/v1/changes', undefined],
    ['operator', 'PUT', '/v1/subscriptions/sub_1/seats/user_5', undefined],
  ] as const)('the role %s may not %s %s', async (role, method, path, body) => {
    const key = await stand.key(role, { userId: 'user_1' });
    const sent = body === undefined ? { key } : { key, body, headers: { 'idempotency-key': 'k' } };
    expect((await request(stand, method, path, sent)).body).toMatchObject({ status: 403, code: 'role_not_allowed' });
  });

  it('the list of all orders is for staff and services only', async () => {
    const contact = await stand.key('billing_contact', { userId: 'user_1' });
    expect((await request(stand, 'GET', '/v1/changes', { key: contact })).status).toBe(403);
    expect((await request(stand, 'GET', '/v1/changes?accountId=acc_1', { key: contact })).status).toBe(200);
    const other = await stand.key('billing_contact', { userId: 'user_9' });
    expect((await request(stand, 'GET', '/v1/changes?accountId=acc_1', { key: other })).status).toBe(404);
  });
});

describe('a key made at the console', () => {
  const at = new Date();
  const made = async (wish: object): Promise<string> => {
    const { lines } = await addKey(stand.store, { tenant: 'acme', ...wish }, at);
    return lines.join();
  };

  it('a key made at the console opens what its role may, is on record, and opens nothing once it is removed', async () => {
    const text = await made({ role: 'support_agent', user: 'nora', expires: '2100-01-01' });
    const session = await request(stand, 'GET', '/v1/session', { key: text });
    expect(session.body).toMatchObject({ tenantId: 'acme', role: 'support_agent', userId: 'nora' });
    const keyId = text.split('_')[2] ?? '';
    const ofOther = await removeKey(stand.store, { tenant: 'other', id: keyId }, at);
    expect(ofOther).toEqual({ lines: [`other has no key ${keyId}.`], code: 1 });
    await removeKey(stand.store, { tenant: 'acme', id: keyId }, at);
    expect(await stand.store.apiKeys.find(keyId)).toBeNull();
    const record = await stand.store.audit.list('acme', new Date(at.getTime() + 1), 10);
    expect(record.map(({ action, facts }) => [action, facts.keyId])).toEqual(
      expect.arrayContaining([
        ['ADD_API_KEY', keyId],
        ['REMOVE_API_KEY', keyId],
      ]),
    );
    expect(JSON.stringify(record)).not.toContain(text.split('_').slice(3).join('_'));
  });

  it('a key made at the console is of a person, unless it is for a service', async () => {
    await expect(made({ role: 'support_lead' })).rejects.toThrow('--user');
    await expect(made({ role: 'root', user: 'nora' })).rejects.toThrow('--role');
    await expect(made({ role: 'service', expires: '2020-01-01' })).rejects.toThrow('--expires');
    expect(await made({ role: 'service' })).toMatch(/^sk_live_/);
  });
});

describe('abuse 21: another tenant', () => {
  it('another tenant sees the same as for what does not exist, and is logged', async () => {
    await stand.store.orders.project(sampleView({}, { tenantId: 'acme', changeId: 'chg_a' }));
    const stranger = await stand.key('service', { tenantId: 'other' });
    const paths = [
      ['/v1/changes/chg_a', '/v1/changes/chg_b'],
      ['/v1/changes/chg_a/timeline', '/v1/changes/chg_b/timeline'],
      ['/v1/subscriptions/sub_1', '/v1/subscriptions/sub_2'],
      ['/v1/subscriptions/sub_1/seats', '/v1/subscriptions/sub_2/seats'],
      ['/v1/accounts/acc_1/ledger', '/v1/accounts/acc_2/ledger'],
    ] as const;
    for (const [foreign, absent] of paths) {
      const reply = await request(stand, 'GET', foreign, { key: stranger });
      const nothing = await request(stand, 'GET', absent, { key: stranger });
      expect(reply.status).toBe(404);
      const { requestId: _, instance: __, ...seen } = reply.body;
      expect(nothing.body).toMatchObject(seen);
    }
    expect(stand.logged()).toMatch(/"kind":"change","id":"chg_a"\},"msg":"access denied"/);
    const command = { key: stranger, body: { subscriptionId: 'sub_1', seats: 8 }, headers: commandFor('user_1') };
    expect((await request(stand, 'POST', '/v1/changes', command)).body.code).toBe('subscription_not_found');
    const event = { key: stranger, body: { type: 'CANCEL' }, headers: commandFor('user_1') };
    expect((await request(stand, 'POST', '/v1/changes/chg_a/events', event)).body.code).toBe('not_found');
    expect((await request(stand, 'GET', '/v1/changes', { key: stranger })).body.items).toEqual([]);
  });
});
