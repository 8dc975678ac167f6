import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createApp } from '../../../server/app';
import { type TrafficLimits, USUAL_LIMITS } from '../../../server/traffic/guard';
import { until } from '../../support/within';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from '../stand';

/** Within one minute, so that no window turns while a test counts. */
const NOON = new Date('2026-03-12T12:00:10.000Z');
const now = (): Date => NOON;

const stands: ServerStand[] = [];
async function standWith(limits: Partial<TrafficLimits>, app: object = {}): Promise<ServerStand> {
  const stand = await startServerStand({ app: { now, limits: { ...USUAL_LIMITS, ...limits }, ...app } });
  stands.push(stand);
  return stand;
}
afterEach(async () => {
  for (const stand of stands.splice(0)) await stand.stop();
});

const session = (stand: ServerStand, key?: string, headers: Record<string, string> = {}): Promise<Reply> =>
  request(stand, 'GET', '/v1/session', key === undefined ? { headers } : { key, headers });

const expectRefused = (reply: Reply, status: number, code: string): void => {
  expect([reply.status, reply.body.code]).toEqual([status, code]);
  expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(reply.body.next).toEqual(expect.any(String));
};

describe('rate limits', () => {
  it('a person who asks too often is told so and when to come back, and nobody else is', async () => {
    const stand = await standWith({ person: 3 });
    const claire = await stand.key('billing_contact', { userId: 'claire' });
    const replies = [];
    for (let asked = 0; asked < 4; asked += 1) replies.push(await session(stand, claire));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(replies[2]?.headers.get('ratelimit-policy')).toBe('"person";q=3;w=60');
    expect(replies[2]?.headers.get('ratelimit')).toBe('"person";r=0;t=50');
    const [last] = replies.slice(-1);
    if (last) expectRefused(last, 429, 'too_many_requests');
    expect(last?.headers.get('retry-after')).toBe('50');
    expect((await session(stand, await stand.key('billing_contact', { userId: 'david' }))).status).toBe(200);
  });

  it('all keys of a tenant share its limit, and another tenant has its own', async () => {
    const stand = await standWith({ tenant: 2 });
    const keys = await Promise.all([stand.key('service'), stand.key('support_agent', { userId: 'a' })]);
    for (const key of keys) expect((await session(stand, key)).status).toBe(200);
    expectRefused(await session(stand, keys[0]), 429, 'too_many_requests');
    expect((await session(stand, await stand.key('service', { tenantId: 'other' }))).status).toBe(200);
  });

  it('an address is refused before anybody looks at its key, and health checks still pass', async () => {
    const stand = await standWith({ address: 2 });
    const key = await stand.key('service');
    const find = jest.spyOn(stand.store.apiKeys, 'find');
    await session(stand, key);
    await session(stand, key);
    const looked = find.mock.calls.length;
    expectRefused(await session(stand, key), 429, 'too_many_requests');
    expectRefused(await request(stand, 'GET', '/openapi.json'), 429, 'too_many_requests');
    expect(find.mock.calls.length).toBe(looked);
    for (const path of ['/livez', '/readyz']) expect((await request(stand, 'GET', path)).status).toBe(200);
  });

  it('a forged header gives nobody another address', async () => {
    const stand = await standWith({ address: 2 });
    const forging = (address: string): Promise<Reply> =>
      session(stand, undefined, { 'x-forwarded-for': address, forwarded: `for=${address}` });
    await forging('198.51.100.1');
    await forging('198.51.100.2');
    expectRefused(await forging('198.51.100.3'), 429, 'too_many_requests');
  });

  it('behind a proxy that is named each caller has an address, and one who forges the header the same one', async () => {
    const stand = await standWith({ address: 1 }, { proxies: { proxies: ['127.0.0.1'], header: 'forwarded' } });
    const from = (forwarded: string): Promise<Reply> => session(stand, undefined, { forwarded });
    expect((await from('for=198.51.100.1')).status).toBe(401);
    expect((await from('for=198.51.100.2')).status).toBe(401);
    expectRefused(await from('for=9.9.9.9, for=198.51.100.1'), 429, 'too_many_requests');
  });

  it('counts of all processes are one, a store call a second at most, and none for who is far from a limit', async () => {
    const stand = await standWith({ service: 30 });
    const settle = jest.spyOn(stand.store.usage, 'settle');
    const other = createServer(createApp(stand.parts));
    await listening(other);
    const there = { ...stand, url: urlOf(other) };
    const key = await stand.key('service');
    const settled = async (times: number): Promise<void> => {
      await until(10_000, 'settling', async () => settle.mock.results.length >= times);
      await settle.mock.results[times - 1]?.value;
    };
    for (let asked = 0; asked < 21; asked += 1) await session(stand, key);
    expect(settle.mock.calls.length).toBeLessThanOrEqual(1);
    await settled(1);
    for (let asked = 0; asked < 3; asked += 1) await session(there, key);
    await settled(2);
    expect((await session(there, key)).headers.get('ratelimit')).toBe('"service";r=5;t=50');
    for (let asked = 0; asked < 5; asked += 1) expect((await session(there, key)).status).toBe(200);
    expectRefused(await session(there, key), 429, 'too_many_requests');
    const counted = settle.mock.calls.flatMap(([{ counted: told }]) => told.map(({ scope }) => scope));
    expect(new Set(counted.map((scope) => scope.split(':')[0]))).toEqual(new Set(['principal']));
    other.closeAllConnections();
    other.close();
  });

  it('rates are counted in the process alone while the database is away', async () => {
    const stand = await standWith({ person: 5 });
    const key = await stand.key('billing_contact', { userId: 'claire' });
    await session(stand, key);
    jest.spyOn(stand.store.usage, 'settle').mockRejectedValue(new Error('away'));
    for (let asked = 0; asked < 4; asked += 1) expect((await session(stand, key)).status).toBe(200);
    expectRefused(await session(stand, key), 429, 'too_many_requests');
    await until(10_000, 'the log', async () => stand.logged().includes('in this process alone'));
  });
});

describe('wrong keys', () => {
  const WRONG = `sk_test_${'0'.repeat(16)}_${'x'.repeat(43)}`;

  it('an address whose keys open nothing is slowed down before they are looked up, and others are not', async () => {
    const stand = await standWith({ wrongKeys: 3 }, { proxies: { proxies: ['127.0.0.1'], header: 'x-forwarded-for' } });
    const known = await stand.key('service');
    const fresh = await stand.key('service');
    const from = (key: string, address = '198.51.100.1'): Promise<Reply> =>
      session(stand, key, { 'x-forwarded-for': address });
    expect((await from(known)).status).toBe(200);
    for (let tried = 0; tried < 3; tried += 1) expect((await from(WRONG)).status).toBe(401);
    const find = jest.spyOn(stand.store.apiKeys, 'find');
    expectRefused(await from(WRONG), 429, 'too_many_requests');
    expectRefused(await from(fresh), 429, 'too_many_requests');
    expect(find).not.toHaveBeenCalled();
    // Whoever was let in lately shares the address and is not locked out with it.
    expect((await from(known)).status).toBe(200);
    expect((await from(fresh, '198.51.100.2')).status).toBe(200);
  });
});

describe('requests under way', () => {
  it('what is more than a process works on is shed at once, and taken again afterwards', async () => {
    const stand = await standWith({ underWay: 4 });
    const key = await stand.key('service');
    const keys = await Promise.all(['a', 'b', 'c', 'd'].map((tenantId) => stand.key('service', { tenantId })));
    const begun = keys.map((theirs) => beginPut(stand, theirs));
    expectRefused(await refusedSession(stand, key), 503, 'overloaded');
    for (const path of ['/livez', '/readyz']) expect((await request(stand, 'GET', path)).status).toBe(200);
    for (const socket of begun) socket.destroy();
    await until(10_000, 'room', async () => (await session(stand, key)).status === 200);
  });

  it('one principal has a part of them, and leaves room for others', async () => {
    const stand = await standWith({ underWay: 8 });
    const key = await stand.key('service');
    const begun = ['a', 'b'].map(() => beginPut(stand, key));
    expectRefused(await refusedSession(stand, key), 429, 'too_many_at_once');
    expect((await session(stand, await stand.key('support_agent', { userId: 'a' }))).status).toBe(200);
    for (const socket of begun) socket.destroy();
  });

  it('lines of live updates are no requests under way', async () => {
    const stand = await standWith({ underWay: 4 });
    const key = await stand.key('service');
    const headers = { authorization: `Bearer ${key}` };
    const lines: Response[] = [];
    for (let opened = 0; opened < 5; opened += 1) lines.push(await fetch(`${stand.url}/v1/live/changes`, { headers }));
    expect(lines.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await session(stand, key)).status).toBe(200);
    await Promise.all(lines.map(({ body }) => body?.cancel()));
  });
});

/** The first answer that is a refusal: what was begun is under way then. */
async function refusedSession(stand: ServerStand, key: string): Promise<Reply> {
  let reply = await session(stand, key);
  await until(10_000, 'a refusal', async () => {
    reply = await session(stand, key);
    return reply.status !== 200;
  });
  return reply;
}

const listening = async (server: Server): Promise<void> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
};

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** A request whose body never comes to an end. */
function beginPut(stand: ServerStand, key: string): Socket {
  const socket = connect(Number(new URL(stand.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  const headers = { ...commandFor('claire'), authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const lines = Object.entries({ host: 'localhost', ...headers, 'content-length': '50' });
  socket.write(
    ['PUT /v1/accounts/acc_1 HTTP/1.1', ...lines.map(([name, value]) => `${name}: ${value}`), '', '{'].join('\r\n'),
  );
  return socket;
}
