import { mongo } from 'mongoose';
import type { Account } from '../../../billing/facts/types';
import type { Quote } from '../../../billing/quotes/types';
import { PER_MINUTE } from '../../../server/identity/allowances';
import { keyedHash } from '../../../store/access/keyed-hash';
import { orderWorkflowId } from '../../../workflows/contract';
import { sampleView } from '../../store/orders/sample-view';
import { inboundEvent } from '../../store/test-store';
import { type Reply, request, SECRET, type ServerStand, startServerStand } from '../stand';

/** Support finds its way: lists with pages, counts, search by any number, saved views. */

interface Row {
  changeId: string;
  accountName: string | null;
  products: string[];
}

/** The one that is being put in its place: orders were written with the other. */
const NEWER_SECRET = 'a newer search secret for nothing but tests';
const VAT_NUMBER = 'FR40303265045';
const ORDERS = 7;
const ACCOUNT: Omit<Account, 'accountId' | 'companyName'> = {
  tenantId: 'named',
  kind: 'standard',
  currency: 'EUR',
  timeZone: 'Europe/Paris',
  locale: 'fr',
  country: 'FR',
  pastDue: false,
  billingContactIds: [],
  seatAdminIds: [],
  version: 1,
};

let stand: ServerStand;
let agent: string;
let stranger: string;

beforeAll(async () => {
  stand = await startServerStand({ app: { searchSecrets: [NEWER_SECRET, SECRET] } });
  agent = await stand.key('support_agent', { userId: 'agnes' });
  stranger = await stand.key('support_agent', { userId: 'agnes', tenantId: 'other' });
  for (let index = 0; index < ORDERS; index += 1) await plant(index);
});
afterAll(() => stand.stop());

/** Orders a minute apart; the odd ones are stuck, the last one has a VAT number and a payment. */
async function plant(index: number): Promise<void> {
  const at = new Date(Date.UTC(2026, 2, 12, 10, index)).toISOString();
  const changeId = `chg_${index}`;
  const stuck = {
    step: 'reserving' as const,
    code: 'timeout' as const,
    message: 'what it said',
    attempts: 2,
    since: at,
  };
  const shown = index % 2 === 1 ? { state: 'reserving.stuck', tags: ['money', 'stuck', 'settled'] } : {};
  const details = { tenantId: 'acme', changeId, stuck: index % 2 === 1 ? stuck : null };
  const vatHash = index === ORDERS - 1 ? keyedHash([SECRET])('acme', VAT_NUMBER) : null;
  await stand.store.orders.project(sampleView({ at, ...shown }, details), { country: 'FR', gateway: null, vatHash });
}

const get = (path: string, key = agent): Promise<Reply> => request(stand, 'GET', path, { key });
const ids = ({ body }: Reply): string[] => body.items.map(({ changeId }: { changeId: string }) => changeId);

describe('a list', () => {
  it('a list is told page by page, each order once, also while orders move', async () => {
    const first = await get('/v1/changes?waits=stuck&sort=age&limit=2');
    expect(ids(first)).toEqual(['chg_1', 'chg_3']);
    await stand.store.orders.assign('acme', 'chg_1', 'agnes');
    const next = await get(`/v1/changes?waits=stuck&sort=age&limit=2&cursor=${first.body.next}`);
    expect(ids(next)).toEqual(['chg_5']);
    expect(next.body.next).toBeNull();
    const [order] = (await get('/v1/changes?assignee=agnes')).body.items;
    expect(order).toMatchObject({ changeId: 'chg_1', assignee: 'agnes', waits: 'stuck', country: 'FR' });
  });

  it('a list is narrowed by a failure of the closed list, and tells staff where to read on', async () => {
    const { body } = await get('/v1/changes?code=timeout');
    expect(body.items).toHaveLength(3);
    expect(body.items[0].stuck).toMatchObject({
      ...{ code: 'timeout', text: 'It did not answer in time.' },
      runbook: 'docs/support-runbook.md#timeout',
    });
    expect((await get('/v1/changes?code=no_such_code')).body).toMatchObject({ status: 400, code: 'invalid_query' });
  });

  it('a list takes a cursor that was made for it and no other', async () => {
    const { next } = (await get('/v1/changes?limit=2')).body;
    expect((await get(`/v1/changes?limit=3&cursor=${next}`)).status).toBe(200);
    for (const query of ['waits=stuck&', 'sort=age&', 'updatedSince=2026-01-01T00:00:00Z&']) {
      expect((await get(`/v1/changes?${query}cursor=${next}`)).body).toMatchObject({
        status: 400,
        code: 'invalid_cursor',
      });
    }
    expect((await get(`/v1/changes?cursor=${next}`, stranger)).body.code).toBe('invalid_cursor');
    const forged = `${Buffer.from('["2030-01-01T00:00:00.000Z","x"]').toString('base64url')}.${next.split('.')[1]}`;
    expect((await get(`/v1/changes?cursor=${forged}`)).body.code).toBe('invalid_cursor');
  });
});

describe('a row', () => {
  it('a row names the company and the products that its order is about, by one look-up a page', async () => {
    await stand.store.accounts.put({ ...ACCOUNT, accountId: 'acc_named', companyName: 'Atelier Nord' });
    const names = { product: 'Avenant Webinar', tierBefore: 'Starter', tierAfter: 'Professional' };
    const quote = { currency: 'EUR', dueToday: '12.00', changes: [{ names }, { names }] } as unknown as Quote;
    for (const changeId of ['chg_named', 'chg_too']) {
      const view = sampleView({}, { tenantId: 'named', changeId, accountId: 'acc_named', quote });
      await stand.store.orders.project(view);
    }
    await stand.store.orders.project(sampleView({}, { tenantId: 'named', changeId: 'chg_bare', accountId: 'acc_9' }));
    const key = await stand.key('support_agent', { userId: 'agnes', tenantId: 'named' });
    const looked = jest.spyOn(stand.store.accounts, 'listNames');
    const { body } = await get('/v1/changes', key);
    expect(looked).toHaveBeenCalledTimes(1);
    looked.mockRestore();
    const rows = body.items.map(({ changeId, accountName, products }: Row) => [changeId, accountName, products]);
    expect(rows).toEqual([
      ['chg_too', 'Atelier Nord', ['Avenant Webinar']],
      ['chg_named', 'Atelier Nord', ['Avenant Webinar']],
      ['chg_bare', null, []],
    ]);
  });
});

describe('counts', () => {
  it('counts tell how many orders there are, in all and by what they wait for', async () => {
    const { body } = await get('/v1/change-counts?country=FR');
    expect(body).toMatchObject({ count: ORDERS, exact: true, text: '7' });
    const found = Object.fromEntries(body.waits.map((one: { waits: string; count: number }) => [one.waits, one.count]));
    expect(found).toMatchObject({ stuck: 3, customer: 4, payment: 0 });
    expect((await get('/v1/change-counts?waits=stuck', stranger)).body).toMatchObject({ count: 0, waits: [] });
  });

  it('counts tell the stuck orders of a list by what failed, since when, and in which step', async () => {
    const { body } = await get('/v1/change-counts?country=FR');
    expect(body.codes).toEqual([
      {
        code: 'timeout',
        title: 'It did not answer in time.',
        step: 'reserving',
        count: 3,
        exact: true,
        text: '3',
        since: '2026-03-12T10:01:00.000Z',
      },
    ]);
    expect((await get('/v1/change-counts?country=DE')).body.codes).toEqual([]);
    expect((await get('/v1/change-counts?waits=stuck')).body.codes).toMatchObject([{ code: 'timeout', count: 3 }]);
    // Codes go with none of them.
    for (const query of ['code=timeout', 'accountId=acc_1', 'waits=customer'])
      expect((await get(`/v1/change-counts?${query}`)).body.codes).toEqual([]);
  });

  it('counts tell the same where so many orders are stuck that each code is counted by itself', async () => {
    const listing = jest.spyOn(stand.store.orders, 'listStuck');
    const told = [{ code: 'timeout', step: 'reserving', count: 3, since: '2026-03-12T10:01:00.000Z' }];
    // Where none of the first ones has the code, its own are looked for; where one has, it is known since when.
    for (const [code, listed] of [
      ['unexpected', 2],
      ['timeout', 1],
    ] as const) {
      const first = { code, step: 'reserving', since: new Date('2026-03-12T10:01:00.000Z') };
      listing.mockResolvedValueOnce(Array.from({ length: 201 }, () => first));
      expect((await get('/v1/change-counts?country=FR')).body.codes).toMatchObject(told);
      expect(listing).toHaveBeenCalledTimes(listed);
      listing.mockClear();
    }
    listing.mockRestore();
  });

  it('counts of a list that ends with an instant of its own sorting end there too', async () => {
    const before = '&inStateBefore=2026-03-12T10:02:00Z';
    const { body } = await get(`/v1/change-counts?country=FR&sort=age${before}`);
    expect(body.codes).toMatchObject([{ code: 'timeout', count: 1, since: '2026-03-12T10:01:00.000Z' }]);
  });

  it('counts name no step where those that wait the longest are stuck in several', async () => {
    for (const [changeId, step] of [
      ['chg_one', 'reserving'],
      ['chg_two', 'applying'],
    ] as const) {
      const at = new Date().toISOString();
      const stuck = { step, code: 'timeout' as const, message: '', attempts: 1, since: at };
      const view = sampleView(
        { at, state: `${step}.stuck`, tags: ['stuck', 'settled'] },
        { tenantId: 'mixed', changeId, stuck },
      );
      await stand.store.orders.project(view);
    }
    const key = await stand.key('support_agent', { userId: 'agnes', tenantId: 'mixed' });
    expect((await get('/v1/change-counts', key)).body.codes).toMatchObject([{ code: 'timeout', step: null, count: 2 }]);
  });

  it('counts tell staff, and nobody else, what waits for support beside the list', async () => {
    const { store } = stand;
    const tenantId = 'desk';
    const at = new Date();
    const later = new Date(at.getTime() + 60_000);
    await store.orders.project(sampleView({}, { tenantId, changeId: 'chg_1' }));
    await store.orders.assign(tenantId, 'chg_1', 'agnes');
    const grant = {
      tenantId,
      changeId: 'chg_1',
      eventType: 'OVERRIDE',
      reasonCode: null,
      reason: null,
      evidence: null,
    } as const;
    const asked = { subject: null, requestedBy: 'lea', approvedBy: null, requestedAt: at };
    await store.grants.request({ ...grant, ...asked, grantId: 'g_open', expiresAt: later });
    await store.grants.request({ ...grant, ...asked, grantId: 'g_over', expiresAt: at });
    const item = { tenantId, kind: 'refund_request', subscriptionId: 'sub_1', facts: {}, openedAt: at } as const;
    for (const key of ['one', 'two', 'closed']) await store.supportItems.open({ ...item, key });
    await store.supportItems.close(tenantId, 'closed');
    const event = inboundEvent({ tenantId, receivedAt: at });
    await store.inboundEvents.receive(event, at);
    await store.inboundEvents.settle(event, 'dead');
    await store.seatFollowUps.goOn({ tenantId, subscriptionId: 'sub_1' }, at);
    const agnes = await stand.key('support_agent', { userId: 'agnes', tenantId });
    const { desk } = (await get('/v1/change-counts?waits=stuck', agnes)).body;
    const counts = Object.entries(desk as Record<string, { text: string }>).map(([name, { text }]) => [name, text]);
    expect(Object.fromEntries(counts)).toEqual({
      requests: '1',
      items: '2',
      inbound: '1',
      mails: '0',
      bulks: '0',
      mine: '1',
      seatFollowUps: '1',
    });
    const service = await stand.key('service', { tenantId });
    expect((await get('/v1/change-counts', service)).body.desk).toBeNull();
  });

  it('counts say 1,000+ instead of counting on', async () => {
    const counting = jest.spyOn(stand.store.orders, 'count').mockResolvedValue(1_001);
    expect((await get('/v1/change-counts')).body).toMatchObject({ count: 1_000, exact: false, text: '1,000+' });
    expect(counting).toHaveBeenCalledWith(expect.anything(), 1_001);
    counting.mockRestore();
  });
});

describe('search', () => {
  const search = (text: string, key = agent) => request(stand, 'POST', '/v1/search', { key, body: { text } });
  const found = ({ body }: Reply) =>
    body.items.map(({ foundBy, order }: { foundBy: string; order: { changeId: string } }) => [foundBy, order.changeId]);

  it('a search finds an order by its id, workflow, subscription, payment and VAT number', async () => {
    const intent = { tenantId: 'acme', accountId: 'acc_1', changeId: 'chg_6', reference: 'chg_6:place:1' };
    await stand.store.payments.intend(
      { ...intent, kind: 'charge', amount: 1, currency: 'EUR', method: 'pm', gateway: 'sandbox' } as never,
      new Date(),
    );
    await stand.store.payments.remember('acme', intent.reference, 'pi_6');
    expect(found(await search('chg_6'))).toEqual([['order', 'chg_6']]);
    expect(found(await search(orderWorkflowId('acme', 'chg_6')))).toEqual([['workflow', 'chg_6']]);
    expect(found(await search('sub_1'))).toHaveLength(ORDERS);
    expect(found(await search('chg_6:place:1'))).toEqual([['payment', 'chg_6']]);
    expect(found(await search('pi_6'))).toEqual([['payment', 'chg_6']]);
    expect(found(await search('fr 40 303 265 045'))).toEqual([['vat_number', 'chg_6']]);
  });

  it('a search finds an order by the reference that its receipt is read aloud by', async () => {
    const changeId = `chg_4f3a9c07d2${'0'.repeat(30)}`;
    const theirs = await stand.key('support_agent', { userId: 'agnes', tenantId: 'third' });
    const view = sampleView({ at: new Date().toISOString() }, { tenantId: 'third', changeId });
    await stand.store.orders.project(view, { country: 'FR', gateway: null, vatHash: null });
    for (const typed of ['BWXB-S3YL', 'bwxb s3yl'])
      expect(found(await search(typed, theirs))).toEqual([['reference', changeId]]);
    for (const other of ['BWXB-S3YM', 'BWXB']) expect(found(await search(other, theirs))).toEqual([]);
    expect(found(await search('BWXB-S3YL'))).toEqual([]);
  });

  it('a search is taken so often from one person and no oftener, whatever is searched', async () => {
    const curious = await stand.key('support_agent', { userId: 'curious' });
    const at = jest.spyOn(stand.store.usage, 'count').mockImplementation(async (scope, now) => ({
      ...{
        count: scope.endsWith(':curious') ? PER_MINUTE.search.person + 1 : 1,
        endsAt: new Date(now.getTime() + 9_000),
      },
    }));
    const refused = await search('chg_6', curious);
    expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([
      429,
      'too_many_requests',
      '9',
    ]);
    expect((await search('chg_6')).status).toBe(200);
    at.mockRestore();
  });

  it('a search finds the orders of a company by the beginning of a word of its name, whatever its case and accents', async () => {
    const { accounts, orders } = stand.store;
    const tenantId = 'names';
    const names = { a: 'Société Générale du Nœud', b: 'Atelier Nord SARL', c: 'Nord-Est & Fils', d: 'Ateliers Sud' };
    for (const [accountId, companyName] of Object.entries(names)) {
      await accounts.put({ ...ACCOUNT, tenantId, accountId, companyName });
      await orders.project(sampleView({}, { tenantId, changeId: `chg_${accountId}`, accountId }));
    }
    const theirs = await stand.key('support_agent', { userId: 'agnes', tenantId });
    const ofNames = async (text: string) => {
      const all = found(await search(text, theirs));
      expect(all.every(([foundBy]: [string]) => foundBy === 'account')).toBe(true);
      return all.map(([, changeId]: [string, string]) => changeId).sort();
    };
    expect(await ofNames('gén')).toEqual(['chg_a']);
    expect(await ofNames('GENERALE')).toEqual(['chg_a']);
    expect(await ofNames('noeu')).toEqual(['chg_a']);
    expect(await ofNames('nord')).toEqual(['chg_b', 'chg_c']);
    expect(await ofNames('atelier')).toEqual(['chg_b', 'chg_d']);
    expect(await ofNames('Atelier no')).toEqual(['chg_b']);
    for (const text of ['at', 'elier', 'ord', 'atelier west', '^ate', 'ate$']) {
      const expected = text.startsWith('^') || text.endsWith('$') ? ['chg_b', 'chg_d'] : [];
      expect([text, await ofNames(text)]).toEqual([text, expected]);
    }
    expect(found(await search('atelier', stranger))).toEqual([]);
  });

  it('a search of several words goes by the one that the fewest names have, and says so where there may be more', async () => {
    const { accounts, orders } = stand.store;
    const tenantId = 'many';
    const common = Array.from({ length: 12 }, (_, index) => `Coopérative du Lac ${index}`);
    for (const [index, companyName] of [...common, 'Coopérative Gex'].entries()) {
      const accountId = `acc_${index}`;
      await accounts.put({ ...ACCOUNT, tenantId, accountId, companyName });
      await orders.project(sampleView({}, { tenantId, changeId: `chg_${index}`, accountId }));
    }
    const theirs = await stand.key('support_agent', { userId: 'agnes', tenantId });
    const many = await search('coop lac', theirs);
    expect([many.body.items.length, many.body.more]).toEqual([10, true]);
    const few = await search('cooperative gex', theirs);
    expect([found(few), few.body.more]).toEqual([[['account', 'chg_12']], false]);
    const looked = jest.spyOn(mongo.Collection.prototype, 'find');
    await accounts.listIdsByName(tenantId, 'cooperative gex', 10);
    expect(JSON.stringify(looked.mock.calls.map(([filter]) => filter))).not.toContain('cooperative');
    looked.mockRestore();
  });

  it('a search goes by the present name of a company', async () => {
    const { accounts, orders } = stand.store;
    const company = { ...ACCOUNT, tenantId: 'names', accountId: 'renamed' };
    await orders.project(sampleView({}, { tenantId: 'names', changeId: 'chg_renamed', accountId: 'renamed' }));
    const theirs = await stand.key('support_agent', { userId: 'agnes', tenantId: 'names' });
    await accounts.put({ ...company, companyName: 'Zéphyr', version: 1 });
    expect(found(await search('zeph', theirs))).toEqual([['account', 'chg_renamed']]);
    // The same write sent again is known, though more is kept than was sent.
    expect(await accounts.put({ ...company, companyName: 'Zéphyr', version: 1 })).toEqual({ status: 'unchanged' });
    await accounts.put({ ...company, companyName: 'Mistral', version: 2 });
    expect([found(await search('zeph', theirs)), found(await search('mist', theirs))]).toEqual([
      [],
      [['account', 'chg_renamed']],
    ]);
    await accounts.put({ ...company, version: 3 });
    expect(found(await search('mist', theirs))).toEqual([]);
  });

  it('a search finds nothing of another tenant, and nothing by a part of a number', async () => {
    const numbers = ['chg_6', orderWorkflowId('acme', 'chg_6'), 'sub_1', 'chg_6:place:1', 'pi_6', VAT_NUMBER];
    for (const text of numbers) expect(found(await search(text, stranger))).toEqual([]);
    for (const text of ['chg', 'pi_', 'FR403032650', '$ne', '{"$gt":""}'])
      expect(found(await search(text))).toEqual([]);
  });

  it('a search is not for a person whom a service names: they see what is theirs', async () => {
    const key = await stand.key('service');
    const body = { text: 'chg_6' };
    expect((await request(stand, 'POST', '/v1/search', { key, body })).body.items).toHaveLength(1);
    const headers = { 'avenant-on-behalf-of': 'user_of_another_account' };
    const refused = await request(stand, 'POST', '/v1/search', { key, body, headers });
    expect(refused.body).toMatchObject({ status: 403, code: 'role_not_allowed' });
  });

  it('a search leaves no VAT number in the log', async () => {
    await search(VAT_NUMBER);
    expect(stand.logged()).not.toContain('303265045');
  });
});

describe('a saved view', () => {
  const put = (viewId: string, body: object, key = agent) =>
    request(stand, 'PUT', `/v1/saved-views/${viewId}`, { key, body });

  it('a saved view is kept for the person who saved it, changed and forgotten', async () => {
    expect(
      (await put('mine', { name: 'Stuck in France', query: { waits: 'stuck', country: 'FR', sort: 'age' } })).status,
    ).toBe(204);
    expect((await put('mine', { name: 'Stuck', query: { waits: 'stuck' } })).status).toBe(204);
    const saved = [{ viewId: 'mine', name: 'Stuck', query: { waits: 'stuck', sort: 'updated' } }];
    expect((await get('/v1/saved-views')).body.items).toEqual(saved);
    const lead = await stand.key('support_lead', { userId: 'lea' });
    for (const other of [stranger, lead]) expect((await get('/v1/saved-views', other)).body.items).toEqual([]);
    await request(stand, 'DELETE', '/v1/saved-views/mine', { key: lead });
    expect((await get('/v1/saved-views')).body.items).toEqual(saved);
    await request(stand, 'DELETE', '/v1/saved-views/mine', { key: agent });
    expect((await get('/v1/saved-views')).body.items).toEqual([]);
  });

  it('a saved view holds only what can be listed, and there are not more than a menu shows', async () => {
    const wrong = await put('wrong', { name: 'Wrong', query: { country: 'FR', gateway: 'stripe' } });
    expect(wrong.body).toMatchObject({ status: 422, code: 'filters_not_combined' });
    expect((await put('wrong', { name: 'Wrong', query: { $where: '1' } })).status).toBe(422);
    for (let index = 0; index < 50; index += 1) await put(`view_${index}`, { name: 'One', query: {} });
    expect((await put('view_50', { name: 'One more', query: {} })).body.code).toBe('too_many_saved_views');
    expect((await put('view_1', { name: 'Renamed', query: {} })).status).toBe(204);
  });
});
