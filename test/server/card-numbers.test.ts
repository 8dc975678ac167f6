import { looksLikeCardNumber } from '../../machines/card-number';
import { testCardNumber } from '../gateways/payment/sandbox/test-numbers';
import { rawDatabase } from '../store/test-store';
import { bringIn } from './facts/facts';
import { request, type ServerStand, startServerStand } from './stand';

/** A card number that comes in anywhere is refused, and ends nowhere. */

const NUMBER = testCardNumber();
const groups = NUMBER.match(/.{4}/g) ?? [];

/** The same number as people and attackers write it. */
const WRITTEN: Readonly<Record<string, string>> = {
  plain: NUMBER,
  'with dots': groups.join('.'),
  'with slashes': groups.join('/'),
  'with commas': groups.join(','),
  'with underscores': groups.join('_'),
  'with signs of no width': groups.join('\u200b'),
  'in full-width digits': [...NUMBER].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join(''),
};

let stand: ServerStand;
let database: Awaited<ReturnType<typeof rawDatabase>>;
let service: string;
let agent: string;

beforeAll(async () => {
  stand = await startServerStand();
  database = await rawDatabase(stand.databaseName);
  service = await stand.key('service');
  agent = await stand.key('support_agent', { userId: 'staff_1' });
  await bringIn(stand, service);
});
afterAll(async () => {
  await database.close();
  await stand.stop();
});

/** When a key was last used is an instant, and noted with every call. */
const WITHOUT_USE = { projection: { lastUsedAt: 0 } };

async function everythingKept(): Promise<string> {
  const names = (await database.db.listCollections().toArray()).map(({ name }) => name).sort();
  return JSON.stringify(
    await Promise.all(names.map((name) => database.db.collection(name).find({}, WITHOUT_USE).toArray())),
  );
}

/** Header values are bytes: what is beyond them is sent as UTF-8. */
const asHeader = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

type Place = (text: string) => Promise<{ status: number; body: { code?: string }; headers: Headers }>;

const PLACES: Readonly<Record<string, Place>> = {
  'the name of a person behind a service': (text) =>
    request(stand, 'POST', '/v1/changes', {
      key: service,
      body: { subscriptionId: 'sub_1', seats: 8 },
      headers: { 'avenant-on-behalf-of': asHeader(text), 'idempotency-key': 'a_key' },
    }),
  'an idempotency key': (text) =>
    request(stand, 'POST', '/v1/changes', {
      key: service,
      body: { subscriptionId: 'sub_1', seats: 8 },
      headers: { 'avenant-on-behalf-of': 'user_1', 'idempotency-key': asHeader(text) },
    }),
  'a header that nobody reads': (text) =>
    request(stand, 'GET', '/v1/session', { key: service, headers: { 'x-note': asHeader(text) } }),
  'the id of a request': (text) =>
    request(stand, 'GET', '/v1/session', { key: service, headers: { 'x-request-id': asHeader(text) } }),
  'a path': (text) =>
    request(stand, 'PUT', `/v1/subscriptions/sub_1/seats/${encodeURIComponent(text)}`, { key: agent }),
  'a path that is nowhere': (text) => request(stand, 'GET', `/${encodeURIComponent(text)}`),
  'a query': (text) => request(stand, 'GET', `/v1/changes?state=${encodeURIComponent(text)}`, { key: agent }),
  'a field of a body': (text) =>
    request(stand, 'PUT', '/v1/saved-views/mine', { key: agent, body: { name: `see ${text}`, query: {} } }),
  'the name of a field': (text) =>
    request(stand, 'PUT', '/v1/saved-views/mine', { key: agent, body: { name: 'Mine', query: {}, [text]: 1 } }),
};

describe.each(Object.entries(PLACES))('a card number in %s', (place, send) => {
  it.each(Object.entries(WRITTEN))(`a card number in ${place} is refused and ends nowhere: %s`, async (_how, text) => {
    const [before, logged] = [await everythingKept(), stand.logged().length];
    const { status, body, headers } = await send(text);
    expect([status, body.code]).toEqual([422, 'card_data_refused']);
    expect(looksLikeCardNumber(JSON.stringify([body, ...headers.values()]))).toBe(false);
    const lines = stand.logged().slice(logged);
    expect(lines).toContain('"status":422');
    expect([lines, decodeURIComponent(lines)].some(looksLikeCardNumber)).toBe(false);
    expect(await everythingKept()).toEqual(before);
  });
});

describe('what is not refused', () => {
  it('a chain of proxies is no card number, whatever its digits', async () => {
    const chain = { 'x-forwarded-for': '40.0.0.0, 10.0.0.0, 100.0.0.2', forwarded: 'for=40.0.0.0, for=10.0.0.2' };
    expect((await request(stand, 'GET', '/v1/session', { key: service, headers: chain })).status).toBe(200);
  });

  it('the number that a tracer gives a request is no card number, whatever its digits', async () => {
    const number = testCardNumber(19);
    const traced = {
      'x-datadog-trace-id': number,
      traceparent: `00-${`${number}${'0'.repeat(32)}`.slice(0, 32)}-${number.slice(0, 16)}-01`,
      'x-cloud-trace-context': `105445aa7843bc8bf206b12000100000/${number};o=1`,
    };
    expect((await request(stand, 'GET', '/v1/session', { key: service, headers: traced })).status).toBe(200);
  });

  it('a text of others that comes in behind the door is kept, and logged, without the number', async () => {
    const [number, others] = [NUMBER, WRITTEN['with dots']];
    const deed = { tenantId: 'acme', changeId: 'chg_1', actorId: `user ${number}`, role: 'support_agent' as const };
    const facts = { reason: `the card ${others}, said the gateway` };
    await stand.store.audit.append({ ...deed, entryId: 'behind', at: new Date(), action: 'HOLD', facts });
    const kept = await stand.store.audit.find('acme', 'behind');
    expect(kept).toMatchObject({
      actorId: 'user [card number]',
      facts: { reason: 'the card [card number], said the gateway' },
    });
    const [entry] = await stand.store.audit.listChain('acme', 0, 100);
    expect(entry).toBeDefined();
    const item = { tenantId: 'acme', name: `view ${number}` };
    await stand.store.savedViews.put(
      { tenantId: 'acme', ownerId: 'o' },
      { viewId: 'v', name: item.name, query: {} },
      new Date(),
    );
    stand.parts.logger.warn({ err: new Error(`refused: ${others}`) }, `at ${number}`);
    expect(looksLikeCardNumber(await everythingKept())).toBe(false);
    expect(looksLikeCardNumber(stand.logged())).toBe(false);
    expect(stand.logged()).toContain('refused: [card number]');
  });
});
