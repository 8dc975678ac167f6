import { request as httpRequest, type RequestOptions } from 'node:http';
import { type IdentityProviderSandbox, startIdentityProvider } from '../../../dev/sandboxes/identity-provider';
import { readConfig } from '../../../server/config';
import { SIGN_INS_PER_MINUTE } from '../../../server/identity/allowances';
import { IdentityProvider } from '../../../server/identity/sign-in/identity-provider';
import { newKey } from '../../support/key-rings';
import { bringIn } from '../facts/facts';
import { request, type ServerStand, startServerStand } from '../stand';

const CLIENT = { clientId: 'avenant', clientSecret: 'a secret of the sandbox provider' };
const MINUTE = 60_000;

let provider: IdentityProviderSandbox;
let stand: ServerStand;
let now = new Date('2026-11-25T10:00:00Z');

beforeAll(async () => {
  provider = await startIdentityProvider(CLIENT);
  const oidc = {
    ...CLIENT,
    issuer: provider.issuer,
    publicUrl: 'http://127.0.0.1',
    roleClaim: 'groups',
    roles: { support: 'support_agent', leads: 'support_lead' } as const,
    tenantClaim: 'company',
    userClaim: 'employee',
  };
  const way = { kind: 'oidc', provider: new IdentityProvider(oidc) } as const;
  stand = await startServerStand({ app: { signIn: { way, isSecure: false }, now: () => now } });
  await bringIn(stand, await stand.key('service'));
});
afterAll(async () => {
  await stand.stop();
  await provider.close();
});

/** A request whose Host header says what it likes. */
const statusOf = (url: string, options: RequestOptions, body: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const sent = httpRequest(`${url}/auth/sign-in`, options, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end(body);
  });

/** A browser as far as it matters: it keeps cookies of ours and does not follow redirects by itself. */
class Browser {
  readonly #cookies = new Map<string, string>();
  cookieLines: string[] = [];
  constructor(readonly url = stand.url) {}

  async send(method: string, path: string, more: { headers?: Record<string, string>; body?: string } = {}) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(cookie === '' ? {} : { cookie }), ...more.headers };
    const response = await fetch(`${this.url}${path}`, { method, redirect: 'manual', ...more, headers });
    const lines = response.headers.getSetCookie();
    if (lines.length > 0) this.cookieLines = lines;
    for (const line of lines) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      location: response.headers.get('location') ?? '',
      body: isJson ? JSON.parse(text) : text,
      headers: response.headers,
    };
  }

  /** To the provider and back to the door of ours; what comes back is not opened yet. */
  async throughTheProvider(returnTo = '/v1/session'): Promise<string> {
    const { location } = await this.send('GET', `/auth/sign-in?returnTo=${returnTo}`);
    const answer = await fetch(location, { redirect: 'manual' });
    const back = new URL(answer.headers.get('location') ?? '');
    return `${back.pathname}${back.search}`;
  }

  async signIn(): Promise<string> {
    await this.send('GET', await this.throughTheProvider());
    return (await this.send('GET', '/v1/session')).body.csrfToken;
  }

  take(from: Browser): void {
    for (const [name, value] of from.#cookies) this.#cookies.set(name, value);
  }
}

const agnes = { sub: 'auth0|5f7c', employee: 'agnes', groups: ['staff', 'support'], company: 'acme' };

describe('signing in with the identity provider', () => {
  beforeEach(() => provider.signsIn(agnes));

  it('a person who comes back from the provider is somebody of ours, with the role that the configuration gives', async () => {
    const browser = new Browser();
    const done = await browser.send('GET', await browser.throughTheProvider('/v1/changes'));
    expect([done.status, done.location]).toEqual([303, '/v1/changes']);
    const cookie = browser.cookieLines.find((line) => line.startsWith('avenant_session='));
    expect(cookie).toMatch(/; HttpOnly; SameSite=Lax; Max-Age=/);
    const me = (await browser.send('GET', '/v1/session')).body;
    expect(me).toMatchObject({ tenantId: 'acme', userId: 'agnes', role: 'support_agent' });
    expect((await browser.send('GET', '/v1/changes')).status).toBe(200);
  });

  it('a sign-in can begin so often a minute from one address, and no oftener', async () => {
    const before = now;
    now = new Date('2026-11-25T09:00:15Z');
    const begin = () => fetch(`${stand.url}/auth/sign-in`, { redirect: 'manual' });
    const begun = await Promise.all(Array.from({ length: SIGN_INS_PER_MINUTE }, begin));
    expect(new Set(begun.map(({ status }) => status))).toEqual(new Set([303]));
    const refused = await begin();
    expect([refused.status, refused.headers.get('retry-after'), refused.headers.get('location')]).toEqual([
      429,
      '45',
      null,
    ]);
    now = new Date('2026-11-25T09:01:00Z');
    expect((await begin()).status).toBe(303);
    now = before;
  });

  it('a sign-in stores no secret of a browser', async () => {
    const opening = jest.spyOn(stand.store.sessions, 'open');
    const browser = new Browser();
    await browser.signIn();
    const [[stored] = []] = opening.mock.calls;
    const secret = /avenant_session=([\w-]+)/.exec(browser.cookieLines.join())?.[1] ?? 'none';
    expect(stored?.sessionHash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(stored)).not.toContain(secret);
    opening.mockRestore();
  });

  it.each(['nonce', 'audience', 'signature', 'expired'] as const)(
    'an answer with a wrong %s lets nobody in',
    async (how) => {
      const browser = new Browser();
      const back = await browser.throughTheProvider();
      provider.answersWrong(how);
      expect((await browser.send('GET', back)).body).toMatchObject({ status: 403, code: 'sign_in_failed' });
      expect((await browser.send('GET', '/v1/session')).status).toBe(401);
    },
  );

  it('an answer lets nobody in twice, in another browser, with another state, or too late', async () => {
    const browser = new Browser();
    const back = await browser.throughTheProvider();
    expect((await new Browser().send('GET', back)).body.code).toBe('sign_in_failed');
    const other = new Browser();
    await other.throughTheProvider();
    expect((await other.send('GET', back)).body.code).toBe('sign_in_failed');
    const thief = new Browser();
    thief.take(browser);
    expect((await browser.send('GET', back)).status).toBe(303);
    expect((await thief.send('GET', back)).body.code).toBe('sign_in_failed');
    const slow = new Browser();
    const late = await slow.throughTheProvider();
    now = new Date(now.getTime() + 11 * MINUTE);
    expect((await slow.send('GET', late)).body.code).toBe('sign_in_failed');
  });

  it.each([
    ['no role of ours', { ...agnes, groups: ['staff'] }],
    ['no tenant', { ...agnes, company: undefined }],
    ['a role that only an object of ours has', { ...agnes, groups: ['constructor'] }],
    ['a name that is no id', { ...agnes, employee: 'a:b' }],
  ])('a person who has %s is not let in', async (_what, claims) => {
    provider.signsIn(claims);
    const browser = new Browser();
    expect((await browser.send('GET', await browser.throughTheProvider())).body.code).toBe('sign_in_without_role');
    expect((await browser.send('GET', '/v1/session')).status).toBe(401);
  });

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'a sign-in never sends anybody to %s',
    async (returnTo) => {
      const browser = new Browser();
      const done = await browser.send('GET', await browser.throughTheProvider(encodeURIComponent(returnTo)));
      expect(done.location).toBe('/billing');
    },
  );
});

describe('a session', () => {
  beforeEach(() => provider.signsIn(agnes));

  const saveView = (browser: Browser, headers: Record<string, string>) =>
    browser.send('PUT', '/v1/saved-views/mine', {
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ name: 'Mine', query: {} }),
    });

  it('a session changes something only with the token of its own page', async () => {
    const browser = new Browser();
    const token = await browser.signIn();
    const stranger = await new Browser().signIn();
    for (const wrong of [{}, { 'x-csrf-token': '' }, { 'x-csrf-token': stranger }]) {
      expect((await saveView(browser, wrong as Record<string, string>)).body).toMatchObject({
        status: 403,
        code: 'csrf_token_wrong',
      });
    }
    for (const foreign of [{ origin: 'null' }, { origin: 'http://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const sent = { 'x-csrf-token': token, ...foreign } as Record<string, string>;
      expect((await saveView(browser, sent)).body.code).toBe('csrf_token_wrong');
    }
    for (const own of [{}, { origin: 'http://127.0.0.1' }, { origin: 'null', 'sec-fetch-site': 'same-origin' }]) {
      const sent = { 'x-csrf-token': token, ...own } as Record<string, string>;
      expect((await saveView(browser, sent)).status).toBe(204);
    }
  });

  it('a session ends when nobody uses it, and after twelve hours however much it is used', async () => {
    const browser = new Browser();
    await browser.signIn();
    const later = async (minutes: number) => {
      now = new Date(now.getTime() + minutes * MINUTE);
      return (await browser.send('GET', '/v1/saved-views')).status;
    };
    expect(await later(29)).toBe(200);
    expect(await later(29)).toBe(200);
    expect(await later(31)).toBe(401);
    await browser.signIn();
    for (let used = 0; used < 28; used += 1) expect(await later(25)).toBe(200);
    expect(await later(25)).toBe(401);
  });

  it('a session also ends where a page goes on opening its line for live updates by itself', async () => {
    const browser = new Browser();
    await browser.signIn();
    // No order, so there is nothing to wait for; the session is looked at all the same.
    const headers = { accept: 'text/event-stream' };
    const reopened = async () => (await browser.send('GET', '/v1/changes/chg_none/live', { headers })).status;
    for (const expected of [404, 404, 401]) {
      now = new Date(now.getTime() + 14 * MINUTE);
      expect(await reopened()).toBe(expected);
    }
  });

  it('a session tells when it ends, is not prolonged by that look, and lasts as long again once somebody says so', async () => {
    const browser = new Browser();
    const token = await browser.signIn();
    const begun = now.getTime();
    const inMinutes = (minutes: number) => new Date(begun + minutes * MINUTE).toISOString();
    now = new Date(begun + 28 * MINUTE);
    const told = (await browser.send('GET', '/v1/session')).body;
    expect(told).toMatchObject({ idleEndsAt: inMinutes(30), endsAt: inMinutes(12 * 60) });
    const prolong = (headers: Record<string, string>) => browser.send('POST', '/v1/session/prolong', { headers });
    expect((await prolong({})).body.code).toBe('csrf_token_wrong');
    const prolonged = await prolong({ 'x-csrf-token': token });
    expect([prolonged.status, prolonged.body]).toEqual([200, { idleEndsAt: inMinutes(58), endsAt: inMinutes(720) }]);
    now = new Date(begun + 57 * MINUTE);
    expect((await browser.send('GET', '/v1/session')).body.idleEndsAt).toBe(inMinutes(58));
    now = new Date(begun + 59 * MINUTE);
    expect((await browser.send('GET', '/v1/session')).status).toBe(401);
  });

  it('a session that is used to its end is never said to last longer', async () => {
    const browser = new Browser();
    const token = await browser.signIn();
    const endsAt = new Date(now.getTime() + 12 * 60 * MINUTE);
    for (let used = 0; used < 28; used += 1) {
      now = new Date(now.getTime() + 25 * MINUTE);
      await browser.send('GET', '/v1/saved-views');
    }
    const { body } = await browser.send('POST', '/v1/session/prolong', { headers: { 'x-csrf-token': token } });
    expect(body).toEqual({ idleEndsAt: endsAt.toISOString(), endsAt: endsAt.toISOString() });
  });

  it('a session tells the name, language, zone and accounts of who is signed in; of staff it tells none', async () => {
    const person = { name: 'Agnès Martin', mailAddress: 'agnes@example.com', locale: 'fr', hasLeft: false } as const;
    await stand.store.people.record({ tenantId: 'acme', personId: 'agnes', ...person, asOf: new Date(0) });
    const browser = new Browser();
    await browser.signIn();
    const staff = (await browser.send('GET', '/v1/session')).body;
    expect(staff).toMatchObject({ displayName: 'Agnès Martin', locale: 'fr', timeZone: null, accounts: [] });
    const key = await stand.key('billing_contact', { userId: 'user_1' });
    const mine = await browser.send('GET', '/v1/session', { headers: { authorization: `Bearer ${key}` } });
    expect(mine.body).toMatchObject({
      timeZone: 'Europe/Paris',
      accounts: [{ accountId: 'acc_1', name: null, role: 'billing_contact' }],
      idleEndsAt: null,
      endsAt: null,
    });
  });

  it('somebody of ours who has signed in is a colleague for ninety days, also after they have signed out', async () => {
    const browser = new Browser();
    const token = await browser.signIn();
    await browser.send('POST', '/auth/sign-out', { headers: { 'x-csrf-token': token } });
    const lead = await stand.key('support_lead', { userId: 'lea' });
    const colleagues = async () => (await request(stand, 'GET', '/v1/staff', { key: lead })).body.items;
    const agent = { userId: 'agnes', role: 'support_agent' };
    expect(await colleagues()).toContainEqual(expect.objectContaining(agent));
    const before = now;
    now = new Date(now.getTime() + 91 * 24 * 60 * MINUTE);
    expect(await colleagues()).toEqual([{ userId: 'lea', name: null, role: 'support_lead' }]);
    now = before;
  });

  it('a session ends with the sign-out, for its cookie too, and no other site can end it', async () => {
    const browser = new Browser();
    const token = await browser.signIn();
    const copy = new Browser();
    copy.take(browser);
    expect((await browser.send('POST', '/auth/sign-out')).body.code).toBe('csrf_token_wrong');
    expect((await browser.send('POST', '/auth/sign-out', { headers: { 'x-csrf-token': token } })).status).toBe(204);
    expect((await browser.send('GET', '/v1/session')).status).toBe(401);
    expect((await copy.send('GET', '/v1/session')).status).toBe(401);
  });

  it('a session is not asked where a key is shown', async () => {
    const browser = new Browser();
    await browser.signIn();
    const reply = await browser.send('GET', '/v1/session', { headers: { authorization: 'Bearer sk_wrong' } });
    expect(reply.status).toBe(401);
  });
});

describe('sample people', () => {
  it('sample people are offered on this machine, by a page that works under the strict policy', async () => {
    const people = [{ tenantId: 'acme', userId: 'lea', role: 'support_lead' as const, name: 'Léa' }];
    const local = await startServerStand({ app: { signIn: { way: { kind: 'sample', people }, isSecure: false } } });
    const browser = new Browser(local.url);
    const page = await browser.send('GET', '/auth/sign-in?returnTo=/docs');
    expect(page.body).toContain('value="lea"');
    expect(page.body).not.toMatch(/<script|<style|style=|onclick/);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = 'person=lea&returnTo=%2Fdocs';
    const foreign = { ...form, origin: 'https://evil.example' };
    expect((await browser.send('POST', '/auth/sign-in', { headers: foreign, body })).status).toBe(403);
    const own = { ...form, origin: local.url };
    expect((await browser.send('POST', '/auth/sign-in', { headers: own, body: 'person=root' })).status).toBe(403);
    expect((await browser.send('POST', '/auth/sign-in', { headers: own, body })).location).toBe('/docs');
    expect((await browser.send('GET', '/v1/session')).body).toMatchObject({ userId: 'lea', role: 'support_lead' });
    // What a browser says of the page that sends the form, and what is made of it.
    for (const [status, headers] of [
      [303, { origin: local.url }],
      [303, { origin: local.url, 'sec-fetch-site': 'same-origin' }],
      [303, { origin: 'null', 'sec-fetch-site': 'same-origin' }],
      [403, {}],
      [403, { origin: 'null' }],
      [403, { origin: 'null', 'sec-fetch-site': 'cross-site' }],
      [403, { origin: local.url, 'sec-fetch-site': 'same-site' }],
      [403, { origin: local.url.replace('http', 'https') }],
      [403, { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }],
    ] as const) {
      const sent = { method: 'POST', headers: { ...form, ...headers } };
      expect([await statusOf(local.url, sent, body), headers]).toEqual([status, headers]);
    }
    // A site whose own name leads to this machine is of one origin with it.
    const rebound = { ...form, origin: 'http://evil.example', host: 'evil.example' };
    expect(await statusOf(local.url, { method: 'POST', headers: rebound }, body)).toBe(404);
    await local.stop();
  });

  const environment = {
    MONGODB_URI: 'mongodb://127.0.0.1/avenant',
    TEMPORAL_ADDRESS: '127.0.0.1:7233',
    AVENANT_SECRET: 'k'.repeat(40),
    AVENANT_KEY_RING: `one:${newKey()}`,
  };
  const OIDC = {
    ...{ OIDC_ISSUER: 'https://id.example', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' },
    ...{ OIDC_ROLES: 'leads=support_lead, desk=support_agent', PUBLIC_URL: 'https://billing.example' },
  };

  it('sample people keep production from starting, and any server that others can reach', () => {
    const SAMPLE_PEOPLE = 'demo/lea/support_lead';
    expect(() => readConfig({ ...environment, SAMPLE_PEOPLE })).toThrow(/SAMPLE_PEOPLE: production/);
    const reachable = { ...environment, SAMPLE_PEOPLE, AVENANT_ENV: 'development', HOST: '0.0.0.0' };
    expect(() => readConfig(reachable)).toThrow(/SAMPLE_PEOPLE: only/);
    expect(readConfig({ ...reachable, HOST: '127.0.0.1' }).signIn).toMatchObject({ kind: 'sample' });
  });

  it('a provider in production is named whole, over https, and makes nobody a service', () => {
    expect(readConfig(environment).signIn).toBeNull();
    const roles = { leads: 'support_lead', desk: 'support_agent' };
    expect(readConfig({ ...environment, ...OIDC }).signIn).toMatchObject({
      kind: 'oidc',
      oidc: { roles, userClaim: 'sub' },
    });
    for (const wrong of [
      { PUBLIC_URL: 'http://billing.example' },
      { OIDC_ROLES: 'all=service' },
      { OIDC_CLIENT_ID: '' },
    ]) {
      expect(() => readConfig({ ...environment, ...OIDC, ...wrong })).toThrow(/OIDC_/);
    }
  });
});

describe('the content security policy', () => {
  it('the content security policy lets nothing inside a page run or be styled, and the documentation works under it', async () => {
    const browser = new Browser();
    const docs = await browser.send('GET', '/docs');
    const policy = docs.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/default-src 'none'.*script-src 'self';.*frame-ancestors 'none'/);
    expect(policy).not.toContain('unsafe');
    expect(docs.body).not.toMatch(/<script|<style|\sstyle=|\son\w+=/);
    const style = await browser.send('GET', '/docs.css');
    expect(style.headers.get('content-type')).toMatch(/^text\/css/);
  });
});
