import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { present } from '../../billing/present';
import { STUCK_ATTRIBUTE } from '../../workflows/contract';
import { freePort } from '../embedded/free-port';
import type { GuardedProcess } from '../embedded/guarded-process';
import { withProgress } from '../embedded/progress';
import { type Backends, startBackends } from '../embedded/stack';
import { startFulfilmentSandbox } from '../sandboxes/fulfilment/server';
import { type PaymentSandbox, startPaymentSandbox } from '../sandboxes/payment/server';
import { startViesSandbox } from '../sandboxes/vies/server';
import type { LocalSecrets } from './local-secrets';
import { type PreparedStore, prepareStore, SAMPLE_PEOPLE } from './prepare-store';
import { startServerProcess, startWorkerProcess } from './processes';
import type { StackOptions } from './stack-options';
import { workflowBundle } from './workflow-bundle';

/** Avenant with everything it talks to, on this machine. */
export interface Stack {
  url: string;
  temporalAddress: string;
  /** Where the backends came from, in words. */
  origins: string[];
  /** Settles when a backend of ours has ended, with its last words. */
  backendEnded: Promise<string>;
  /** The sandbox payment gateway; another one after it was down. */
  payments(): PaymentSandbox;
  paymentGatewayGoesDown(): Promise<void>;
  paymentGatewayComesBack(): Promise<void>;
  vies: Awaited<ReturnType<typeof startViesSandbox>>;
  fulfilment: Awaited<ReturnType<typeof startFulfilmentSandbox>>;
  keys: PreparedStore['keys'];
  worker(): GuardedProcess;
  /** Starts a worker again after the last one was killed. */
  restartWorker(): Promise<void>;
  server(): GuardedProcess;
  restartServer(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the backends, the sandboxes of the outside services, a worker and the API. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { secrets, dataDir } = options;
  const [backends, bundle] = await Promise.all([
    startBackends(present({ searchAttributes: { [STUCK_ATTRIBUTE]: 'Keyword' as const }, dataDir })),
    workflowBundle(),
  ]);
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const [{ keys }, sandboxes] = await Promise.all([
    prepareStore(backends.mongo.uri, options),
    startSandboxes(url, options),
  ]);
  const workerEnvironment = { ...workerSettings(backends, sandboxes, secrets), WORKFLOW_BUNDLE: bundle };
  const [worker, server] = await withProgress('Starting the worker and the API', () =>
    Promise.all([
      startWorkerProcess(workerEnvironment),
      startServerProcess(url, serverSettings(backends, port, secrets)),
    ]),
  );
  let runningWorker = worker;
  let runningServer = server;
  return {
    url,
    temporalAddress: backends.temporal.address,
    origins: [`Temporal: ${backends.temporal.origin}`, `MongoDB: ${backends.mongo.origin}`],
    backendEnded: backends.ended,
    ...sandboxes,
    keys,
    worker: () => runningWorker,
    restartWorker: async () => {
      runningWorker = await startWorkerProcess(workerEnvironment);
    },
    server: () => runningServer,
    restartServer: async () => {
      runningServer = await startServerProcess(url, serverSettings(backends, port, secrets));
    },
    stop: async () => {
      await Promise.all([runningServer.stop(), runningWorker.stop()]);
      await sandboxes.close();
      await backends.stop();
    },
  };
}

type OutsideOfStack = Pick<
  Stack,
  'payments' | 'paymentGatewayGoesDown' | 'paymentGatewayComesBack' | 'vies' | 'fulfilment'
>;

interface Sandboxes extends OutsideOfStack {
  close(): Promise<void>;
}

async function startSandboxes(url: string, { secrets, dataDir }: StackOptions): Promise<Sandboxes> {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'avenant-')));
  const stateFile = join(folder, 'payments.json');
  const webhook = { url: `${url}/webhooks/payments/sandbox`, secret: secrets.paymentWebhook };
  let payments = await startPaymentSandbox({ webhook, stateFile });
  const port = Number(new URL(payments.url).port);
  const [vies, fulfilment] = await Promise.all([
    startViesSandbox(),
    startFulfilmentSandbox({ callback: { url: `${url}/webhooks/fulfilment`, secret: secrets.fulfilmentWebhook } }),
  ]);
  return {
    vies,
    fulfilment,
    payments: () => payments,
    paymentGatewayGoesDown: () => payments.close(),
    paymentGatewayComesBack: async () => {
      payments = await startPaymentSandbox({ webhook, stateFile, port });
    },
    close: async () => {
      await Promise.all([payments.close(), vies.close(), fulfilment.close()]);
      if (dataDir === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

function commonSettings(backends: Backends): Record<string, string> {
  return {
    AVENANT_ENV: 'development',
    LOG_LEVEL: 'warn',
    TEMPORAL_ADDRESS: backends.temporal.address,
    TEMPORAL_NAMESPACE: backends.temporal.namespace,
    MONGODB_URI: backends.mongo.uri,
  };
}

function workerSettings(
  backends: Backends,
  { payments, vies, fulfilment }: Sandboxes,
  secrets: LocalSecrets,
): Record<string, string> {
  return {
    ...commonSettings(backends),
    PAYMENT_GATEWAY_URL: payments().url,
    VIES_URL: vies.url,
    FULFILMENT_URL: fulfilment.url,
    AVENANT_SEARCH_SECRET: secrets.search,
  };
}

function serverSettings(backends: Backends, port: number, secrets: LocalSecrets): Record<string, string> {
  return {
    ...commonSettings(backends),
    PORT: String(port),
    AVENANT_SECRET: secrets.server,
    SAMPLE_PEOPLE: SAMPLE_PEOPLE,
    AVENANT_SEARCH_SECRET: secrets.search,
    SANDBOX_WEBHOOK_SECRETS: secrets.paymentWebhook,
    FULFILMENT_WEBHOOK_SECRETS: secrets.fulfilmentWebhook,
  };
}
