import { randomUUID } from 'node:crypto';
import type { OrderView } from '../../../workflows/contract';
import { sampleView } from '../../store/orders/sample-view';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from '../stand';
import { ACCOUNT, bringIn, SUBSCRIPTION } from './facts';

let stand: ServerStand;
let key: string;

beforeAll(async () => {
  stand = await startServerStand();
  key = await stand.key('service');
  await bringIn(stand, key);
});
afterAll(() => stand.stop());

const get = (path: string): Promise<Reply> => request(stand, 'GET', path, { key });
const put = (path: string, body: unknown): Promise<Reply> => request(stand, 'PUT', path, { key, body });

describe('facts of the system of record', () => {
  it('facts are replaced by newer versions only', async () => {
    const again = await put('/v1/accounts/acc_1', ACCOUNT);
    expect(again.body).toEqual({ status: 'unchanged', version: 1 });
    const altered = await put('/v1/accounts/acc_1', { ...ACCOUNT, pastDue: true });
    expect(altered.body).toMatchObject({ status: 409, code: 'version_conflict', storedVersion: 1 });
    expect((await stand.store.accounts.find('acme', 'acc_1'))?.pastDue).toBe(false);
    const newer = await put('/v1/accounts/acc_1', { ...ACCOUNT, locale: 'en', version: 2 });
    expect(newer.body).toEqual({ status: 'stored', version: 2 });
    expect((await put('/v1/accounts/acc_1', ACCOUNT)).status).toBe(409);
  });

  it('a version after which nothing newer could come is refused, and one that is an instant is not', async () => {
    const inDays = (days: number) => (Date.now() + days * 86_400_000) * 1_000;
    await put('/v1/accounts/acc_versions', ACCOUNT);
    const bring = (version: number) => put('/v1/carts/acc_versions', { currency: 'EUR', items: [], version });
    for (const version of [Number.MAX_SAFE_INTEGER, inDays(2)]) {
      const { status, body } = await bring(version);
      expect([status, body.errors]).toEqual([422, [expect.objectContaining({ pointer: '/version' })]]);
    }
    for (const version of [Date.now(), inDays(0)]) expect((await bring(version)).status).toBe(200);
  });

  it('a subscription of an account or a product that nobody knows is refused, and so is a cart', async () => {
    const stranger = { ...SUBSCRIPTION, accountId: 'acc_nobody', productId: 'nothing' };
    const { status, body } = await put('/v1/subscriptions/sub_stray', stranger);
    expect([status, body.errors]).toEqual([
      422,
      ['/accountId', '/productId'].map((pointer) => ({
        pointer,
        code: 'unknown_fact',
        detail: expect.stringMatching(/first/),
      })),
    ]);
    expect((await get('/v1/subscriptions/sub_stray')).status).toBe(404);
    const cart = await put('/v1/carts/acc_nobody', { currency: 'EUR', items: [], version: 1 });
    expect([cart.status, cart.body.errors?.[0].pointer]).toEqual([422, '/accountId']);
  });

  it('facts that contradict each other are refused with their field', async () => {
    const [line] = SUBSCRIPTION.billedLines;
    const contradictory = {
      ...SUBSCRIPTION,
      version: 2,
      anchorDate: '2026-11-15',
      billedLines: [{ ...line, startsAt: '2026-11-12T09:00:00Z' }],
    };
    const { status, body } = await put('/v1/subscriptions/sub_1', contradictory);
    expect({ status, errors: body.errors }).toMatchObject({
      status: 422,
      errors: [
        { pointer: '/anchorDay', detail: '10 is not the day of anchorDate 2026-11-15.' },
        { pointer: '/billedLines/0/startsAt' },
      ],
    });
  });

  it('a line keeps the instant at which it starts', async () => {
    const billedLines = [{ ...SUBSCRIPTION.billedLines[0], startsAt: '2026-11-10T17:00:00Z' }];
    await put('/v1/subscriptions/sub_dated', { ...SUBSCRIPTION, billedLines });
    expect((await get('/v1/subscriptions/sub_dated')).body.billedLines).toEqual(billedLines);
  });

  it('an end and a pause that are set come in, are shown, and are gone with a version that has none', async () => {
    const path = '/v1/subscriptions/sub_ending';
    const set = { endsOn: '2027-01-10', pausesOn: '2026-12-10', resumesOn: '2026-12-20' };
    expect((await put(path, { ...SUBSCRIPTION, ...set })).status).toBe(200);
    expect((await get(path)).body).toMatchObject(set);
    expect((await put(path, { ...SUBSCRIPTION, version: 2 })).status).toBe(200);
    const { body } = await get(path);
    for (const fact of Object.keys(set)) expect(body).not.toHaveProperty(fact);
    const { body: wrong } = await put(path, {
      ...SUBSCRIPTION,
      ...set,
      resumesOn: '2026-12-10',
      endsOn: 'never',
      version: 3,
    });
    expect(wrong.errors).toMatchObject([{ pointer: '/endsOn' }]);
    const reversed = await put(path, { ...SUBSCRIPTION, ...set, resumesOn: '2026-12-10', version: 3 });
    expect(reversed.body.errors).toMatchObject([{ pointer: '/resumesOn' }]);
  });

  it('facts belong to the tenant of the key', async () => {
    const other = await stand.key('service', { tenantId: 'other' });
    await request(stand, 'PUT', '/v1/accounts/acc_1', { key: other, body: { ...ACCOUNT, country: 'DE', version: 9 } });
    expect((await stand.store.accounts.find('acme', 'acc_1'))?.country).toBe('FR');
    expect((await stand.store.accounts.find('other', 'acc_1'))?.country).toBe('DE');
  });

  it('facts are shown without their tenant', async () => {
    const { body } = await get('/v1/subscriptions/sub_1');
    expect(body).toMatchObject({ subscriptionId: 'sub_1', seats: 5, assignedSeats: 0, freeSeats: 5 });
    expect(body).not.toHaveProperty('tenantId');
  });

  it('a cart is stored, shown and emptied', async () => {
    const cart = {
      currency: 'EUR',
      items: [{ itemId: 'item_1', description: 'Headset', amount: '49.90' }],
      version: 1,
    };
    expect((await put('/v1/carts/acc_1', cart)).status).toBe(200);
    expect((await get('/v1/carts/acc_1')).body).toEqual({ ...cart, accountId: 'acc_1' });
    expect((await put('/v1/carts/acc_1', { ...cart, items: [], version: 2 })).status).toBe(200);
    expect((await get('/v1/carts/acc_1')).body.items).toEqual([]);
  });
});

describe('a preview', () => {
  const preview = (body: object, person = 'user_1'): Promise<Reply> =>
    request(stand, 'POST', '/v1/quotes', { key, body, headers: { 'avenant-on-behalf-of': person } });

  it('a preview prices a change with its arithmetic and leaves no trace', async () => {
    const { status, body } = await preview({ changes: [{ subscriptionId: 'sub_1', seats: 8 }] });
    expect(status).toBe(200);
    expect(body.route).toBe('self_serve');
    const { quote } = body;
    expect(quote.lines.map(({ kind }: { kind: string }) => kind)).toEqual(['credit', 'charge']);
    expect(quote.lines[1].text).toContain('8');
    expect(quote.rateIncreases).toBe(true);
    expect(quote.dueToday.currency).toBe('EUR');
    expect(quote.explanation.totals.length).toBeGreaterThan(0);
    expect((await get('/v1/changes')).body.items).toEqual([]);
    const held = await stand.store.subscriptions.findHeld({ tenantId: 'acme', subscriptionId: 'sub_1' });
    expect(held).toMatchObject({ openChange: null, reservation: null });
  });

  it('a preview takes the very body that an order is started with', async () => {
    const alone = await preview({ subscriptionId: 'sub_1', seats: 8 });
    const listed = await preview({ changes: [{ subscriptionId: 'sub_1', seats: 8 }] });
    expect([alone.status, alone.body.quote.total]).toEqual([200, listed.body.quote.total]);
    const both = await preview({ subscriptionId: 'sub_1', changes: [{ subscriptionId: 'sub_1', seats: 8 }] });
    expect(both.body).toMatchObject({ status: 422, errors: [{ pointer: '/changes' }] });
  });

  it.each([
    [{ subscriptionId: 'sub_1', tierId: 'platinum' }, 'user_1', 422, 'unknown_tier'],
    [{ subscriptionId: 'sub_1', seats: 5 }, 'user_1', 422, 'nothing_to_change'],
    [{ subscriptionId: 'sub_1', liftEnd: true }, 'user_1', 422, 'nothing_to_change'],
    [{ subscriptionId: 'sub_1', seats: 6, liftEnd: true }, 'user_1', 422, 'end_lifted_alone'],
    [{ subscriptionId: 'sub_1', seats: 101 }, 'user_1', 422, 'seats_out_of_range'],
    [{ subscriptionId: 'sub_1', seats: 8, expectedSeats: 4 }, 'user_1', 409, 'subscription_moved'],
    [{ subscriptionId: 'sub_1', seats: 8 }, 'user_2', 403, 'not_billing_contact'],
    [{ subscriptionId: 'sub_9', seats: 8 }, 'user_1', 404, 'subscription_not_found'],
  ])('a preview of %j by %s is refused with %i %s', async (change, person, status, code) => {
    expect((await preview({ changes: [change] }, person)).body).toMatchObject({ status, code });
  });
});

describe('seats', () => {
  const headers = { 'avenant-on-behalf-of': 'user_2' };
  const seat = (method: string, userId: string, person = 'user_2'): Promise<Reply> =>
    request(stand, method, `/v1/subscriptions/sub_1/seats/${userId}`, {
      key,
      headers: { 'avenant-on-behalf-of': person },
    });

  it('seats are assigned as far as they were bought, listed and taken back', async () => {
    for (const user of ['ada', 'bob', 'cleo', 'dan', 'eve']) expect((await seat('PUT', user)).status).toBe(204);
    expect((await seat('PUT', 'ada')).status).toBe(204);
    const full = await seat('PUT', 'fay');
    expect(full.body).toMatchObject({ status: 409, code: 'no_free_seat', seats: 5, assigned: 5 });

    const first = await request(stand, 'GET', '/v1/subscriptions/sub_1/seats?limit=3', { key, headers });
    expect(first.body).toMatchObject({ bought: 5, assigned: 5, free: 0 });
    expect(first.body.items.map(({ userId }: { userId: string }) => userId)).toEqual(['ada', 'bob', 'cleo']);
    const second = await get(`/v1/subscriptions/sub_1/seats?limit=3&cursor=${first.body.next}`);
    expect(second.body).toMatchObject({ items: [{ userId: 'dan' }, { userId: 'eve' }], next: null });

    expect((await seat('DELETE', 'bob')).status).toBe(204);
    expect((await seat('DELETE', 'bob')).status).toBe(204);
    expect((await seat('PUT', 'fay')).status).toBe(204);
    expect((await get('/v1/subscriptions/sub_1')).body).toMatchObject({ assignedSeats: 5, freeSeats: 0 });
  });

  it('assigned seats never exceed those that were bought, also when many are assigned at once', async () => {
    await put('/v1/subscriptions/sub_2', { ...SUBSCRIPTION, seats: 3 });
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        request(stand, 'PUT', `/v1/subscriptions/sub_2/seats/user_${index}`, { key, headers }),
      ),
    );
    expect(replies.filter(({ status }) => status === 204)).toHaveLength(3);
    expect((await get('/v1/subscriptions/sub_2/seats')).body).toMatchObject({ assigned: 3, free: 0 });
  });

  const BODIES: [string, unknown, string, Record<string, string>?][] = [
    ['a field that nobody asked for', { role: 'support' }, 'invalid_request'],
    ['no JSON', '{bad', 'malformed_json'],
    ['no object', [1], 'body_not_an_object'],
    ['another kind of text', 'role=support', 'unsupported_media_type', { 'content-type': 'text/plain' }],
    ['a card number', { note: '4111 1111 1111 1111' }, 'card_data_refused'],
  ];
  it.each(BODIES)('seats are not changed by a request that brings %s', async (_, body, code, more = {}) => {
    for (const method of ['PUT', 'DELETE']) {
      const path = '/v1/subscriptions/sub_1/seats/ada';
      const reply = await request(stand, method, path, { key, body, headers: { ...headers, ...more } });
      expect([method, reply.body.code]).toEqual([method, code]);
    }
    const { items } = (await request(stand, 'GET', '/v1/subscriptions/sub_1/seats', { key, headers })).body;
    expect(items.map(({ userId }: { userId: string }) => userId)).toContain('ada');
  });

  it('seats are changed by a request that brings an object without fields', async () => {
    const sent = { key, body: {}, headers };
    expect((await request(stand, 'PUT', '/v1/subscriptions/sub_1/seats/ada', sent)).status).toBe(204);
  });

  it.each(['4111111111111111', '4111%201111%201111%201111'])(
    'a seat is not given to a card number: %s',
    async (number) => {
      const reply = await seat('PUT', number);
      expect(reply.status).toBe(422);
      expect(reply.body).toMatchObject({ code: 'card_data_refused' });
      expect(JSON.stringify((await get('/v1/subscriptions/sub_1/seats')).body)).not.toMatch(/4111.{0,3}1111/);
      expect(stand.logged()).not.toMatch(/4111.{0,3}1111/);
    },
  );

  it('seats are managed by billing contacts and seat administrators only', async () => {
    expect((await seat('PUT', 'ada', 'user_1')).status).toBe(204);
    expect((await seat('PUT', 'ada', 'user_9')).status).toBe(404);
    expect((await request(stand, 'PUT', '/v1/subscriptions/sub_1/seats/ada', { key })).body.code).toBe(
      'on_behalf_of_missing',
    );
  });
});

describe('the ledger', () => {
  it('a ledger is empty at first', async () => {
    expect((await get('/v1/accounts/acc_1/ledger')).body).toEqual({
      accountId: 'acc_1',
      balance: { amount: '0.00', currency: 'EUR' },
      items: [],
      next: null,
    });
  });

  it('a ledger is read page by page', async () => {
    const append = {
      tenantId: 'acme',
      accountId: 'acc_1',
      changeId: 'chg_1',
      at: new Date(),
      references: ['a', 'b', 'c'],
    };
    await stand.store.ledger.append({
      ...append,
      place: () =>
        append.references.map((reference, index) => ({
          ...{ reference, kind: 'credit', amount: '1.00', currency: 'EUR' },
          ...{ sequence: index + 1, balanceAfter: `${index + 1}.00` },
        })),
    });
    const first = await get('/v1/accounts/acc_1/ledger?limit=2');
    expect(first.body.balance).toEqual({ amount: '3.00', currency: 'EUR' });
    expect(first.body.items.map(({ sequence }: { sequence: number }) => sequence)).toEqual([1, 2]);
    const second = await get(`/v1/accounts/acc_1/ledger?limit=2&cursor=${first.body.next}`);
    const balanceAfter = { amount: '3.00', currency: 'EUR' };
    expect(second.body.items).toMatchObject([{ sequence: 3, text: 'Credit for an unused part', balanceAfter }]);
    expect(second.body.next).toBeNull();
  });

  it('a ledger is read page by page from its newest movement too, and a place in one order is none in the other', async () => {
    const sequences = ({ body }: Reply): number[] => body.items.map(({ sequence }: { sequence: number }) => sequence);
    const first = await get('/v1/accounts/acc_1/ledger?order=desc&limit=2');
    expect(sequences(first)).toEqual([3, 2]);
    const second = await get(`/v1/accounts/acc_1/ledger?order=desc&limit=2&cursor=${first.body.next}`);
    expect([sequences(second), second.body.next]).toEqual([[1], null]);
    const other = await get(`/v1/accounts/acc_1/ledger?limit=2&cursor=${first.body.next}`);
    expect(other.body.code).toBe('invalid_cursor');
    expect((await get('/v1/accounts/acc_1/ledger?order=sideways')).status).toBe(400);
  });
});

describe('the list of orders', () => {
  const project = (changeId: string, at: string, more: Partial<OrderView> = {}) =>
    stand.store.orders.project(sampleView({ state: 'reviewing', at, ...more }, { tenantId: 'acme', changeId }));

  const listed = (reply: Reply): string[] => reply.body.items.map(({ changeId }: { changeId: string }) => changeId);

  it('the list of orders comes in pages, the latest first, and can be narrowed', async () => {
    for (let day = 1; day <= 5; day += 1) await project(`chg_${day}`, `2026-11-0${day}T10:00:00Z`);
    await project('chg_6', '2026-11-06T10:00:00Z', { state: 'applying.stuck', tags: ['settled', 'stuck'] });
    const first = await get('/v1/changes?limit=4');
    expect(listed(first)).toEqual(['chg_6', 'chg_5', 'chg_4', 'chg_3']);
    expect(first.headers.get('link')).toContain('rel="next"');
    const second = await get(`/v1/changes?limit=4&cursor=${first.body.next}`);
    expect(listed(second)).toEqual(['chg_2', 'chg_1']);
    expect(second.body.next).toBeNull();
    expect(listed(await get('/v1/changes?stuck=true'))).toEqual(['chg_6']);
    expect(listed(await get('/v1/changes?state=reviewing&limit=2'))).toEqual(['chg_5', 'chg_4']);
    expect(listed(await get('/v1/changes?updatedSince=2026-11-05T00:00:00Z'))).toEqual(['chg_6', 'chg_5']);
  });

  it('the list of orders does not take the cursor of another list or tenant', async () => {
    const { next } = (await get('/v1/changes?limit=2')).body;
    expect((await get(`/v1/changes?state=reviewing&cursor=${next}`)).body.code).toBe('invalid_cursor');
    const other = await stand.key('service', { tenantId: 'other' });
    const stolen = await request(stand, 'GET', `/v1/changes?cursor=${next}`, { key: other });
    expect(stolen.body.code).toBe('invalid_cursor');
    const [payload = '', mac = ''] = String(next).split('.');
    const turned = `${payload}.${mac.slice(0, -2)}${mac.endsWith('AA') ? 'BB' : 'AA'}`;
    expect((await get(`/v1/changes?cursor=${turned}`)).body.code).toBe('invalid_cursor');
  });
});

describe('an absent order', () => {
  it('an absent order is not found', async () => {
    expect((await get(`/v1/changes/chg_${randomUUID()}`)).body.code).toBe('not_found');
    const event = { key, body: { type: 'CANCEL' }, headers: commandFor('user_1') };
    expect((await request(stand, 'POST', '/v1/changes/chg_absent/events', event)).body.code).toBe('not_found');
  });
});

describe('mails', () => {
  it('mails are shown to developers only', async () => {
    expect((await get('/v1/outbox')).body).toEqual({ items: [] });
    const production = await startServerStand({ app: { development: false } });
    const reply = await request(production, 'GET', '/v1/outbox', { key: await production.key('service') });
    expect(reply.status).toBe(404);
    await production.stop();
  });
});
