import { rawDatabase } from '../../store/test-store';
import { ACCOUNT, bringIn, SUBSCRIPTION } from '../facts/facts';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from '../stand';

let stand: ServerStand;
let service: string;
let contact: string;
let admin: string;

const AT = '2026-03-12T10:00:00Z';

beforeAll(async () => {
  stand = await startServerStand();
  service = await stand.key('service');
  contact = await stand.key('billing_contact', { userId: 'user_1' });
  admin = await stand.key('seat_admin', { userId: 'user_2' });
  await bringIn(stand, service);
  await bringPerson('helene', 'Hélène Ferré', ['acc_1']);
  await bringPerson('user_2', 'Bruno Petit', []);
  await bringPerson('karl', 'Karl Stranger', ['acc_other']);
  await bringPerson('zoe', 'Zoé Last', ['acc_1', 'acc_other']);
});
afterAll(() => stand.stop());

const send = (method: string, path: string, key: string, body?: object): Promise<Reply> =>
  request(stand, method, path, { key, ...(body === undefined ? {} : { body }) });
const bringPerson = (personId: string, name: string, accountIds?: string[], asOf = AT): Promise<Reply> =>
  send('PUT', `/v1/people/${personId}`, service, {
    ...{ name, mailAddress: `${personId}@example.com`, locale: 'fr', asOf },
    ...(accountIds === undefined ? {} : { accountIds }),
  });
const people = (query = '', key = contact): Promise<Reply> => send('GET', `/v1/accounts/acc_1/people${query}`, key);
const idsIn = ({ body }: Reply): string[] => body.items.map(({ personId }: { personId: string }) => personId);

describe('the people of an account', () => {
  it('the people of an account are those on file as belonging to it and those who look after it, and no others', async () => {
    const { body } = await people();
    expect(body.items).toMatchObject([
      ...[{ personId: 'helene', name: 'Hélène Ferré', mailAddress: 'helene@example.com', roles: [], hasSeat: null }],
      { personId: 'user_1', name: null, mailAddress: null, roles: ['billing_contact'], hasSeat: null },
      ...[
        {
          personId: 'user_2',
          name: 'Bruno Petit',
          mailAddress: 'user_2@example.com',
          roles: ['seat_admin'],
          hasSeat: null,
        },
      ],
      { personId: 'zoe', name: 'Zoé Last', mailAddress: 'zoe@example.com', roles: [], hasSeat: null },
    ]);
  });

  it.each([
    ['helene', ['helene']],
    ['FERRÉ', ['helene']],
    ['bruno p', ['user_2']],
    ['@example', ['helene', 'user_2', 'zoe']],
    ['.*', []],
    ['karl', []],
  ])('the people of an account are found by a part of id, name or address: %s', async (search, ids) => {
    expect(idsIn(await people(`?search=${encodeURIComponent(search)}`))).toEqual(ids);
  });

  it('the people of an account come in pages, each once', async () => {
    const first = await people('?limit=3');
    expect(idsIn(first)).toEqual(['helene', 'user_1', 'user_2']);
    const second = await people(`?limit=3&cursor=${first.body.next}`);
    expect([idsIn(second), second.body.next]).toEqual([['zoe'], null]);
  });

  it('the people of an account come with their seats of a subscription, which must be its own', async () => {
    await send('PUT', '/v1/accounts/acc_other', service, { ...ACCOUNT, billingContactIds: ['user_1'] });
    await send('PUT', '/v1/subscriptions/sub_other', service, { ...SUBSCRIPTION, accountId: 'acc_other' });
    await send('PUT', '/v1/subscriptions/sub_1/seats/zoe', contact);
    const { body } = await people('?subscriptionId=sub_1');
    const seated = body.items.map(({ personId, hasSeat }: Record<string, unknown>) => [personId, hasSeat]);
    expect(seated).toContainEqual(['zoe', true]);
    expect(seated).toContainEqual(['helene', false]);
    expect((await people('?subscriptionId=sub_other')).status).toBe(404);
    const list = await send('GET', '/v1/subscriptions/sub_1/seats', contact);
    expect(list.body.items).toMatchObject([{ userId: 'zoe', name: 'Zoé Last' }]);
  });

  it('the people of an account are told to a seat administrator with their addresses masked, and to no stranger', async () => {
    const { body } = await people('?search=zoe', admin);
    expect(body.items).toMatchObject([{ name: 'Zoé Last', mailAddress: 'z***@example.com' }]);
    const stranger = await stand.key('billing_contact', { userId: 'user_7' });
    expect((await people('', stranger)).status).toBe(404);
    expect(stand.logged()).not.toMatch(/Ferré|example\.com/);
  });

  it('the people of an account stay when a person is told of without accounts, and are gone with who leaves', async () => {
    await bringPerson('mover', 'Milo Mover', ['acc_1']);
    await bringPerson('mover', 'Milo Renamed', undefined, '2026-03-12T11:00:00Z');
    expect((await people('?search=renamed')).body.items).toMatchObject([{ personId: 'mover' }]);
    const gone = { name: null, mailAddress: null, locale: null, hasLeft: true };
    const asOf = new Date('2026-03-12T12:00:00Z');
    await stand.store.people.record({ tenantId: 'acme', personId: 'mover', ...gone, asOf });
    expect(idsIn(await people('?search=mover'))).toEqual([]);
  });

  it('the people of an account of ten thousand are searched and paged all the same', async () => {
    const raw = await rawDatabase(stand.databaseName);
    await raw.db.collection('people').insertMany(
      Array.from({ length: 10_000 }, (_, place) => ({
        ...{ tenantId: 'acme', personId: `many_${String(place).padStart(5, '0')}`, name: `Person ${place}` },
        ...{ mailAddress: null, locale: 'fr', hasLeft: false, asOf: new Date(AT), accountIds: ['acc_1'] },
        searchText: `many_${place}\nperson ${place}`,
      })),
    );
    await raw.close();
    const page = await people('?limit=100');
    expect(page.body.items.length).toBe(100);
    const searched = await people('?search=person%209999');
    expect([searched.status, searched.body.code]).toEqual([200, undefined]);
    expect(idsIn(searched)).toEqual(['many_09999']);
    expect((await people('?limit=101')).status).toBe(400);
  });
});

describe('seats for many at once', () => {
  const assign = (userIds: string[], key = contact, headers = {}): Promise<Reply> =>
    request(stand, 'PUT', '/v1/subscriptions/sub_many/seats', { key, body: { userIds }, headers });
  const resultsIn = ({ body }: Reply): string[] => body.results.map(({ result }: { result: string }) => result);

  beforeAll(async () => {
    await send('PUT', '/v1/subscriptions/sub_many', service, { ...SUBSCRIPTION, seats: 3 });
    for (const id of ['ada', 'bob', 'cleo', 'dan']) await bringPerson(id, `Name of ${id}`, ['acc_1']);
    const gone = { name: null, mailAddress: null, locale: null, hasLeft: true };
    await stand.store.people.record({ tenantId: 'acme', personId: 'gus', ...gone, asOf: new Date(AT) });
  });

  it('seats for many go to those who were named first, and each hears what became of theirs', async () => {
    const first = await assign(['ada', 'nobody_known', 'gus', 'bob']);
    expect([first.status, resultsIn(first)]).toEqual([200, ['assigned', 'unknown_person', 'left', 'assigned']]);
    expect(first.body).toMatchObject({ bought: 3, assigned: 2, free: 1 });
    const again = await assign(['bob', 'cleo', 'dan', 'ada'], admin);
    expect(resultsIn(again)).toEqual(['already_assigned', 'assigned', 'no_free_seat', 'already_assigned']);
    expect(again.body).toMatchObject({ bought: 3, assigned: 3, free: 0 });
  });

  it.each([
    ['en', 'No seat is free.'],
    ['fr', 'Aucun poste n’est libre.'],
  ])('seats for many are told of in words, in %s', async (language, text) => {
    const { body } = await assign(['dan'], contact, { 'accept-language': language });
    expect(body.results).toEqual([{ userId: 'dan', result: 'no_free_seat', text }]);
  });

  it('seats for many are refused as a whole only where the request is wrong', async () => {
    expect((await assign([])).status).toBe(422);
    expect((await assign(Array.from({ length: 101 }, (_, place) => `u_${place}`))).status).toBe(422);
    const twice = await assign(['ada', 'ada']);
    expect(twice.body.errors).toEqual([expect.objectContaining({ pointer: '/userIds' })]);
    const stranger = await stand.key('seat_admin', { userId: 'user_7' });
    expect((await assign(['ada'], stranger)).status).toBe(404);
    expect((await assign(['ada'], service)).body.code).toBe('on_behalf_of_missing');
    expect((await assign(['ada'], service, commandFor('user_2'))).status).toBe(200);
    await send('PUT', '/v1/subscriptions/sub_over', service, { ...SUBSCRIPTION, status: 'ended' });
    const over = await send('PUT', '/v1/subscriptions/sub_over/seats', contact, { userIds: ['ada'] });
    expect(over.body.code).toBe('subscription_not_active');
  });

  it('seats for many that support assigns are on record once, with whom they were for', async () => {
    const support = await stand.key('support_agent', { userId: 'agnes' });
    await assign(['ada', 'bob'], support);
    const span = { tenantId: 'acme', from: new Date(0), to: new Date(Date.now() + 60_000) };
    const deeds = (await stand.store.audit.listSpan(span, 50)).filter(({ action }) => action === 'ASSIGN_SEATS');
    expect(deeds.map(({ facts }) => facts)).toEqual([{ subscriptionId: 'sub_many', userIds: 'ada bob' }]);
  });
});
