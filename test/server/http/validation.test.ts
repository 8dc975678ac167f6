import { timesAsLong } from '../../support/times-as-long';
import { ACCOUNT, bringIn, PRODUCT, SUBSCRIPTION } from '../facts/facts';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from '../stand';

let stand: ServerStand;
let key: string;

beforeAll(async () => {
  stand = await startServerStand();
  key = await stand.key('service');
  await bringIn(stand, key);
});
afterAll(() => stand.stop());

const start = (body: unknown): Promise<Reply> =>
  request(stand, 'POST', '/v1/changes', { key, body, headers: commandFor('user_1') });

const put = (path: string, body: unknown): Promise<Reply> => request(stand, 'PUT', path, { key, body });

const pointers = (reply: Reply): string[] => reply.body.errors.map(({ pointer }: { pointer: string }) => pointer);

const [LINE] = SUBSCRIPTION.billedLines;
const billed = (parts: object) => ({ billedLines: [{ ...LINE, ...parts }] });

/** Neither a regular expression nor the name of a text that nobody has written. */
const IN_WORDS = /^(?!.*\/\^)(?!\w+\.\w+$).*\w/;

const expectWrong = (reply: Reply, expected: string[]): void => {
  expect(reply.body).toMatchObject({ status: 422, code: 'invalid_request' });
  expect(pointers(reply).sort()).toEqual([...expected].sort());
  for (const { detail } of reply.body.errors) expect(detail).toMatch(IN_WORDS);
};

describe('abuse 1: an amount that is no amount', () => {
  const amounts = [
    '1e10000000',
    '0x1f',
    '0b101',
    'Infinity',
    'NaN',
    '1_000',
    '.5',
    '+5',
    '-1',
    '1.23456',
    ' 1',
    '1e3',
    '',
  ];

  it.each([...amounts, '1234567890123', 12.5, null, { $gt: '' }, ['1']])(
    'an amount that is no amount is refused: %j',
    async (amount) => {
      const cart = { currency: 'EUR', items: [{ itemId: 'item_1', description: 'Headset', amount }], version: 1 };
      expectWrong(await put('/v1/carts/acc_1', cart), ['/items/0/amount']);
      expect(await stand.store.carts.find('acme', 'acc_1')).toBeNull();
    },
  );

  it('an amount as a number that JSON cannot hold is refused', async () => {
    const cart = '{"currency":"EUR","items":[{"itemId":"i","description":"d","amount":1e400}],"version":1}';
    expectWrong(await put('/v1/carts/acc_1', cart), ['/items/0/amount']);
  });

  it('an amount with an enormous exponent costs no time', async () => {
    const cart = { currency: 'EUR', items: [{ itemId: 'i', description: 'd', amount: '1e10000000' }], version: 1 };
    const noCart = { ...cart, items: [{ itemId: 'i', description: 'd', amount: '' }] };
    expect(
      await timesAsLong(
        () => put('/v1/carts/acc_1', cart),
        () => put('/v1/carts/acc_1', noCart),
      ),
    ).toBeLessThan(5);
  });

  it('an amount that is no amount is refused in a price and in a billed line as well', async () => {
    const product = structuredClone(PRODUCT) as { tiers: { prices: { bands: { unitPrice: unknown }[] }[] }[] };
    const band = product.tiers[0]?.prices[0]?.bands[0];
    if (band) band.unitPrice = 55;
    expectWrong(await put('/v1/catalog/meeting', { ...product, version: 2 }), ['/tiers/0/prices/0/bands/0/unitPrice']);
    const [line] = SUBSCRIPTION.billedLines;
    const subscription = { ...SUBSCRIPTION, version: 2, billedLines: [{ ...line, amount: 275 }] };
    expectWrong(await put('/v1/subscriptions/sub_1', subscription), ['/billedLines/0/amount']);
  });
});

describe('abuse 2: seats that are no number of seats', () => {
  it.each(['-1', '0', '0.5', '1e20', '"5"', '9007199254740992', '1000001', 'null', '[5]', 'true'])(
    'seats that are no number of seats are refused: %s',
    async (seats) => {
      expectWrong(await start(`{"subscriptionId":"sub_1","seats":${seats}}`), ['/seats']);
    },
  );
});

describe('a request with several mistakes', () => {
  it('a request with several mistakes learns of all of them at once', async () => {
    const reply = await start({
      seats: -1,
      tierId: 'a tier',
      frequency: 'weekly',
      colour: 'red',
      expectedSeats: 'five',
    });
    expectWrong(reply, ['/subscriptionId', '/seats', '/tierId', '/frequency', '/colour', '/expectedSeats']);
    expect(reply.body.errors).toContainEqual({
      pointer: '/colour',
      code: 'unknown_field',
      detail: expect.stringContaining('colour'),
    });
  });

  it('a request with thousands of mistakes is told twenty of them and how many more there are', async () => {
    const unknown = Object.fromEntries(Array.from({ length: 6_000 }, (_, index) => [`field${index}`, index]));
    const reply = await start({ seats: 8, subscriptionId: 'sub_1', ...unknown });
    expectWrong(
      reply,
      Array.from({ length: 20 }, (_, index) => `/field${index}`),
    );
    expect(reply.body.moreErrors).toBe('and 5,980 more');
    expect(JSON.stringify(reply.body).length).toBeLessThan(4_000);
    const query = Array.from({ length: 500 }, (_, index) => `q${index}=1`).join('&');
    const asked = await request(stand, 'GET', `/v1/changes?${query}`, { key });
    expect([asked.status, asked.body.errors.length, asked.body.moreErrors]).toEqual([400, 20, 'and 480 more']);
  });

  it('a request cannot mix one change and several, nor name a subscription twice', async () => {
    const change = { subscriptionId: 'sub_1', seats: 8 };
    expectWrong(await start({ ...change, changes: [change] }), ['/changes']);
    expectWrong(await start({ changes: [change, { subscriptionId: 'sub_2', seats: 0 }] }), ['/changes/1/seats']);
    expectWrong(await start({ changes: [change, change] }), ['/changes']);
    expectWrong(await start({ changes: [] }), ['/changes']);
    expectWrong(await start({}), ['/subscriptionId']);
  });

  it('a mistake is told in words, in the language of whoever asks', async () => {
    const tell = async (language: string): Promise<string> => {
      const headers = { ...commandFor('user_1'), 'Accept-Language': language };
      const reply = await request(stand, 'POST', '/v1/changes', { key, body: { subscriptionId: 'a b' }, headers });
      expectWrong(reply, ['/subscriptionId']);
      return reply.body.errors[0].detail;
    };
    expect(await tell('en')).toBe(
      'Invalid id: letters, digits, "_" and "-", at most 64, beginning with a letter or digit.',
    );
    expect(await tell('fr')).toMatch(/^Identifiant invalide\s: lettres, chiffres, «\s_\s» et «\s-\s»/);
  });

  it('a mistake is told by a JSON pointer that is escaped', async () => {
    expectWrong(await start({ subscriptionId: 'sub_1', 'a/b~c': 1 }), ['/a~1b~0c']);
  });
});

describe('facts of the system of record', () => {
  it.each([
    ['a zone that is an offset', { timeZone: '+01:00' }, '/timeZone'],
    ['a zone that does not exist', { timeZone: 'Europe/Atlantis' }, '/timeZone'],
    ['a currency that does not exist', { currency: 'ZZZ' }, '/currency'],
    ['a country in lower case', { country: 'fr' }, '/country'],
    ['a code that is no country', { country: 'ZZ' }, '/country'],
    ['a union of countries', { country: 'EU' }, '/country'],
    ['a tenant of another', { tenantId: 'other' }, '/tenantId'],
    ['a user id that is an address', { billingContactIds: ['a@example.org'] }, '/billingContactIds/0'],
    ['a version that is no number', { version: '2' }, '/version'],
  ])('an account with %s is refused', async (_what, wrong, pointer) => {
    expectWrong(await put('/v1/accounts/acc_9', { ...ACCOUNT, ...wrong }), [pointer]);
    expect(await stand.store.accounts.find('acme', 'acc_9')).toBeNull();
  });

  it('a catalogue that could not be sold from is refused, with everything that is wrong in it', async () => {
    const [tier] = PRODUCT.tiers;
    const [price] = tier?.prices ?? [];
    const broken = { ...tier, minSeats: 0, prices: [{ ...price, currency: 'ZZZ' }] };
    const reply = await put('/v1/catalog/broken', { ...PRODUCT, tiers: [broken] });
    expectWrong(reply, ['/tiers/0/minSeats', '/tiers/0/prices/0/currency']);
    expect(await stand.store.products.find('acme', 'broken')).toBeNull();
  });

  it.each([
    ['a day that no calendar has', { period: { start: '2026-02-30', end: '2026-03-30' } }, '/period/start'],
    ['a period that ends before it begins', { period: { start: '2026-03-10', end: '2026-02-10' } }, '/period/end'],
    ['an unknown status', { status: 'frozen' }, '/status'],
    ['a count of assigned seats, which is ours', { assignedSeats: 3 }, '/assignedSeats'],
    ['an amount with more decimals than its currency', billed({ amount: '275.005' }), '/billedLines/0/amount'],
    ['an amount that no ledger could hold', billed({ amount: '0275.00' }), '/billedLines/0/amount'],
    ['a rate above a hundred', billed({ vatPercent: '120' }), '/billedLines/0/vatPercent'],
    ['two lines of one name', { billedLines: [LINE, LINE] }, '/billedLines/1/lineId'],
  ])('a subscription with %s is refused', async (_what, wrong, pointer) => {
    expectWrong(await put('/v1/subscriptions/sub_9', { ...SUBSCRIPTION, ...wrong }), [pointer]);
  });
});

describe('facts that would stop an order later', () => {
  it('a cart with a name twice, or with more decimals than the currency has, is refused', async () => {
    const item = { itemId: 'item_1', description: 'Headset', amount: '49' };
    const cart = (second: object) => ({ currency: 'JPY', items: [item, { ...item, ...second }], version: 9 });
    expectWrong(await put('/v1/carts/acc_1', cart({})), ['/items']);
    expectWrong(await put('/v1/carts/acc_1', cart({ itemId: 'item_2', amount: '49.5' })), ['/items/1/amount']);
    const most = Array.from({ length: 100 }, (_, index) => ({ ...item, itemId: `i${index}`, amount: '999999999999' }));
    expectWrong(await put('/v1/carts/acc_1', { ...cart({}), currency: 'EUR', items: most }), ['/items']);
  });
});

describe('abuse 24: a query', () => {
  it.each([
    'state[$ne]=x',
    'limit=1e9',
    'limit=0',
    'limit=101',
    'limit=-1',
    'limit=5&limit=6',
    'unknown=1',
    'stuck=maybe',
    'waits=payment&stuck=true',
    'updatedSince=yesterday',
    'subscriptionId=a%00b',
  ])('the query %s is refused', async (query) => {
    const reply = await request(stand, 'GET', `/v1/changes?${query}`, { key });
    expect(reply.body).toMatchObject({ status: 400, code: 'invalid_query' });
  });

  it.each(['abc', 'e30.AAAA', '.', 'x'.repeat(400)])(
    'a query with a cursor that is not ours is refused: %s',
    async (cursor) => {
      const reply = await request(stand, 'GET', `/v1/changes?cursor=${cursor}`, { key });
      expect(reply.body).toMatchObject({ status: 400, code: 'invalid_cursor' });
    },
  );

  it.each(['amount=under_100', 'sort=age&updatedSince=2026-01-01T00:00:00Z', 'country=fr', 'waits=nobody'])(
    'a query whose words do not belong together, or are none, is refused: %s',
    async (query) => {
      const reply = await request(stand, 'GET', `/v1/changes?${query}`, { key });
      expect(reply.body).toMatchObject({ status: 400, code: 'invalid_query' });
    },
  );

  it('a query with filters that no list has together is refused, and told which go together', async () => {
    const reply = await request(stand, 'GET', '/v1/changes?country=FR&gateway=stripe', { key });
    expect(reply.body).toMatchObject({ status: 422, code: 'filters_not_combined' });
    expect(reply.body.detail).toContain('country + gateway');
    expect(reply.body.offered).toContainEqual(['waits', 'country']);
    for (const names of reply.body.offered) expect(names).toEqual(expect.not.arrayContaining(['country', 'gateway']));
    const offered = '/v1/changes?waits=stuck&currency=EUR&amount=under_100&assignee=agnes&sort=age';
    expect((await request(stand, 'GET', offered, { key })).body).toEqual({ items: [], next: null });
  });

  it('a query is refused where none is known', async () => {
    const reply = await request(stand, 'GET', '/v1/subscriptions/sub_1?fields=all', { key });
    expect(reply.body).toMatchObject({ status: 400, code: 'invalid_query' });
  });
});
