import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { Client, Connection } from '@temporalio/client';
import { retriesUnlessBusy } from 'statechart-host/client';
import { startTestWorker } from 'statechart-host/testing';
import type { Activities } from '../../activities/contract';
import type { Role } from '../../machines/events';
import { type AppParts, createApp } from '../../server/app';
import { newLogger } from '../../server/http/logging';
import { httpServerFor } from '../../server/http/server';
import { newApiKey } from '../../server/identity/api-keys';
import { LiveFeed } from '../../server/live/feed';
import { connectStore, type Store } from '../../store';
import { testBackends } from '../support/backends';
import { bundle, type Mutation } from '../support/bundle';
import { ADMITTED, REVIEWED, SMOOTH } from '../support/scripted-steps';
import { PATIENCE } from '../support/within';

/** The API on a port of its own, with a database of its own, on the Temporal of the test run. */
export interface ServerStand {
  url: string;
  databaseName: string;
  store: Store;
  /** What the API was made of, to make more of the same. */
  parts: AppParts;
  live: LiveFeed;
  /** Everything that was logged, as text. */
  logged(): string;
  /** A key of a tenant; "acme" unless another one is named. */
  key(role: Role, owner?: { userId?: string; tenantId?: string; expiresAt?: string }): Promise<string>;
  stop(): Promise<void>;
}

type Steps = Partial<Activities>;

export interface ServerStandOptions {
  /** Steps of a worker, in place of the smooth ones. A stand that names none is the API alone: its orders wait. */
  worker?: Steps | ((store: Store) => Steps);
  /** What is different in its workflows. */
  change?: Mutation;
  app?: Partial<AppParts>;
}

export const SECRET = 'a signing secret for nothing but tests';

export async function startServerStand(options: ServerStandOptions = {}): Promise<ServerStand> {
  const databaseName = `server-${randomUUID().slice(0, 8)}`;
  const store = await connectStore(testBackends().mongo, { databaseName });
  await store.ensureIndexes();
  const engine =
    options.worker === undefined ? await apiAlone() : await withWorker(store, options.worker, options.change);
  const log: string[] = [];
  const logger = newLogger(
    'info',
    new Writable({ write: (chunk, _encoding, done) => done(void log.push(String(chunk))) }),
  );
  const live = new LiveFeed({ orders: store.orders, accounts: store.accounts, logger, everyMs: 20 });
  const parts: AppParts = {
    store,
    temporal: engine.client,
    taskQueue: engine.taskQueue,
    tokens: null,
    logger,
    live,
    secrets: [SECRET],
    development: true,
    checksAnswers: true,
    paymentWebhooks: {},
    fulfilmentSecrets: [],
    ...options.app,
  };
  const server = httpServerFor(createApp(parts), logger);
  // A test that keeps this process busy for seconds must not find its connection closed at the next request.
  server.keepAliveTimeout = PATIENCE;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    databaseName,
    store,
    parts,
    live,
    logged: () => log.join(''),
    async key(role, { userId, tenantId = 'acme', expiresAt } = {}) {
      const owner = { environment: 'test', tenantId, role, userId: userId ?? null, expiresAt: expiresAt ?? null };
      const { text, record } = newApiKey(owner);
      await store.apiKeys.add(record);
      return text;
    },
    async stop() {
      live.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await engine.stop();
      await store.close().catch(() => undefined);
    },
  };
}

/** As the API connects. */
const connected = (): Promise<Connection> =>
  Connection.connect({ address: testBackends().temporal, interceptors: retriesUnlessBusy() });

async function apiAlone() {
  const connection = await connected();
  const stop = (): Promise<void> => connection.close();
  return { client: new Client({ connection }), taskQueue: `waiting-${randomUUID()}`, stop };
}

async function withWorker(store: Store, script: Steps | ((store: Store) => Steps), change?: Mutation) {
  const steps = typeof script === 'function' ? script(store) : script;
  const project: Activities['project'] = async ({ view }) => {
    await store.orders.project(view);
  };
  const [connection, worker] = await Promise.all([
    connected(),
    startTestWorker({
      address: testBackends().temporal,
      workflowBundle: await bundle('workflows/index.ts', change),
      activities: { ...SMOOTH, ...REVIEWED, ...ADMITTED, project, ...steps },
    }),
  ]);
  const stop = () => worker.stop().finally(() => connection.close());
  return { client: new Client({ connection }), taskQueue: worker.taskQueue, stop };
}

export interface Reply {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came back
  body: any;
}

export interface Sent {
  key?: string;
  /** Sent as JSON unless it is text or bytes already. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** Sends one request and reads the answer; JSON is parsed. */
export async function request(stand: ServerStand, method: string, path: string, sent: Sent = {}): Promise<Reply> {
  const { key, body, headers = {} } = sent;
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(`${stand.url}${path}`, {
    method,
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: (isRaw ? body : JSON.stringify(body)) as string }),
  });
  const type = response.headers.get('content-type') ?? '';
  // A line that stays open has no end to wait for.
  if (type.startsWith('text/event-stream')) await response.body?.cancel();
  const text = response.bodyUsed || response.body?.locked ? '' : await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** Headers of a service that sends a command for a user, under a key of its own. */
export const commandFor = (userId: string, idempotencyKey: string = randomUUID()): Record<string, string> => ({
  'avenant-on-behalf-of': userId,
  'idempotency-key': idempotencyKey,
});
