import { rawDatabase } from '../../store/test-store';
import { ACCOUNT, bringIn } from '../facts/facts';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from '../stand';

let stand: ServerStand;
let service: string;
let contact: string;
let admin: string;
let support: string;

beforeAll(async () => {
  stand = await startServerStand();
  service = await stand.key('service');
  contact = await stand.key('billing_contact', { userId: 'user_1' });
  admin = await stand.key('seat_admin', { userId: 'user_2' });
  support = await stand.key('support_agent', { userId: 'agnes' });
  await bringIn(stand, service);
  const named = { ...ACCOUNT, companyName: 'Moulin SARL', vatNumber: 'FR40303265045', paymentMethod: 'pm_1' };
  const openInvoices = [{ reference: 'F-118', amount: '96.00', dueOn: '2026-10-31' }];
  const toPay = { openInvoicesUrl: 'https://pay.example/acc_2', openInvoices };
  await put('acc_2', { ...named, timeZone: 'Europe/Berlin', ...toPay });
  await put('acc_3', { ...ACCOUNT, billingContactIds: ['user_9'], seatAdminIds: ['user_1'] });
  await put('acc_4', { ...ACCOUNT, billingContactIds: ['user_9'], seatAdminIds: [] });
});
afterAll(() => stand.stop());

const put = (accountId: string, body: object) =>
  request(stand, 'PUT', `/v1/accounts/${accountId}`, { key: service, body });
const get = (path: string, key: string, headers = {}): Promise<Reply> => request(stand, 'GET', path, { key, headers });
const idsIn = ({ body }: Reply): string[] => body.items.map(({ accountId }: { accountId: string }) => accountId);

describe('the list of accounts', () => {
  it('a list of accounts holds those of who is signed in, with what they are there, and no other', async () => {
    const { body } = await get('/v1/accounts', contact);
    expect(body.items.map(({ accountId, name, role }: Record<string, string>) => [accountId, name, role])).toEqual([
      ['acc_1', null, 'billing_contact'],
      ['acc_2', 'Moulin SARL', 'billing_contact'],
      ['acc_3', null, 'seat_admin'],
    ]);
    expect(idsIn(await get('/v1/accounts', admin))).toEqual(['acc_1', 'acc_2']);
    const nobody = await stand.key('billing_contact', { userId: 'user_nowhere' });
    expect((await get('/v1/accounts', nobody)).body).toEqual({ items: [], next: null });
  });

  it('a list of accounts is of the person whom a service speaks for, and of its tenant where it names nobody', async () => {
    expect(idsIn(await get('/v1/accounts', service, { 'avenant-on-behalf-of': 'user_2' }))).toEqual(['acc_1', 'acc_2']);
    expect(idsIn(await get('/v1/accounts', service))).toEqual(['acc_1', 'acc_2', 'acc_3', 'acc_4']);
    const other = await stand.key('support_agent', { userId: 'agnes', tenantId: 'other' });
    expect(idsIn(await get('/v1/accounts', other))).toEqual([]);
  });

  it('a list of accounts comes to support in pages, by the beginning of an id, and their look is on record', async () => {
    for (const accountId of ['zed_1', 'zed_2', 'zed_3']) await put(accountId, ACCOUNT);
    const first = await get('/v1/accounts?search=zed_&limit=2', support);
    expect(idsIn(first)).toEqual(['zed_1', 'zed_2']);
    const second = await get(`/v1/accounts?search=zed_&limit=2&cursor=${first.body.next}`, support);
    expect([idsIn(second), second.body.next]).toEqual([['zed_3'], null]);
    expect((await get(`/v1/accounts?cursor=${first.body.next}`, support)).body.code).toBe('invalid_cursor');
    expect((await get('/v1/accounts?limit=101', support)).status).toBe(400);
    const from = new Date(Date.now() - 60_000);
    const entries = await stand.store.audit.listSpan({ tenantId: 'acme', from, to: new Date() }, 50);
    expect(entries.map(({ facts }) => facts)).toContainEqual({ of: 'accounts', id: 'zed_' });
  });

  it('a list of ten thousand accounts of one person comes a hundred at a time, each once', async () => {
    const person = await stand.key('billing_contact', { userId: 'user_many' });
    const accounts = Array.from({ length: 10_000 }, (_, place) => ({
      ...ACCOUNT,
      ...{ kind: 'standard' as const, locale: 'fr' as const, tenantId: 'acme', factsHash: 'h' },
      accountId: `many_${String(place).padStart(5, '0')}`,
      billingContactIds: ['user_many'],
      seatAdminIds: place % 2 === 0 ? ['user_many'] : [],
    }));
    const raw = await rawDatabase(stand.databaseName);
    await raw.db.collection('accounts').insertMany(accounts);
    await raw.close();
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page: Reply = await get(`/v1/accounts?limit=100${next === '' ? '' : `&cursor=${next}`}`, person);
      expect(idsIn(page).length).toBe(100);
      seen.push(...idsIn(page));
      next = page.body.next;
    }
    expect(new Set(seen).size).toBe(10_000);
  });
});

describe('an account', () => {
  it('an account tells its billing contact how it is billed, and never its whole VAT number or payment details', async () => {
    const reply = await get('/v1/accounts/acc_2', contact);
    expect(reply.body).toEqual({
      ...{ accountId: 'acc_2', name: 'Moulin SARL', kind: 'standard', locale: 'fr', timeZone: 'Europe/Berlin' },
      role: 'billing_contact',
      billing: {
        ...{ currency: 'EUR', country: 'FR', vatNumber: 'FR********045', hasPaymentDetails: true, pastDue: false },
        openInvoicesUrl: 'https://pay.example/acc_2',
        openInvoices: [{ reference: 'F-118', amount: { amount: '96.00', currency: 'EUR' }, dueOn: '2026-10-31' }],
        balance: { amount: '0.00', currency: 'EUR' },
      },
    });
    expect(JSON.stringify(reply.body)).not.toMatch(/pm_1|303265/);
  });

  it('an account owes what was brought in last, and nothing once that names no invoice', async () => {
    const invoice = { reference: 'F-7', amount: '12.00', dueOn: '2026-11-01' };
    const owed = async () => (await get('/v1/accounts/acc_5', contact)).body.billing.openInvoices;
    await put('acc_5', { ...ACCOUNT, openInvoices: [invoice] });
    expect(await owed()).toEqual([{ ...invoice, amount: { amount: '12.00', currency: 'EUR' } }]);
    await put('acc_5', { ...ACCOUNT, version: 2 });
    expect(await owed()).toEqual([]);
    const tooMany = await put('acc_5', { ...ACCOUNT, openInvoices: Array(21).fill(invoice), version: 3 });
    expect([tooMany.status, tooMany.body.errors[0].pointer]).toEqual([422, '/openInvoices']);
  });

  it('an account tells whoever looks after its seats nothing of money, also where they buy for another one', async () => {
    expect((await get('/v1/accounts/acc_1', admin)).body).toMatchObject({ role: 'seat_admin', billing: null });
    expect((await get('/v1/accounts/acc_3', contact)).body).toMatchObject({ role: 'seat_admin', billing: null });
    const spokenFor = await get('/v1/accounts/acc_1', service, commandFor('user_2'));
    expect(spokenFor.body).toMatchObject({ role: 'seat_admin', billing: null });
    expect((await get('/v1/accounts/acc_1', support)).body).toMatchObject({ role: null, billing: { pastDue: false } });
  });

  it('an account of somebody else is answered like one that does not exist', async () => {
    const [foreign, absent] = [await get('/v1/accounts/acc_4', contact), await get('/v1/accounts/nothing', contact)];
    expect([foreign.status, absent.status]).toEqual([404, 404]);
    expect(foreign.body.detail).toBe(absent.body.detail);
  });
});
