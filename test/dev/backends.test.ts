import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import mongoose from 'mongoose';
import { freePort, takeLock } from 'statechart-host/testing';
import { startMongo } from '../../dev/embedded/mongo-server';
import { type Backends, runningTemporalOf, startBackends } from '../../dev/embedded/stack';
import { isRunning } from './processes';

const STUCK = defineSearchAttributeKey('AvenantStuck', SearchAttributeType.KEYWORD);
interface Note {
  name: string;
  count?: number;
}
const note = new mongoose.Schema<Note>({ name: { type: String, unique: true }, count: Number });

let folder: string;
/** Stopped after each test, so that a failing one leaves nothing running; stopping twice does no harm. */
const started: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  // These tests are about the servers we start, not about those a developer may have.
  delete process.env.TEMPORAL_ADDRESS;
  delete process.env.MONGODB_URI;
  folder = await mkdtemp(join(tmpdir(), 'backends-test-'));
});
afterEach(() => Promise.all(started.splice(0).map((server) => server.stop())));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function withTemporal<T>({ temporal }: Backends, use: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: temporal.address });
  try {
    return await use(new Client({ connection, namespace: temporal.namespace }));
  } finally {
    await connection.close();
  }
}

async function withNotes<T>(uri: string, use: (notes: mongoose.Model<Note>) => Promise<T>): Promise<T> {
  const connection = await mongoose.createConnection(uri, { dbName: 'notes' }).asPromise();
  try {
    const notes = connection.model<Note>('Note', note);
    await notes.init();
    return await use(notes);
  } finally {
    await connection.close();
  }
}

/** Starts something and sees to it that it is stopped in the end. */
async function start<T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const server = await starting;
  started.push(server);
  return server;
}

function startKept(): Promise<Backends> {
  return start(startBackends({ dataDir: join(folder, 'kept'), searchAttributes: { AvenantStuck: 'Keyword' } }));
}

it('the backends serve, keep their data over a restart, and leave no process behind', async () => {
  const order = {
    taskQueue: 'nobody',
    workflowId: 'order-1',
    typedSearchAttributes: [{ key: STUCK, value: 'applying' }],
  };
  const first = await startKept();
  const { address, namespace } = first.temporal;
  expect(await runningTemporalOf(join(folder, 'kept'))).toEqual({ address, namespace });
  await withTemporal(first, (client) => client.workflow.start('subscriptionChange', order));
  await withNotes(first.mongo.uri, async (notes) => {
    await notes.create({ name: 'a', count: 1 });
    await notes.findOneAndUpdate({ name: 'a' }, { $inc: { count: 1 } });
    await expect(notes.create({ name: 'a' })).rejects.toMatchObject({ code: 11_000 });
  });
  await first.stop();
  expect([first.temporal.pid, first.mongo.pid].map(isRunning)).toEqual([false, false]);
  expect(await runningTemporalOf(join(folder, 'kept'))).toBeUndefined();

  const second = await startKept();
  const found = await withTemporal(second, (client) => client.workflow.getHandle('order-1').describe());
  expect(found.status.name).toBe('RUNNING');
  expect(found.typedSearchAttributes.get(STUCK)).toBe('applying');
  const notes = await withNotes(second.mongo.uri, (model) => model.find().lean());
  expect(notes).toMatchObject([{ name: 'a', count: 2 }]);
  await second.stop();
});

it('every acknowledged write is found after MongoDB was killed', async () => {
  const dataDir = join(folder, 'killed');
  const first = await start(startMongo({ dataDir }));
  const names = Array.from({ length: 50 }, (_, index) => `note-${index}`);
  await withNotes(first.uri, async (notes) => {
    for (const name of names) await notes.create({ name });
    process.kill(first.pid ?? Number.NaN, 'SIGKILL');
  });
  await first.stop();

  const second = await start(startMongo({ dataDir }));
  expect(await withNotes(second.uri, (notes) => notes.distinct('name'))).toHaveLength(names.length);
  await second.stop();
});

it('the servers both end when the process that started them is killed', async () => {
  const dataDir = join(folder, 'orphaned');
  const holder = fork(join(__dirname, 'stack-holder.ts'), [dataDir], {
    execArgv: ['--require', require.resolve('tsx/cjs')],
  });
  const [{ pids, failure }] = await once(holder, 'message');
  expect(failure).toBeUndefined();
  expect(pids.map(isRunning)).toEqual([true, true]);
  holder.kill('SIGKILL');

  for (const part of ['temporal', 'mongo']) {
    // The lock of the data folder is free once the server is gone.
    const { release } = await takeLock(join(dataDir, part, 'server.lock'), 15_000);
    release?.();
  }
  expect(pids.map(isRunning)).toEqual([false, false]);
});

it('the backends need no data folder, and then leave no file behind', async () => {
  const backends = await start(startBackends({ searchAttributes: {} }));
  const socket = decodeURIComponent(new URL(backends.mongo.uri).host);
  expect(existsSync(socket)).toBe(true);
  await withNotes(backends.mongo.uri, (notes) => notes.create({ name: 'a' }));
  await backends.stop();
  expect(existsSync(join(socket, '..', '..'))).toBe(false);
});

it('the refusal does not print the password of a MongoDB that does not answer', async () => {
  const uri = `mongodb://user:secret@127.0.0.1:${await freePort()}/`;
  const probe = { uri, onPath: () => undefined, engineAbsence: () => 'no', engineLauncher: async () => [] };
  const failure = startMongo({ probe, answerWithinMs: 200 });
  await expect(failure).rejects.toMatchObject({ code: 'mongo_failed', message: expect.not.stringContaining('secret') });
});
