import { sampleView } from '../../store/orders/sample-view';
import { sampleQuote } from '../../support/sample-quote';
import { bringIn } from '../facts/facts';
import { type Reply, request, type ServerStand, startServerStand } from '../stand';

let stand: ServerStand;
let contact: string;
let service: string;

const TABLE = { EUR: { exponent: 2, minimum: 50 }, JPY: { exponent: 0, minimum: 50 } };

beforeAll(async () => {
  stand = await startServerStand({ app: { currencies: { sandbox: TABLE } } });
  service = await stand.key('service');
  contact = await stand.key('billing_contact', { userId: 'user_1' });
  await bringIn(stand, service);
});
afterAll(() => stand.stop());

const get = (path: string, key = contact, headers = {}): Promise<Reply> =>
  request(stand, 'GET', path, { key, headers });

/** An order of a day of March, made or come to nothing. */
const project = (changeId: string, day: number, { isMade = true, accountId = 'acc_1' } = {}) =>
  stand.store.orders.project(
    sampleView(
      {
        ...{ state: isMade ? 'completed' : 'cancelled', status: 'done' },
        ...{ tags: isMade ? ['settled', 'committed'] : ['settled'] },
        at: new Date(Date.UTC(2026, 2, day)).toISOString(),
      },
      { tenantId: 'acme', changeId, accountId, quote: sampleQuote() },
    ),
  );

describe('the receipts of an account', () => {
  const receipts = (query = '', key = contact): Promise<Reply> => get(`/v1/accounts/acc_1/receipts${query}`, key);
  const idsIn = ({ body }: Reply): string[] => body.items.map(({ changeId }: { changeId: string }) => changeId);

  it('the receipts of an account are none at first', async () => {
    expect((await receipts()).body).toEqual({ items: [], next: null });
  });

  it('the receipts of an account are those of orders that took effect, the latest first, page by page', async () => {
    for (const day of [1, 2, 3]) await project(`chg_${day}`, day);
    await project('chg_cancelled', 4, { isMade: false });
    await project('chg_other', 5, { accountId: 'acc_other' });
    const first = await receipts('?limit=2');
    expect(idsIn(first)).toEqual(['chg_3', 'chg_2']);
    const second = await receipts(`?limit=2&cursor=${first.body.next}`);
    expect([idsIn(second), second.body.next]).toEqual([['chg_1'], null]);
    const [latest] = first.body.items;
    expect(latest).toMatchObject({
      reference: expect.stringMatching(/\w/),
      date: '2026-03-25',
      total: { amount: '357.67', currency: 'EUR' },
      changes: [expect.stringMatching(/5.*8/)],
    });
    expect((await get(latest.href, contact, { accept: 'text/plain' })).body).toContain(latest.reference);
  });

  it('the receipts of an account go on behind a hundred orders that came to nothing', async () => {
    await Promise.all(
      Array.from({ length: 120 }, (_, place) => project(`chg_void_${place}`, 10 + (place % 10), { isMade: false })),
    );
    const seen: string[] = [];
    for (let query = ''; ; ) {
      const page = await receipts(query);
      seen.push(...idsIn(page));
      if (page.body.next === null) break;
      query = `?cursor=${page.body.next}`;
    }
    expect(seen).toEqual(['chg_3', 'chg_2', 'chg_1']);
  });

  it('the receipts of an account are for those who buy for it', async () => {
    const admin = await stand.key('seat_admin', { userId: 'user_2' });
    expect((await receipts('', admin)).body.code).toBe('role_not_allowed');
    const elsewhere = await stand.key('billing_contact', { userId: 'user_2' });
    expect((await receipts('', elsewhere)).body.code).toBe('not_billing_contact');
    const stranger = await stand.key('billing_contact', { userId: 'user_7' });
    expect((await receipts('', stranger)).status).toBe(404);
  });
});

describe('what is opened as a link', () => {
  it.each([
    ['fr', 'en', 'Reçu'],
    ['en', 'fr', 'Receipt'],
  ])('a receipt comes in the language of its address, %s, before the %s of the browser', async (lang, other, title) => {
    await project('chg_link', 20);
    const headers = { accept: 'text/plain', 'accept-language': other };
    const reply = await get(`/v1/changes/chg_link/receipt?lang=${lang}`, contact, headers);
    expect([reply.status, reply.headers.get('content-language')]).toEqual([200, lang]);
    expect(reply.body).toContain(title);
    const missing = await get(`/v1/changes/chg_nothing/receipt?lang=${lang}`, contact, headers);
    expect([missing.status, missing.headers.get('content-language')]).toEqual([404, lang]);
  });

  it('a file of the audit trail takes a language too, and a language that we do not speak is refused', async () => {
    const lead = await stand.key('support_lead', { userId: 'agnes' });
    const file = await get('/v1/audit?lang=fr', lead, { accept: 'text/csv', 'accept-language': 'en' });
    expect([file.status, file.headers.get('content-language')]).toEqual([200, 'fr']);
    expect((await get('/v1/changes/chg_link/receipt?lang=de')).body.code).toBe('invalid_query');
  });
});

describe('the calls to the gateway', () => {
  it('a call to the gateway tells its amount as money where it is known how that gateway counts', async () => {
    const intent = {
      tenantId: 'acme',
      accountId: 'acc_1',
      changeId: 'chg_paid',
      kind: 'charge' as const,
      method: 'pm_1',
    };
    const { payments, orders } = stand.store;
    await payments.intend({ ...intent, reference: 'chg_paid:charge:1', amount: 35767, currency: 'EUR' }, new Date());
    await payments.intend({ ...intent, reference: 'chg_paid:charge:2', amount: 1200, currency: 'JPY' }, new Date());
    await payments.intend({ ...intent, reference: 'chg_paid:charge:3', amount: 5, currency: 'XXX' }, new Date());
    const payment = { status: 'paid', code: null, link: null, linkExpiresAt: null } as const;
    const view = sampleView({}, { tenantId: 'acme', changeId: 'chg_paid', payment } as never);
    await orders.project(view, { country: null, gateway: 'sandbox', vatHash: null });
    const support = await stand.key('support_agent', { userId: 'agnes' });
    const { body } = await get('/v1/changes/chg_paid/payments', support);
    const told = body.items.map(({ amount, minorUnits }: Record<string, unknown>) => [amount, minorUnits]);
    expect(told).toEqual([
      [{ amount: '357.67', currency: 'EUR' }, 35767],
      [{ amount: '1200', currency: 'JPY' }, 1200],
      [null, 5],
    ]);
  });
});
