import { METHOD_KINDS } from '../../../gateways/payment/port';
import { SETTINGS_BY_TWO } from '../../../schemas/seller/settings';
import { settingsToApi } from '../../../server/seller/setting-changes';
import { DEFAULT_SETTINGS, type Settings } from '../../../store/facts/settings';
import { LARGEST_LOGO } from '../../receipts/pictures';
import { LOGO } from '../../receipts/samples';
import { ACCOUNT, bringIn } from '../facts/facts';
import { type Reply, request, type ServerStand, startServerStand } from '../stand';

/** As the API shows them. */
const USUAL = settingsToApi(DEFAULT_SETTINGS);

let stand: ServerStand;
let tenants = 0;
let tenantId: string;
let service: string;
let otto: string;
let olga: string;
let now: Date;

beforeAll(async () => {
  stand = await startServerStand({ app: { now: () => now } });
});
afterAll(() => stand.stop());
beforeEach(async () => {
  now = new Date('2026-11-25T09:00:15Z');
  tenants += 1;
  tenantId = `seller_${tenants}`;
  service = await stand.key('service', { tenantId });
  otto = await stand.key('operator', { tenantId, userId: 'otto' });
  olga = await stand.key('operator', { tenantId, userId: 'olga' });
});

const get = (path = '/v1/settings', key = otto): Promise<Reply> => request(stand, 'GET', path, { key });

interface Wish {
  key?: string;
  version?: number;
  grantId?: string;
  /** Of the settings that are not named: as they come. */
  from?: object;
}

const TEAM = { address: 'team@zoe.example', locale: 'fr', deskUrl: null };

const WHY = { reasonCode: 'new_terms', reason: 'Decided by the board.' };

const put = (changed: object, { key = otto, version = 0, grantId, from = USUAL }: Wish = {}) =>
  request(stand, 'PUT', '/v1/settings', {
    key,
    body: { settings: { ...from, ...changed }, ...WHY, ...(grantId === undefined ? {} : { grantId }) },
    headers: { 'if-match': `"${version}"` },
  });

/** Asked for by one operator and made by the other. */
async function byTwo(changed: object, wish: Wish = {}): Promise<Reply> {
  const { grantId } = (await put(changed, wish)).body;
  return put(changed, { ...wish, grantId, key: olga });
}

const deeds = async (): Promise<object[]> =>
  (await stand.store.audit.list(tenantId, new Date('2100-01-01'), 20)).reverse();

describe('the settings of a seller', () => {
  it('the settings of a seller are as they come until somebody sets them, under version 0', async () => {
    const { status, headers, body } = await get('/v1/settings', service);
    expect([status, headers.get('etag')]).toEqual([200, '"0"']);
    expect(body).toEqual({ version: 0, changedAt: null, changedBy: null, settings: USUAL, policyGaps: [] });
  });

  it('the settings of a seller are changed by one operator where no money depends on them, and the version grows by one', async () => {
    const branding = {
      ...{ name: 'Zoë & Cie', color: '#0a5fd8', logo: LOGO },
      ...{ address: ['Zoë & Cie SAS', '1 rue de la Paix', '75002 Paris'], replyTo: 'facturation@zoe.example' },
    };
    const stored = await put({ idleDays: 10, branding });
    expect([stored.status, stored.headers.get('etag')]).toEqual([200, '"1"']);
    expect(stored.body).toEqual({
      version: 1,
      changedAt: now.toISOString(),
      changedBy: 'otto',
      settings: { ...USUAL, idleDays: 10, branding },
      policyGaps: [],
    });
    expect((await get()).body).toEqual(stored.body);
    expect(await stand.store.settings.read(tenantId)).toEqual({ ...DEFAULT_SETTINGS, idleDays: 10, branding });
    expect((await get('/v1/settings', await stand.key('operator', { tenantId: 'nobody_else' }))).body.version).toBe(0);
  });

  it('the mailbox of support is any that the law of mail allows, and one operator sets it', async () => {
    const addresses = [
      '"support team"@zoe.example',
      "o'neil+desk@zoe.example",
      'équipe@zoé.example',
      'team@[192.0.2.1]',
    ];
    for (const [version, address] of addresses.entries()) {
      const supportMail = { ...TEAM, address, stuckMinutes: 30 };
      const { status, body } = await put({ supportMail }, { version });
      expect([status, body.settings?.supportMail]).toEqual([200, supportMail]);
    }
  });

  it('the settings of a seller are not changed without the version they were read at, nor from a stale one', async () => {
    const body = { settings: { ...USUAL, idleDays: 10 }, ...WHY };
    const without = await request(stand, 'PUT', '/v1/settings', { key: otto, body });
    expect([without.status, without.body.code]).toEqual([428, 'precondition_required']);
    expect((await put({ idleDays: 10 })).status).toBe(200);
    const stale = await put({ idleDays: 20 }, { key: olga });
    expect([stale.status, stale.body.code, stale.body.version]).toEqual([412, 'precondition_failed', 1]);
    expect(stale.headers.get('etag')).toBe('"1"');
    expect((await put({ idleDays: 20 }, { version: 2 })).status).toBe(412);
    expect((await get()).body.settings.idleDays).toBe(10);
  });

  it('the settings of a seller are changed by one of two who read the same version', async () => {
    const both = await Promise.all([put({ idleDays: 10 }), put({ idleDays: 20 }, { key: olga })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await get()).body).toMatchObject({ version: 1 });
    expect((await get('/v1/settings/history')).body.items).toHaveLength(1);
  });

  it('the settings of a seller that are sent again by who changed them are answered as done, once on record', async () => {
    const first = await put({ idleDays: 10 });
    expect((await put({ idleDays: 10 })).body).toEqual(first.body);
    expect((await put({ idleDays: 10 }, { version: 1 })).body).toEqual(first.body);
    expect(await deeds()).toEqual([expect.objectContaining({ action: 'CHANGE_SETTINGS', actorId: 'otto' })]);
    expect((await put({ idleDays: 10 }, { key: olga })).status).toBe(412);
  });

  it.each(['service', 'billing_contact', 'seat_admin', 'support_agent', 'support_lead'] as const)(
    'the settings of a seller are not changed by anybody but an operator: %s',
    async (role) => {
      const key = await stand.key(role, { tenantId, userId: 'somebody' });
      const { status, body } = await put({ idleDays: 10 }, { key });
      expect([status, body.code]).toEqual([403, 'role_not_allowed']);
      const isReader = ['service', 'support_agent', 'support_lead'].includes(role);
      for (const path of ['/v1/settings', '/v1/settings/history'])
        expect((await get(path, key)).status).toBe(isReader ? 200 : 403);
    },
  );
});

describe('a setting that the rules could not work with', () => {
  const { seller } = USUAL;

  it.each([
    ['a policy that does not exist', { policy: 'anchor-rest' }, '/settings/policy'],
    ['a setting that nobody knows', { color: 'red' }, '/settings/color'],
    ['a setting that is left out', { idleDays: undefined }, '/settings/idleDays'],
    ['a delay in milliseconds', { reminderDelays: [5_000] }, '/settings/reminderDelays/0'],
    ['a delay of nothing', { vatRecheckDelays: ['PT0S'] }, '/settings/vatRecheckDelays/0'],
    ['no day at all', { idleDays: 0 }, '/settings/idleDays'],
    ['more days than a year', { idleDays: 366 }, '/settings/idleDays'],
    ['part of a minute', { quoteValidityMinutes: 1.5 }, '/settings/quoteValidityMinutes'],
    ['more reminders than anybody reads', { reminderDelays: Array(21).fill('PT5S') }, '/settings/reminderDelays'],
    ['reminders out of order', { reminderDelays: ['PT1H', 'PT59M'] }, '/settings/reminderDelays/1'],
    ['a currency that nobody pays with', { minimumCharges: { XYZ: '1.00' } }, '/settings/minimumCharges/XYZ'],
    ['decimals that a currency does not have', { minimumCharges: { JPY: '0.50' } }, '/settings/minimumCharges/JPY'],
    ['a charge that is a number', { minimumCharges: { EUR: 1 } }, '/settings/minimumCharges/EUR'],
    ['a payment of an unknown kind', { placeOnPending: ['cheque'] }, '/settings/placeOnPending/0'],
    [
      'credit later with no check later',
      { vatPolicy: 'charge_then_credit', vatRecheckDelays: [] },
      '/settings/vatRecheckDelays',
    ],
    ['a seller outside the member states', { seller: { ...seller, country: 'US' } }, '/settings/seller/country'],
    [
      'a VAT number that cannot be one',
      { seller: { ...seller, vatNumber: 'FR40303265046' } },
      '/settings/seller/vatNumber',
    ],
    [
      'a VAT number of another state',
      { seller: { ...seller, vatNumber: 'DE136695976' } },
      '/settings/seller/vatNumber',
    ],
    ['a country in words', { seller: { ...seller, registrations: ['Norway'] } }, '/settings/seller/registrations/0'],
    ['a color in words', { branding: { ...USUAL.branding, color: 'red' } }, '/settings/branding/color'],
    [
      'a logo that would have to be fetched',
      { branding: { ...USUAL.branding, logo: 'https://cdn.example/logo.png' } },
      '/settings/branding/logo',
    ],
    [
      'a logo that ends too early',
      { branding: { ...USUAL.branding, logo: LOGO.slice(0, -24) } },
      '/settings/branding/logo',
    ],
    ['an address by http', { openInvoicesUrl: 'http://pay.example' }, '/settings/openInvoicesUrl'],
    ['an address that runs', { openInvoicesUrl: 'javascript:alert(1)' }, '/settings/openInvoicesUrl'],
    [
      'an address that looks like another',
      { openInvoicesUrl: 'https://bank@evil.example' },
      '/settings/openInvoicesUrl',
    ],
    ['an address with markup', { openInvoicesUrl: 'https://a.example/"><b>' }, '/settings/openInvoicesUrl'],
    ['an address with a query for links', { billingCentreUrl: 'https://a.example/?a=' }, '/settings/billingCentreUrl'],
    ...['a@b.example\r\nBcc: c@d.example', 'Team <team@a.example>', 'team@a.example, b@c.example', 'team'].map(
      (address): [string, object, string] => [
        `the mailbox ${JSON.stringify(address)} of support`,
        { supportMail: { ...TEAM, address } },
        '/settings/supportMail/address',
      ],
    ),
    [
      'too short a wait for support',
      { supportMail: { ...TEAM, stuckMinutes: 4 } },
      '/settings/supportMail/stuckMinutes',
    ],
    [
      'a page for support with a query',
      { supportMail: { ...TEAM, deskUrl: 'https://desk.example/?a' } },
      '/settings/supportMail/deskUrl',
    ],
    [
      'an address without end',
      { openInvoicesUrl: `https://a.example/${'a'.repeat(300)}` },
      '/settings/openInvoicesUrl',
    ],
  ])('a setting that the rules could not work with is refused with its field: %s', async (_, changed, pointer) => {
    const { status, body } = await put(changed);
    expect([status, body.errors]).toEqual([
      422,
      [{ pointer, code: expect.any(String), detail: expect.stringMatching(/\w/) }],
    ]);
    expect((await get()).body.version).toBe(0);
  });

  it('settings that the rules could not work with are all named at once', async () => {
    const { body } = await put({
      placeOnPending: ['cheque'],
      minimumCharges: { XYZ: '1' },
      reminderDelays: ['P1D', 'PT23H'],
    });
    const pointers = body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toEqual([
      '/settings/minimumCharges/XYZ',
      '/settings/placeOnPending/0',
      '/settings/reminderDelays/1',
    ]);
  });
});

/** Another value of each setting that takes two persons. */
const OTHERS: Partial<Record<keyof Settings, unknown>> = {
  policy: 'stripe-list-price',
  whenToBill: 'with_next_bill',
  negativeTotal: 'refund_request',
  minimumCharges: {},
  placeOnPending: [...METHOD_KINDS],
  vatPolicy: 'charge_then_credit',
  vatConfirmationDays: 30,
  vatRecheckDelays: ['PT1M'],
  seller: { ...USUAL.seller, oss: false },
  customers: 'b2c',
  customersMayDefer: true,
  fulfilment: { standard: 'http', corporate: 'http' },
  billingCentreUrl: 'https://billing.example/centre',
  openInvoicesUrl: 'http://127.0.0.1:4010/invoices',
};

describe('a setting that money depends on', () => {
  it.each(SETTINGS_BY_TWO)('a setting that money depends on is changed by two operators: %s', async (name) => {
    const changed = { [name]: OTHERS[name] };
    const asked = await put(changed);
    expect(asked).toMatchObject({ status: 202, body: { status: 'waiting_for_second_person' } });
    expect(await stand.store.settings.read(tenantId)).toEqual(DEFAULT_SETTINGS);
    const { grantId } = asked.body;
    const alone = await put(changed, { grantId });
    expect([alone.status, alone.body.code]).toEqual([403, 'second_person_required']);
    expect(await put(changed, { grantId, key: olga })).toMatchObject({
      status: 200,
      body: { version: 1, changedBy: 'olga', settings: changed },
    });
    expect((await deeds()).slice(0, 2)).toEqual([
      expect.objectContaining({ action: 'CHANGE_SETTINGS:requested', actorId: 'otto' }),
      expect.objectContaining({ action: 'CHANGE_SETTINGS', actorId: 'olga', role: 'operator' }),
    ]);
  });

  it('a setting that money depends on waits where the second person sees what it is to be', async () => {
    const { grantId } = (await put({ whenToBill: 'with_next_bill', idleDays: 10 })).body;
    expect((await put({ whenToBill: 'with_next_bill', idleDays: 10 })).body.grantId).toBe(grantId);
    const { items } = (await get('/v1/requests', olga)).body;
    expect(items).toEqual([
      expect.objectContaining({
        grantId,
        event: 'CHANGE_SETTINGS',
        requestedBy: 'otto',
        evidence: 'whenToBill: "at_once" → "with_next_bill"\nidleDays: 30 → 10',
        ...WHY,
      }),
    ]);
  });

  it('a setting that money depends on is approved as it was asked for, and as nothing else', async () => {
    const { grantId } = (await put({ minimumCharges: { EUR: '1.00' } })).body;
    const other = await put({ minimumCharges: { EUR: '100.00' } }, { grantId, key: olga });
    expect([other.status, other.body.code]).toEqual([409, 'evidence_changed']);
    expect(other.body.evidence).toContain('"EUR":"1.00"');
    const more = await put({ minimumCharges: { EUR: '1.00' }, idleDays: 10 }, { grantId, key: olga });
    expect(more.body.code).toBe('evidence_changed');
    const unknown = await put({ minimumCharges: { EUR: '1.00' } }, { grantId: 'grt_1', key: olga });
    expect(unknown.status).toBe(404);
    expect((await get()).body.version).toBe(0);
  });

  it('a setting that money depends on is still approved when others were changed meanwhile, and only once', async () => {
    const changed = { whenToBill: 'with_next_bill' };
    const { grantId } = (await put(changed)).body;
    await put({ idleDays: 10 }, { key: olga });
    expect((await put(changed, { grantId, key: olga })).status).toBe(412);
    const idle = { ...USUAL, idleDays: 10 };
    const made = await put(changed, { grantId, key: olga, version: 1, from: idle });
    expect(made).toMatchObject({ status: 200, body: { version: 2, settings: { ...idle, ...changed } } });
    expect((await byTwo({}, { version: 2, from: idle })).body).toMatchObject({ version: 3 });
    const again = await put(changed, { grantId, key: olga, version: 3, from: idle });
    expect([again.status, again.body.code]).toEqual([409, 'request_over']);
    expect((await get()).body).toMatchObject({ version: 3, settings: { whenToBill: 'at_once' } });
  });

  it('a setting that money depends on is not approved after a day, nor once an operator has turned it down', async () => {
    const changed = { whenToBill: 'with_next_bill' };
    const late = (await put(changed)).body.grantId;
    now = new Date('2026-11-26T09:00:16Z');
    expect((await put(changed, { grantId: late, key: olga })).body.code).toBe('request_over');
    const { grantId } = (await put(changed)).body;
    expect(grantId).not.toBe(late);
    const reject = async (role: 'support_lead' | 'operator') =>
      request(stand, 'POST', `/v1/requests/${grantId}/reject`, {
        key: await stand.key(role, { tenantId, userId: 'lea' }),
        body: WHY,
        headers: { 'idempotency-key': `reject-${role}` },
      });
    expect(await reject('support_lead')).toMatchObject({ status: 403, body: { code: 'role_not_allowed' } });
    expect(await reject('operator')).toMatchObject({ status: 200, body: { status: 'rejected' } });
    expect((await put(changed, { grantId, key: olga })).body.code).toBe('request_over');
    expect((await put(changed)).body.grantId).not.toBe(grantId);
  });

  it('a VAT number of the seller is kept in its canonical form', async () => {
    const seller = { ...USUAL.seller, country: 'DE', vatNumber: 'DE 136 695 976' };
    const made = await byTwo({ seller });
    expect(made).toMatchObject({ status: 200, body: { settings: { seller: { vatNumber: 'DE136695976' } } } });
  });

  it('a setting that money depends on is followed by the next quote', async () => {
    await bringIn(stand, service);
    const small = { ...USUAL.seller, country: 'DE', oss: false, thresholds: { euCrossBorder: 'below' } };
    await byTwo({ seller: small, customers: 'b2c' });
    const { body } = await request(stand, 'POST', '/v1/quotes', {
      key: service,
      body: { changes: [{ subscriptionId: 'sub_1', seats: 8 }] },
      headers: { 'avenant-on-behalf-of': 'user_1' },
    });
    // A small German seller without the one-stop shop charges French consumers its own VAT.
    expect(body.quote.vatTreatment).toMatchObject({ rule: 'R7', country: 'DE', percent: '19' });
  });
});

describe('the history of settings', () => {
  it('the history of settings tells who changed what, when, from what to what, the latest first', async () => {
    await put({ idleDays: 10 });
    now = new Date('2026-11-25T10:00:00Z');
    await byTwo({ whenToBill: 'with_next_bill', idleDays: 10, fulfilmentDays: 5 }, { version: 1 });
    const { body } = await get('/v1/settings/history', service);
    expect(body).toEqual({
      items: [
        {
          ...{ version: 2, at: '2026-11-25T10:00:00.000Z', by: 'olga', requestedBy: 'otto', ...WHY },
          changes: [
            { field: 'whenToBill', before: '"at_once"', after: '"with_next_bill"' },
            { field: 'fulfilmentDays', before: '3', after: '5' },
          ],
        },
        {
          ...{ version: 1, at: '2026-11-25T09:00:15.000Z', by: 'otto', requestedBy: null, ...WHY },
          changes: [{ field: 'idleDays', before: '30', after: '10' }],
        },
      ],
      next: null,
    });
  });

  it('the history of settings comes in pages, and is of one seller', async () => {
    for (const version of [0, 1, 2]) {
      await put({ idleDays: version + 1 }, { version });
    }
    const first = (await get('/v1/settings/history?limit=2')).body;
    expect(first.items.map(({ version }: { version: number }) => version)).toEqual([3, 2]);
    const second = (await get(`/v1/settings/history?limit=2&cursor=${first.next}`)).body;
    expect([second.items.map(({ version }: { version: number }) => version), second.next]).toEqual([[1], null]);
    expect((await get('/v1/settings/history?limit=101')).status).toBe(400);
    const stranger = await stand.key('operator', { tenantId: 'nobody_else', userId: 'eve' });
    expect((await get('/v1/settings/history', stranger)).body.items).toEqual([]);
    expect((await get(`/v1/settings/history?cursor=${first.next}`, stranger)).body.code).toBe('invalid_cursor');
  });

  it('the history of settings keeps a change of the longest settings there are', async () => {
    const currencies =
      'AUD BGN BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF IDR ILS INR ISK JPY KRW MXN MYR NOK NZD PHP PLN RON';
    const longest = {
      minimumCharges: Object.fromEntries(currencies.split(' ').map((currency) => [currency, '999999999999'])),
      vatRecheckDelays: Array(100).fill('PT999M'),
      reminderDelays: Array.from({ length: 20 }, (_, index) => `P${900 + index}D`),
      branding: {
        ...{ name: '“'.repeat(80), color: '#ffffff', logo: LARGEST_LOGO },
        ...{ address: Array(6).fill('“'.repeat(100)), replyTo: `a@${'b.'.repeat(125)}c` },
      },
      openInvoicesUrl: `https://a.example/${'a'.repeat(280)}`,
    };
    const made = await byTwo(longest);
    expect([made.status, made.body.settings]).toEqual([200, { ...USUAL, ...longest }]);
    expect((await get('/v1/settings/history')).body.items[0].changes).toHaveLength(5);
  });
});

describe('a refusal for an open invoice', () => {
  const OURS = 'https://pay.example/invoices';
  const THEIRS = 'https://pay.example/acc_1';
  const ask = (path: string, language: string): Promise<Reply> =>
    request(stand, 'POST', path, {
      key: service,
      body: { changes: [{ subscriptionId: 'sub_1', seats: 8 }] },
      headers: { 'avenant-on-behalf-of': 'user_1', 'accept-language': language },
    });
  const bring = (account: object): Promise<Reply> =>
    request(stand, 'PUT', '/v1/accounts/acc_1', { key: service, body: { ...ACCOUNT, pastDue: true, ...account } });

  it('a refusal for an open invoice leads to where it is paid: the account’s own address, or else the seller’s', async () => {
    await bringIn(stand, service);
    await bring({ version: 2 });
    const without = (await ask('/v1/quotes', 'en')).body;
    expect([without.code, without.facts]).toEqual(['past_due', { accountId: 'acc_1' }]);
    expect(without.next).toBe('Pay the overdue invoice, then change the subscription.');
    await byTwo({ openInvoicesUrl: OURS });
    const general = (await ask('/v1/quotes', 'en')).body;
    expect(general.facts).toEqual({ accountId: 'acc_1', openInvoicesUrl: OURS });
    expect(general.next).toContain(OURS);
    await bring({ version: 3, openInvoicesUrl: THEIRS });
    const own = (await ask('/v1/quotes', 'fr')).body;
    expect(own.facts).toEqual({ accountId: 'acc_1', openInvoicesUrl: THEIRS });
    expect(own.next).toMatch(new RegExp(`^Réglez la facture échue sur ${THEIRS}, `));
    await bring({ version: 4 });
    expect((await ask('/v1/quotes', 'en')).body.facts.openInvoicesUrl).toBe(OURS);
  });

  it('an account is not brought in with an address that is not reached by https', async () => {
    const { status, body } = await bring({ openInvoicesUrl: 'http://pay.example' });
    expect([status, body.errors[0].pointer]).toEqual([422, '/openInvoicesUrl']);
  });
});
