import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import type { ProjectInput } from '../../../activities/contract';
import { startMongo } from '../../../dev/embedded/mongo-server';
import { once } from '../../../server/api/idempotency';
import { connectStore } from '../../../store';
import { isStoreUnavailable } from '../../../store/mongo/availability';
import { bundle } from '../../support/bundle';
import { SMOOTH } from '../../support/scripted-steps';
import { startTestWorker } from '../../support/test-worker';
import { PATIENCE, until } from '../../support/within';
import { bringIn } from '../facts/facts';
import { commandFor, type Reply, request, startWorld, type World } from '../world';

/** What we depend on is gone: nothing is half started, and the same request may be sent again. */

const start = (world: World, key: string, headers: Record<string, string>, seats = 8): Promise<Reply> =>
  request(world, 'POST', '/v1/changes', {
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

  it('answers 503, and the same key starts the same order once there is one, but no other order', async () => {
    const taskQueue = `late-${randomUUID()}`;
    const world = await startWorld({ app: { acceptanceLimit: 300, taskQueue } });
    const key = await world.key('service');
    await bringIn(world, key);
    const headers = commandFor('user_1');
    const reply = await start(world, key, headers);
    expectUnavailable(reply, 'temporal');
    expect((await request(world, 'GET', '/v1/changes', { key })).body.items).toEqual([]);
    // Not "running", not replayed: the key is free for this request.
    expectUnavailable(await start(world, key, headers), 'temporal');
    const reused = { status: 422, code: 'idempotency_key_reused' };
    expect((await start(world, key, headers, 9)).body).toMatchObject(reused);

    const worker = await startTestWorker({
      taskQueue,
      workflowBundle: await bundle('workflows/index.ts'),
      activities: {
        ...SMOOTH,
        project: async ({ view }: ProjectInput) => void (await world.store.orders.project(view)),
      },
    });
    ends.push(worker.stop);
    const started = await start(world, key, { ...headers, prefer: 'wait=10' });
    expect(started.body).toMatchObject({ changeId: reply.body.changeId, state: 'reviewing' });
    expect((await start(world, key, headers, 9)).body).toMatchObject(reused);
    // Long after: all memory of the request is gone, and the order itself still knows what started it.
    await world.store.idempotency.removeExpired(new Date(Date.now() + 100 * 3_600_000), 100);
    expect((await start(world, key, headers, 9)).body).toMatchObject(reused);
    await request(world, 'POST', `/v1/changes/${reply.body.changeId}/events`, {
      key,
      body: { type: 'CANCEL' },
      headers: commandFor('user_1'),
    });
    expect((await start(world, key, headers, 9)).body).toMatchObject(reused);
    await world.stop();
  });
});

describe('without Temporal', () => {
  it('answers 503 to commands, and is alive but not ready', async () => {
    const connection = Connection.lazy({ address: '127.0.0.1:1' });
    const world = await startWorld({ app: { temporal: new Client({ connection }), acceptanceLimit: 300 } });
    const key = await world.key('service');
    await bringIn(world, key);
    expectUnavailable(await start(world, key, commandFor('user_1')), 'temporal');
    // An assignment is a fact of ours.
    const seat = { key, headers: commandFor('user_1') };
    expect((await request(world, 'PUT', '/v1/subscriptions/sub_1/seats/ada', seat)).status).toBe(204);
    expect((await request(world, 'GET', '/v1/subscriptions/sub_1/seats', seat)).body.assigned).toBe(1);
    expect((await request(world, 'GET', '/livez')).status).toBe(200);
    const ready = await request(world, 'GET', '/readyz');
    expect(ready.status).toBe(503);
    expect(ready.body.checks).toEqual({ accepting: true, store: true, temporal: false });
    await world.stop();
  });
});

describe('without MongoDB', () => {
  it('answers 503 to everything that needs facts, also when it only says nothing any more', async () => {
    const mongo = await startMongo();
    const store = await connectStore(mongo.uri, { databaseName: 'outage', serverSelectionTimeoutMS: 300 });
    const world = await startWorld({ app: { store } });
    const headers = commandFor('user_1');
    const key = `sk_test_${'0'.repeat(16)}_${'a'.repeat(43)}`;
    expect((await start(world, key, headers)).status).toBe(401);
    process.kill(mongo.pid ?? 0, 'SIGSTOP');
    const began = Date.now();
    expectUnavailable(await start(world, key, headers), 'store');
    expect(Date.now() - began).toBeLessThan(10_000);
    process.kill(mongo.pid ?? 0, 'SIGCONT');
    await mongo.stop();
    expectUnavailable(await start(world, key, headers), 'store');
    expectUnavailable(await request(world, 'GET', '/v1/changes/chg_1', { key }), 'store');
    const ready = await request(world, 'GET', '/readyz');
    expect(ready.body.checks).toEqual({ accepting: true, store: false, temporal: true });
    await store.close();
    await world.stop();
  });
});

describe('while MongoDB says nothing for a moment', () => {
  it('says so, and the same request may be sent again at once when it is back', async () => {
    const mongo = await startMongo();
    const { idempotency, ...store } = await connectStore(mongo.uri, { databaseName: 'pause' });
    await store.ensureIndexes();
    // The clock stands still, so that no lease ends by itself.
    const asked = { scope: randomUUID(), fingerprint: 'f', now: new Date(), wait: 10 };
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
  it('is not ready, though everything works', async () => {
    const readiness = { accepting: true };
    const world = await startWorld({ app: { readiness } });
    expect((await request(world, 'GET', '/readyz')).status).toBe(200);
    readiness.accepting = false;
    expect((await request(world, 'GET', '/readyz')).body).toMatchObject({ status: 'fail' });
    await world.stop();
  });
});
