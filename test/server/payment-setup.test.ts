import { startPaymentSandbox } from '../../dev/sandboxes/payment/server';
import { sandboxSetupPages } from '../../gateways/payment/sandbox/setup-pages';
import type { AppParts } from '../../server/app';
import { PER_MINUTE } from '../../server/identity/allowances';
import { TEST_RING } from '../support/key-rings';
import { browsed } from '../support/payment-page';
import { bringIn } from './facts/facts';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from './stand';

const CARD = '4242 4242 4242 4242';

describe('payment details by the gateway’s page, at the door', () => {
  let gateway: Awaited<ReturnType<typeof startPaymentSandbox>>;
  const stands: ServerStand[] = [];
  beforeAll(async () => {
    gateway = await startPaymentSandbox();
  });
  afterAll(async () => {
    await Promise.all(stands.map((stand) => stand.stop()));
    await gateway.close();
  });

  /** An order at checkout behind an API of its own. */
  async function atCheckout(app: Partial<AppParts>): Promise<{ stand: ServerStand; key: string; changeId: string }> {
    const pages = { gateway: sandboxSetupPages({ baseUrl: gateway.url }), pagesUrl: 'https://shop.example/billing' };
    const stand = await startServerStand({ worker: {}, app: { keyRing: TEST_RING, paymentPages: pages, ...app } });
    stands.push(stand);
    const key = await stand.key('service');
    await bringIn(stand, key);
    const headers = () => ({ ...commandFor('user_1'), prefer: 'wait=10' });
    const body = { subscriptionId: 'sub_1', seats: 8 };
    const started = await request(stand, 'POST', '/v1/changes', { key, body, headers: headers() });
    const { changeId } = started.body;
    const checkout = { key, body: { type: 'CHECKOUT' }, headers: headers() };
    expect((await request(stand, 'POST', `/v1/changes/${changeId}/events`, checkout)).body.state).toBe('verifying');
    return { stand, key, changeId };
  }

  const post = (stand: ServerStand, key: string, path: string, language = 'en'): Promise<Reply> =>
    request(stand, 'POST', path, { key, headers: { ...commandFor('user_1'), 'accept-language': language } });

  it('a page is opened in the language of the request and read back; neither card nor address nor token is logged', async () => {
    const { stand, key, changeId } = await atCheckout({});
    const opened = await post(stand, key, `/v1/changes/${changeId}/payment-setup`, 'fr');
    expect(opened).toMatchObject({ status: 201, body: { setupId: expect.stringMatching(/^pst_[0-9a-f]{40}$/) } });
    const { setupId, url } = opened.body;
    expect((await browsed(url)).text).toContain('Coordonnées de paiement');
    expect((await browsed(url, { act: 'save', number: CARD })).location).toBe(
      `https://shop.example/billing/orders/${changeId}?paymentSetup=${setupId}`,
    );
    const read = await post(stand, key, `/v1/changes/${changeId}/payment-setup/${setupId}`, 'fr');
    expect(read).toMatchObject({
      status: 200,
      body: { status: 'completed', text: expect.stringMatching(/enregistrées/) },
    });
    const page = gateway.engine.book.pages.withReference(`acme:${changeId}:setup-page:${setupId}`);
    const secrets = ['4242', url, page?.method ?? 'no token'];
    expect(secrets.filter((secret) => stand.logged().includes(secret))).toEqual([]);
    expect(stand.logged()).toContain(setupId);
    const answers = JSON.stringify([opened.body, read.body]);
    expect(answers).not.toContain(page?.method ?? '');
  });

  it('the settings of the seller decide where the page leads back to, before those of the environment', async () => {
    const { stand, key, changeId } = await atCheckout({});
    const settings = { ...(await stand.store.settings.read('acme')), billingCentreUrl: 'https://seller.example/b/' };
    await stand.store.settings.append({
      ...{ tenantId: 'acme', version: 1, values: settings, at: new Date(), by: 'o', requestedBy: null },
      ...{ reasonCode: 'test', reason: 'where pages are', changes: [] },
    });
    const { url, setupId } = (await post(stand, key, `/v1/changes/${changeId}/payment-setup`)).body;
    expect((await browsed(url, { act: 'cancel' })).location).toBe(
      `https://seller.example/b/orders/${changeId}?paymentSetup=${setupId}`,
    );
  });

  it.each([
    ['no gateway', { paymentPages: null }],
    ['no ring of keys', { keyRing: undefined }],
  ])('an API with %s says that it has no such page', async (_, app) => {
    const { stand, key, changeId } = await atCheckout(app);
    const reply = await post(stand, key, `/v1/changes/${changeId}/payment-setup`);
    expect(reply).toMatchObject({ status: 503, body: { code: 'payment_page_unavailable' } });
    expect(reply.headers.get('retry-after')).toBe('5');
  });

  it('a page is opened for whoever may buy, and not more often than the gateway can bear', async () => {
    const { stand, key, changeId } = await atCheckout({});
    const path = `/v1/changes/${changeId}/payment-setup`;
    const [admin, foreign] = [
      await stand.key('seat_admin', { userId: 'user_1' }),
      await stand.key('service', { tenantId: 'other' }),
    ];
    const headers = { 'idempotency-key': 'by-a-seat-admin' };
    expect(await request(stand, 'POST', path, { key: admin, headers })).toMatchObject({ status: 403 });
    expect((await post(stand, foreign, path)).status).toBe(404);
    expect(
      (await request(stand, 'POST', path, { key, headers: { 'avenant-on-behalf-of': 'user_1' } })).body,
    ).toMatchObject({
      code: 'idempotency_key_missing',
    });
    const { person } = PER_MINUTE['payment-page'];
    const replies = await Promise.all(Array.from({ length: person + 1 }, () => post(stand, key, path)));
    expect(replies.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(person);
    expect(replies.find(({ status }) => status === 429)?.body).toMatchObject({ code: 'too_many_requests' });
  });
});
