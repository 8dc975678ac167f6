import type { Request } from 'express';
import { BrowserSessions } from '../../../server/identity/sign-in/browser-sessions';
import { cookieJar } from '../../../server/identity/sign-in/cookies';
import type { Secrets } from '../../../store/access/secrets';
import type { Store } from '../../../store/index';
import { openTestStore } from '../../store/test-store';

const [NEWER, OLDER] = ['n'.repeat(32), 'o'.repeat(32)];
const OURS = 'https://billing.example';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const sessionsWith = (secrets: Secrets): BrowserSessions => {
  const { sessions, staff } = store;
  return new BrowserSessions({
    sessions,
    staff,
    secrets,
    cookies: cookieJar(true),
    ourOrigin: () => OURS,
    now: () => new Date(),
  });
};

/** Of a page of ours that holds a token, or looks up which one is right. */
function requestOf(cookie: string, token?: string): Request {
  const headers: Record<string, string> = { cookie, origin: OURS, ...(token && { 'x-csrf-token': token }) };
  const get = (name: string): string | undefined => headers[name.toLowerCase()];
  return { method: token ? 'POST' : 'GET', path: '/v1/changes', headers, get } as unknown as Request;
}

describe('the secret that makes the tokens of pages', () => {
  it('a page from before it was changed goes on while the older one is there, and is refused afterwards', async () => {
    const before = sessionsWith([OLDER]);
    const [cookie = ''] = (await before.open({ tenantId: 'acme', userId: 'claire', role: 'billing_contact' })).split(';');
    const tokenOf = async (sessions: BrowserSessions) =>
      (await sessions.principalOf(requestOf(cookie)))?.session?.csrfToken ?? 'none';
    const token = await tokenOf(before);
    const meanwhile = sessionsWith([NEWER, OLDER]);
    expect(await meanwhile.principalOf(requestOf(cookie, token))).toMatchObject({ userId: 'claire' });
    const newToken = await tokenOf(meanwhile);
    expect(newToken).not.toBe(token);
    const afterwards = sessionsWith([NEWER]);
    expect(await afterwards.principalOf(requestOf(cookie, newToken))).toMatchObject({ userId: 'claire' });
    await expect(afterwards.principalOf(requestOf(cookie, token))).rejects.toMatchObject({ code: 'csrf_token_wrong' });
  });
});
