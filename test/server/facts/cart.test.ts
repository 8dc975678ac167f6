import { request, type ServerStand, startServerStand } from '../stand';
import { bringIn } from './facts';

let stand: ServerStand;
let service = '';
let contact = '';

beforeAll(async () => {
  stand = await startServerStand();
  service = await stand.key('service');
  contact = await stand.key('billing_contact', { userId: 'user_1' });
  await bringIn(stand, service);
});
afterAll(() => stand.stop());

const put = (version: number) =>
  request(stand, 'PUT', '/v1/carts/acc_1', {
    key: service,
    body: {
      currency: 'EUR',
      items: ['headset', 'camera'].map((itemId) => ({ itemId, description: itemId, amount: '10.00' })),
      version,
    },
  });

const takeOut = (itemId: string, key = contact) => request(stand, 'DELETE', `/v1/carts/acc_1/items/${itemId}`, { key });

describe('a cart', () => {
  it('a cart loses an item that its customer takes out, once, and is of a later version then', async () => {
    await put(1);
    const { status, body } = await takeOut('headset');
    expect(status).toBe(200);
    expect(body).toMatchObject({ items: [{ itemId: 'camera' }], version: 2 });
    expect((await takeOut('headset')).body).toEqual(body);
    expect((await request(stand, 'GET', '/v1/carts/acc_1', { key: contact })).body).toEqual(body);
    // What the system of record sends next is newer than that.
    expect((await put(2)).body.code).toBe('version_conflict');
  });

  it('a cart that an order is being placed with keeps its items, and names the order', async () => {
    await put(10);
    await stand.store.carts.hold('acme', 'acc_1', { changeId: 'chg_7', visit: 1, version: 10 });
    const refused = await takeOut('camera');
    expect(refused).toMatchObject({ status: 409, body: { code: 'cart_reserved', changeId: 'chg_7' } });
    expect(refused.body.forPeople).toContain('what is in your cart');
    await stand.store.carts.letGo('acme', 'acc_1', { changeId: 'chg_7', visit: 1 });
    expect((await takeOut('camera')).body.items).toMatchObject([{ itemId: 'headset' }]);
  });

  it('a cart is touched by nobody but who may buy for its account, and support leaves that on record', async () => {
    const stranger = await stand.key('billing_contact', { userId: 'user_9' });
    expect((await takeOut('headset', stranger)).status).toBe(404);
    const admin = await stand.key('seat_admin', { userId: 'user_2' });
    expect((await takeOut('headset', admin)).status).toBe(403);
    expect((await takeOut('headset', await stand.key('support_agent', { userId: 'agnes' }))).status).toBe(200);
    const noted = await stand.store.audit.list('acme', new Date(Date.now() + 1_000), 10);
    expect(noted).toContainEqual(
      expect.objectContaining({ action: 'REMOVE_CART_ITEM', facts: { accountId: 'acc_1', itemId: 'headset' } }),
    );
  });
});
