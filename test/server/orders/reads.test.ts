import { sampleView } from '../../store/orders/sample-view';
import { sampleQuote } from '../../support/sample-quote';
import { bringIn } from '../facts/facts';
import { request, type ServerStand, startServerStand } from '../stand';

/** That somebody of ours looked at a customer's data is on record; that a customer looked at their own is not. */

let stand: ServerStand;
let agent = '';
let service = '';

beforeAll(async () => {
  stand = await startServerStand();
  agent = await stand.key('support_agent', { userId: 'agnes' });
  service = await stand.key('service');
  await bringIn(stand, service);
  for (const [changeId, quote] of [
    ['chg_1', null],
    ['chg_2', sampleQuote()],
  ] as const) {
    const details = { tenantId: 'acme', changeId, quote };
    await stand.store.orders.project(
      sampleView({ state: 'completed', status: 'done', tags: ['settled', 'committed'] }, details),
    );
  }
});
afterAll(() => stand.stop());

const LOOKS: [path: string, of: string, id: string, changeId: string | null][] = [
  ['/v1/changes/chg_1', 'order', 'chg_1', 'chg_1'],
  ['/v1/changes/chg_1/timeline', 'order', 'chg_1', 'chg_1'],
  ['/v1/changes/chg_1/live', 'order', 'chg_1', 'chg_1'],
  ['/v1/changes/chg_2/receipt', 'receipt', 'chg_2', 'chg_2'],
  ['/v1/changes/chg_1/tax', 'tax_record', 'chg_1', 'chg_1'],
  ['/v1/changes/chg_1/payments', 'payments', 'chg_1', 'chg_1'],
  ['/v1/subscriptions/sub_1', 'subscription', 'sub_1', null],
  ['/v1/subscriptions/sub_1/seats', 'seats', 'sub_1', null],
  ['/v1/accounts/acc_1/ledger', 'ledger', 'acc_1', null],
  ['/v1/carts/acc_1', 'cart', 'acc_1', null],
];

const DEEDS: [method: string, path: string, body: object | undefined, entry: object][] = [
  [
    'POST',
    '/v1/quotes',
    { subscriptionId: 'sub_1', seats: 8 },
    { action: 'READ', facts: { of: 'quote', id: 'acc_1' } },
  ],
  ['PUT', '/v1/subscriptions/sub_1/seats/u_9', undefined, { action: 'ASSIGN_SEAT' }],
  ['DELETE', '/v1/subscriptions/sub_1/seats/u_9', undefined, { action: 'UNASSIGN_SEAT' }],
];

it.each(DEEDS)('%s %s by staff is on record, and by a customer is not', async (method, path, body, entry) => {
  const sent = body === undefined ? {} : { body };
  expect((await request(stand, method, path, { key: agent, ...sent })).status).toBeLessThan(300);
  await request(stand, method, path, { key: service, ...sent, headers: { 'avenant-on-behalf-of': 'user_1' } });
  const noted = await record();
  expect(noted).toContainEqual(expect.objectContaining({ actorId: 'agnes', role: 'support_agent', ...entry }));
  expect(noted.map(({ actorId }) => actorId)).not.toContain('user_1');
});

const record = () => stand.store.audit.list('acme', new Date(Date.now() + 1_000), 100);

it.each(LOOKS)(
  'a look of staff at %s is on record once, and one of a service is not',
  async (path, of, id, changeId) => {
    const before = await record();
    for (let time = 0; time < 2; time += 1) {
      expect((await request(stand, 'GET', path, { key: agent })).status).toBe(200);
      await request(stand, 'GET', path, { key: service });
    }
    const reads = (await record()).filter(
      ({ action, facts }) => action === 'READ' && facts.of === of && facts.id === id,
    );
    expect(reads).toMatchObject([{ actorId: 'agnes', role: 'support_agent', changeId, facts: { of, id } }]);
    expect((await record()).length - before.length).toBeLessThanOrEqual(1);
  },
);

it('the record tells that an operator read what was written to people', async () => {
  const operator = await stand.key('operator', { userId: 'otto' });
  for (const key of [operator, operator, service]) {
    expect((await request(stand, 'GET', '/v1/outbox', { key })).status).toBe(200);
  }
  const reads = (await record()).filter(({ action, facts }) => action === 'READ' && facts.of === 'mails');
  expect(reads).toMatchObject([{ actorId: 'otto', role: 'operator', changeId: null, facts: { id: 'all' } }]);
});

it('every search of staff is on record by what it found, and never by what was typed', async () => {
  const search = (text: string, key: string) => request(stand, 'POST', '/v1/search', { key, body: { text } });
  await search('chg_1', agent);
  await search('FR40303265045', agent);
  await search('chg_1', service);
  const searches = (await record()).filter(({ action }) => action === 'SEARCH');
  expect(searches.map(({ changeId, facts }) => [changeId, facts])).toEqual([
    [null, { foundBy: '', orders: '' }],
    ['chg_1', { foundBy: 'order', orders: 'chg_1' }],
  ]);
  expect(JSON.stringify(searches)).not.toContain('FR40303265045');
});
