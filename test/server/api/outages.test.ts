import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { startTestWorker } from 'statechart-host/testing';
import type { ProjectInput } from '../../../activities/contract';
import { startMongo } from '../../../dev/embedded/mongo-server';
import { once } from '../../../server/api/idempotency';
import { newApiKey } from '../../../server/identity/api-keys';
import { connectStore, type Store } from '../../../store';
import { isStoreUnavailable } from '../../../store/mongo/availability';
import { testBackends } from '../../support/backends';
import { type BrokenLine, type Fault, openBrokenLine } from '../../support/broken-line';
import { bundle } from '../../support/bundle';
import { SMOOTH } from '../../support/scripted-steps';
import { PATIENCE, until, within } from '../../support/within';
import { bringIn } from '../facts/facts';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from '../stand';

/** What we depend on is gone: nothing is half started, and the same request may be sent again. */

const start = (stand: ServerStand, key: string, headers: Record<string, string>, seats = 8): Promise<Reply> =>
  request(stand, 'POST', '/v1/changes', {
    key,
    body: { subscriptionId: 'sub_1', seats },
    headers: { prefer: 'wait=0', ...headers },
  });

const expectUnavailable = (reply: Reply, service: string): void => {
  expect(reply.body).toMatchObject({ status: 503, code: 'unavailable', service });
  expect(reply.headers.get('retry-after')).toBe('5');
};

describe('without a worker', () => {
  const ends: (() => Promise<void>)[] = [];
  afterEach(() => Promise.all(ends.map((end) => end())));

  it('an API without a worker answers 503, and the same key starts the same order once there is one, but no other order', async () => {
    const taskQueue = `late-${randomUUID()}`;
    const stand = await startServerStand({ app: { acceptanceLimit: 300, taskQueue } });
    const key = await stand.key('service');
    await bringIn(stand, key);
    const headers = commandFor('user_1');
    const reply = await start(stand, key, headers);
    expectUnavailable(reply, 'temporal');
    expect((await request(stand, 'GET', '/v1/changes', { key })).body.items).toEqual([]);
    // Not "running", not replayed: the key is free for this request.
    expectUnavailable(await start(stand, key, headers), 'temporal');
    const reused = { status: 422, code: 'idempotency_key_reused' };
    expect((await start(stand, key, headers, 9)).body).toMatchObject(reused);

    const worker = await startTestWorker({
      address: testBackends().temporal,
      taskQueue,
      workflowBundle: await bundle('workflows/index.ts'),
      activities: {
        ...SMOOTH,
        project: async ({ view }: ProjectInput) => void (await stand.store.orders.project(view)),
      },
    });
    ends.push(worker.stop);
    const started = await start(stand, key, { ...headers, prefer: 'wait=10' });
    expect(started.body).toMatchObject({ changeId: reply.body.changeId, state: 'reviewing' });
    expect((await start(stand, key, headers, 9)).body).toMatchObject(reused);
    // Long after: all memory of the request is gone, and the order itself still knows what started it.
    await stand.store.idempotency.removeExpired(new Date(Date.now() + 100 * 3_600_000), 100);
    expect((await start(stand, key, headers, 9)).body).toMatchObject(reused);
    await request(stand, 'POST', `/v1/changes/${reply.body.changeId}/events`, {
      key,
      body: { type: 'CANCEL' },
      headers: commandFor('user_1'),
    });
    expect((await start(stand, key, headers, 9)).body).toMatchObject(reused);
    await stand.stop();
  });
});

describe('without Temporal', () => {
  it('an API without Temporal answers 503 to commands, and is alive but not ready', async () => {
    const connection = Connection.lazy({ address: '127.0.0.1:1' });
    const stand = await startServerStand({ app: { temporal: new Client({ connection }), acceptanceLimit: 300 } });
    const key = await stand.key('service');
    await bringIn(stand, key);
    expectUnavailable(await start(stand, key, commandFor('user_1')), 'temporal');
    // An assignment is a fact of ours.
    const seat = { key, headers: commandFor('user_1') };
    expect((await request(stand, 'PUT', '/v1/subscriptions/sub_1/seats/ada', seat)).status).toBe(204);
    expect((await request(stand, 'GET', '/v1/subscriptions/sub_1/seats', seat)).body.assigned).toBe(1);
    expect((await request(stand, 'GET', '/livez')).status).toBe(200);
    const ready = await request(stand, 'GET', '/readyz');
    expect(ready.status).toBe(503);
    expect(ready.body.checks).toEqual({ accepting: true, store: true, temporal: false });
    await stand.stop();
  });
});

describe('without MongoDB', () => {
  it('an API whose MongoDB is silent or gone answers 503 to everything that needs facts', async () => {
    const mongo = await startMongo();
    const store = await connectStore(mongo.uri, { databaseName: 'outage', serverSelectionTimeoutMS: 300 });
    const stand = await startServerStand({ app: { store } });
    const headers = commandFor('user_1');
    const key = `sk_test_${'0'.repeat(16)}_${'a'.repeat(43)}`;
    expect((await start(stand, key, headers)).status).toBe(401);
    process.kill(mongo.pid ?? 0, 'SIGSTOP');
    const began = Date.now();
    expectUnavailable(await start(stand, key, headers), 'store');
    expect(Date.now() - began).toBeLessThan(10_000);
    process.kill(mongo.pid ?? 0, 'SIGCONT');
    await mongo.stop();
    expectUnavailable(await start(stand, key, headers), 'store');
    expectUnavailable(await request(stand, 'GET', '/v1/changes/chg_1', { key }), 'store');
    const ready = await request(stand, 'GET', '/readyz');
    expect(ready.body.checks).toEqual({ accepting: true, store: false, temporal: true });
    await store.close();
    await stand.stop();
  });
});

describe('with a broken line to MongoDB', () => {
  let line: BrokenLine;
  let store: Store;
  let stand: ServerStand;
  const { text: key, record } = newApiKey({
    environment: 'test',
    tenantId: 'acme',
    role: 'service',
    userId: null,
    expiresAt: null,
  });
  beforeAll(async () => {
    line = await openBrokenLine(testBackends().mongo);
    store = await connectStore(line.uri, { databaseName: `api-line-${randomUUID().slice(0, 8)}` });
    await store.ensureIndexes();
    await store.apiKeys.add(record);
    stand = await startServerStand({ app: { store } });
  });
  afterAll(async () => {
    line.break(null);
    await stand.stop();
    await store.close();
    await line.close();
  });

  it.each<Fault>(['cut', 'half closed', 'silent', 'stalled'])(
    'an API answers 503 to reads and writes over a line that is %s, and answers again once it is mended',
    async (fault) => {
      line.break(fault);
      const read = request(stand, 'GET', '/v1/changes/chg_1', { key });
      const seat = { key, headers: commandFor('user_1') };
      const write = request(stand, 'PUT', '/v1/subscriptions/sub_1/seats/ada', seat);
      for (const reply of await within(PATIENCE, Promise.all([start(stand, key, commandFor('user_1')), read, write]))) {
        expectUnavailable(reply, 'store');
      }
      line.break(null);
      const isAnswered = async () => (await request(stand, 'GET', '/v1/changes/chg_1', { key })).status === 404;
      await until(PATIENCE, 'an answer over the mended line', isAnswered);
    },
  );
});

describe('while MongoDB says nothing for a moment', () => {
  it('a request that MongoDB did not answer fails, and may be sent again as soon as MongoDB is back', async () => {
    const mongo = await startMongo();
    const { idempotency, ...store } = await connectStore(mongo.uri, { databaseName: 'pause' });
    await store.ensureIndexes();
    // The clock stands still, so that no lease ends by itself.
    const asked = { scope: randomUUID(), fingerprint: 'f', joinsItself: false, now: new Date(), wait: 10 };
    const ask = () => once(idempotency, asked, async () => ({ status: 201 }));
    process.kill(mongo.pid ?? 0, 'SIGSTOP');
    const failure: unknown = await ask().catch((error: unknown) => error);
    process.kill(mongo.pid ?? 0, 'SIGCONT');
    const isAnswered = () =>
      ask().then(
        ({ status }) => status === 201,
        () => false,
      );
    await until(PATIENCE, 'an answer to the same request', isAnswered);
    await store.close();
    await mongo.stop();
    expect([failure, isStoreUnavailable(failure)]).toEqual([expect.any(Error), true]);
  });
});

describe('while shutting down', () => {
  it('an API that shuts down is not ready, though everything works', async () => {
    const readiness = { accepting: true };
    const stand = await startServerStand({ app: { readiness } });
    expect((await request(stand, 'GET', '/readyz')).status).toBe(200);
    readiness.accepting = false;
    expect((await request(stand, 'GET', '/readyz')).body).toMatchObject({ status: 'fail' });
    await stand.stop();
  });
});
