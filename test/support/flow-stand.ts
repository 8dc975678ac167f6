import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestWorker } from 'statechart-host/testing';
import type { Activities } from '../../activities/contract';
import { createActivities, type Dependencies } from '../../activities/index';
import { CHECKS } from '../../commands/reconcile/checks';
import { workerCodec } from '../../connections/temporal/payloads/codec';
import type { PayloadSettings } from '../../connections/temporal/payloads/settings';
import { changeSettings } from '../../dev/stack/change-settings';
import { localFulfilment } from '../../gateways/fulfilment/local';
import { httpFulfilment } from '../../gateways/fulfilment/over-http';
import { sandboxGateway } from '../../gateways/payment/sandbox/gateway';
import { sandboxSetupPages } from '../../gateways/payment/sandbox/setup-pages';
import { parseSandboxWebhook } from '../../gateways/payment/sandbox/webhook';
import type { SetupPages } from '../../gateways/payment/setup-port';
import { viesRegister } from '../../gateways/vies/client';
import type { Role } from '../../machines/events';
import { type AppParts, createApp } from '../../server/app';
import { newApiKey } from '../../server/identity/api-keys';
import type { KeyRing } from '../../store/access/key-ring';
import type { Settings } from '../../store/facts/settings';
import { connectStore, type Store } from '../../store/index';
import { newLogger } from '../../telemetry/logs/logger';
import { TASK_QUEUE } from '../../workflows/contract';
import { sealedFailures } from '../../workflows/worker/sealed-failures';
import { testBackends } from './backends';
import { bundle, type Mutation } from './bundle';
import { FlowClock } from './flow-clock';
import { type FlowNamespace, openNamespace } from './flow-namespace';
import { FULFILMENT_SECRET, IDENTITY_SECRET, type Outside, PAYMENT_SECRET, startOutside } from './flow-outside';
import { TEST_RING } from './key-rings';
import { taskFailures } from './task-failures';
import { PATIENCE } from './within';

export const TENANT = 'acme';
/** Where the pages for customers are, of whom nothing listens here. */
export const PAGES_URL = 'http://127.0.0.1:1/billing';

export interface FlowOptions {
  /** Every workflow task replays its workflow from the beginning. */
  replayed?: boolean;
  /** What is different in the workflows, e.g. shorter waits. */
  change?: Mutation | Mutation[];
  settings?: Partial<Settings>;
  /** Steps to replace; the real ones are there to be called. */
  steps?(real: Activities): Partial<Activities>;
  pauseAt?: Dependencies['pauseAt'];
  /** What the worker seals with; the API always has the first ring that tests have. */
  keyRing?: KeyRing;
  /** How payloads are written and read, by API and worker alike. */
  payloads?: PayloadSettings;
  /** The work is done by worker processes that the test starts and ends itself. */
  workersOfItsOwn?: boolean;
  /** What is different in the API. */
  app?: Partial<AppParts>;
}

/** Avenant on its real parts, with a namespace and a database that nobody else uses. */
export interface FlowStand extends Outside {
  /** Of the API. */
  url: string;
  clock: FlowClock;
  store: Store;
  mongo: { uri: string; database: string };
  temporal: FlowNamespace;
  /** A key of the sample tenant. */
  key(role: Role, userId?: string): Promise<string>;
  /** Ends everything. Throws when a workflow task failed meanwhile: a bug that a later try may have hidden. */
  stop(): Promise<void>;
}

export async function startFlowStand(options: FlowOptions = {}): Promise<FlowStand> {
  const clock = new FlowClock();
  const mongo = { uri: testBackends().mongo, database: `flow-${randomUUID().slice(0, 8)}` };
  const [store, temporal] = await Promise.all([
    connectStore(mongo.uri, { databaseName: mongo.database }),
    openNamespace(options.payloads),
  ]);
  await store.ensureIndexes();
  if (options.settings !== undefined) await changeSettings(store, TENANT, options.settings);
  const door = await openDoor(store, temporal, () => paymentPages, options.app);
  const outside = await startOutside(door.url, clock);
  const paymentPages = sandboxSetupPages({ baseUrl: outside.paymentUrl, timeoutMilliseconds: SILENCE });
  const worker = options.workersOfItsOwn ? null : await startWorker({ store, temporal, outside, clock }, options);
  return {
    ...outside,
    url: door.url,
    clock,
    store,
    mongo,
    temporal,
    key: (role, userId) => newKey(store, role, userId),
    async stop() {
      const failures = await taskFailures(temporal);
      const differences = await reconciled(store);
      await door.close();
      await outside.close();
      await worker?.stop();
      await temporal.connection.close();
      await store.close();
      if (failures.length > 0) throw new Error(`Workflow tasks failed:\n${failures.join('\n')}`);
      if (differences.length > 0) throw new Error(`What is stored does not add up:\n${differences.join('\n')}`);
    },
  };
}

/** Whatever a test did, its money must add up in the end, as `avenant reconcile` would see it. */
async function reconciled(store: Store): Promise<string[]> {
  const differences: string[] = [];
  for (const { run } of CHECKS)
    await run(store, ({ subject, problem }) => void differences.push(`${subject}: ${problem}`));
  return differences;
}

type Parts = { store: Store; temporal: FlowNamespace; outside: Outside; clock: FlowClock };

async function startWorker(parts: Parts, options: FlowOptions): Promise<{ stop(): Promise<void> }> {
  const { temporal } = parts;
  const real = realActivities(parts, options);
  const { payloads = USUAL } = options;
  const activities = { ...real, ...options.steps?.(real) };
  return startTestWorker({
    address: temporal.address,
    spoken: temporal.spoken,
    namespace: temporal.name,
    taskQueue: TASK_QUEUE,
    workflowBundle: await bundle('workflows/index.ts', options.change),
    activities: payloads.encryption === 'off' ? activities : sealedFailures(activities),
    dataConverter: { payloadCodecs: [workerCodec(payloads)] },
    ...(options.replayed ? REPLAYED : {}),
  });
}

/**
 * One task at a time, because a worker without a cache drops a workflow whose local activity is under way as soon as
 * another one has a task; what was dropped waits for the time-out of its task.
 */
const REPLAYED = { maxCachedWorkflows: 0, maxConcurrentWorkflowTaskExecutions: 1 };

/** `TEST_PAYLOADS=sealed npx jest test/flow`: what is told there holds of sealed payloads too, but where a test reads a history. */
const USUAL: PayloadSettings = {
  encryption: process.env.TEST_PAYLOADS === 'sealed' ? 'on' : 'off',
  ring: TEST_RING,
};

/** Shorter than usual, so that a gateway's silence need not be waited for long. */
const SILENCE = 2_000;

function realActivities(
  { store, temporal, outside, clock }: Parts,
  { pauseAt, keyRing = TEST_RING }: FlowOptions,
): Activities {
  return createActivities({
    store,
    paymentGateway: sandboxGateway({ baseUrl: outside.paymentUrl, timeoutMilliseconds: SILENCE }),
    vatRegister: viesRegister({ baseUrl: outside.vies.url, timeoutMilliseconds: SILENCE }),
    fulfilment: {
      local: localFulfilment(),
      http: httpFulfilment({ baseUrl: outside.fulfilment.url, timeoutMilliseconds: SILENCE }),
    },
    temporalClient: temporal.client,
    clock: clock.now,
    log: newLogger({ name: 'api', level: 'silent' }),
    keyRing,
    pagesUrl: PAGES_URL,
    ...(pauseAt === undefined ? {} : { pauseAt }),
  });
}

/** @param pages of the gateway, which calls back to this very door and is therefore started after it */
async function openDoor(
  store: Store,
  { client }: FlowNamespace,
  pages: () => SetupPages,
  different: Partial<AppParts> = {},
): Promise<{ url: string; close(): Promise<void> }> {
  const app = createApp({
    store,
    temporal: client,
    tokens: null,
    logger: newLogger({ name: 'api', level: 'silent' }),
    paymentPages: {
      gateway: {
        name: 'sandbox',
        openPage: (...asked) => pages().openPage(...asked),
        readPage: (...asked) => pages().readPage(...asked),
      },
      pagesUrl: PAGES_URL,
    },
    secrets: ['a signing secret for nothing but tests'],
    keyRing: TEST_RING,
    development: true,
    paymentWebhooks: {
      sandbox: (body, headers, nowSeconds) =>
        parseSandboxWebhook(body, headers, { secrets: [PAYMENT_SECRET], nowSeconds, mode: 'test' }),
    },
    fulfilmentSecrets: [FULFILMENT_SECRET],
    identitySecrets: { [TENANT]: [IDENTITY_SECRET] },
    ...different,
  });
  const server = createServer(app);
  // A test that keeps this process busy for seconds must not find its connection closed at the next request.
  server.keepAliveTimeout = PATIENCE;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function newKey(store: Store, role: Role, userId?: string): Promise<string> {
  const owner = { environment: 'test', tenantId: TENANT, role, userId: userId ?? null, expiresAt: null };
  const { text, record } = newApiKey(owner);
  await store.apiKeys.add(record);
  return text;
}
