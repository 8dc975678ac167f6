import type { AppParts } from '../../server/app';
import { PER_MINUTE } from '../../server/identity/allowances';
import { TEST_RING } from '../support/key-rings';
import { followed, PUBLIC_URL } from '../support/quote-links';
import { bringIn } from './facts/facts';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from './stand';

/** The quote of a scripted order holds from ten to half past ten. */
const AT_TEN = new Date('2026-03-25T10:05:00Z');

describe('links to a quote, at the door', () => {
  const stands: ServerStand[] = [];
  afterAll(async () => {
    await Promise.all(stands.map((stand) => stand.stop()));
  });

  /** An order at the order summary behind an API of its own. */
  async function withAnOrder(app: Partial<AppParts> = {}): Promise<{ stand: ServerStand; key: string; path: string }> {
    const parts = { keyRing: TEST_RING, publicUrl: PUBLIC_URL, now: () => AT_TEN, ...app };
    const stand = await startServerStand({ worker: {}, app: parts });
    stands.push(stand);
    const key = await stand.key('service');
    await bringIn(stand, key);
    const body = { subscriptionId: 'sub_1', seats: 8 };
    const headers = { ...commandFor('user_1'), prefer: 'wait=10' };
    const { changeId } = (await request(stand, 'POST', '/v1/changes', { key, body, headers })).body;
    return { stand, key, path: `/v1/changes/${changeId}/quote-link` };
  }

  const ask = (stand: ServerStand, method: string, path: string, key: string): Promise<Reply> =>
    request(stand, method, path, { key, headers: commandFor('user_1') });

  it('a link leads where people reach the API, whatever host a request names, and its token is in no log line', async () => {
    const { stand, key, path } = await withAnOrder();
    const headers = { ...commandFor('user_1'), 'x-forwarded-host': 'evil.example', origin: 'https://evil.example' };
    const { body } = await request(stand, 'POST', path, { key, headers });
    expect(body.url).toMatch(/^https:\/\/billing\.seller\.example\/quote\?token=[\w.-]+$/);
    expect((await followed(stand, body.url)).status).toBe(200);
    const [, token = ''] = body.url.split('token=');
    expect(stand.logged()).toContain('"/quote"');
    expect(stand.logged()).not.toContain(token.slice(0, 20));
    expect(stand.logged()).not.toContain(token.slice(-20));
  });

  it('another tenant is answered as for an order that is absent', async () => {
    const { stand, path } = await withAnOrder();
    const foreign = await stand.key('service', { tenantId: 'other' });
    for (const method of ['POST', 'GET', 'DELETE']) {
      expect(await ask(stand, method, path, foreign)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
  });

  it.each([
    ['no ring of keys', { keyRing: undefined }],
    ['nobody who says where it is reached', { publicUrl: undefined }],
  ])('an API with %s makes no link, and says so beforehand', async (_, app) => {
    const { stand, key, path } = await withAnOrder(app);
    expect((await ask(stand, 'GET', path, key)).body).toEqual({ mayBeMade: false, link: null });
    expect(await ask(stand, 'POST', path, key)).toMatchObject({
      status: 503,
      body: { code: 'quote_link_unavailable' },
    });
  });

  it('links are made as often as somebody may need them, and no more', async () => {
    const { stand, key, path } = await withAnOrder();
    const { person } = PER_MINUTE['quote-link'];
    const replies = await Promise.all(Array.from({ length: person + 1 }, () => ask(stand, 'POST', path, key)));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(person);
    expect(new Set(replies.flatMap(({ body }) => body.url ?? [])).size).toBe(1);
    expect(replies.find(({ status }) => status === 429)?.body).toMatchObject({ code: 'too_many_requests' });
  });
});
