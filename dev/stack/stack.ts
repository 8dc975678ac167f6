import { type Backends, startBackends } from '../embedded/stack';
import { freePort } from '../embedded/free-port';
import type { GuardedProcess } from '../embedded/guarded-process';
import { withProgress } from '../embedded/progress';
import { startFulfilmentSandbox } from '../sandboxes/fulfilment';
import { startPaymentSandbox } from '../sandboxes/payment-gateway';
import { startViesSandbox } from '../sandboxes/vies';
import { STUCK_ATTRIBUTE } from '../../workflows/contract';
import type { LocalSecrets } from './local-secrets';
import { type PreparedStore, prepareStore } from './prepare-store';
import { startServerProcess, startWorkerProcess } from './processes';

export interface StackOptions {
  secrets: LocalSecrets;
  /** Folder for all data; without it everything is gone at the end. */
  dataDir?: string;
  /** Port of the API; a free one when left out. */
  port?: number;
  /** When reminders to assign new seats are due, in milliseconds after the purchase. */
  reminderDelays?: number[];
}

/** Avenant with everything it talks to, on this machine. */
export interface Stack {
  url: string;
  temporalAddress: string;
  /** Where the backends came from, in words. */
  origins: string[];
  payments: Awaited<ReturnType<typeof startPaymentSandbox>>;
  vies: Awaited<ReturnType<typeof startViesSandbox>>;
  fulfilment: Awaited<ReturnType<typeof startFulfilmentSandbox>>;
  keys: PreparedStore['keys'];
  worker(): GuardedProcess;
  /** Starts a worker again after the last one was killed. */
  restartWorker(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the backends, the sandboxes of the outside services, a worker and the API. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { secrets, dataDir } = options;
  const backends = await startBackends({
    searchAttributes: { [STUCK_ATTRIBUTE]: 'Keyword' },
    ...(dataDir === undefined ? {} : { dataDir }),
  });
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const sandboxes = await startSandboxes(url, secrets);
  const { keys } = await prepareStore(backends.mongo.uri, options);
  const common = commonEnvironment(backends);
  const workerEnvironment = { ...common, ...workerSettings(sandboxes) };
  const serverEnvironment = {
    ...common,
    PORT: String(port),
    LOG_LEVEL: 'warn',
    AVENANT_SECRET: secrets.server,
    SANDBOX_WEBHOOK_SECRETS: secrets.paymentWebhook,
    FULFILMENT_WEBHOOK_SECRETS: secrets.fulfilmentWebhook,
  };
  let [worker, server] = await withProgress('Starting the worker and the API', () =>
    Promise.all([startWorkerProcess(workerEnvironment), startServerProcess(serverEnvironment)]),
  );
  return {
    url,
    temporalAddress: backends.temporal.address,
    origins: [`Temporal: ${backends.temporal.origin}`, `MongoDB: ${backends.mongo.origin}`],
    ...sandboxes,
    keys,
    worker: () => worker,
    restartWorker: async () => {
      worker = await startWorkerProcess(workerEnvironment);
    },
    stop: async () => {
      await Promise.all([server.stop(), worker.stop()]);
      await Promise.all([sandboxes.payments.close(), sandboxes.vies.close(), sandboxes.fulfilment.close()]);
      await backends.stop();
    },
  };
}

async function startSandboxes(url: string, secrets: LocalSecrets) {
  const [payments, vies, fulfilment] = await Promise.all([
    startPaymentSandbox({ webhook: { url: `${url}/webhooks/payments/sandbox`, secret: secrets.paymentWebhook } }),
    startViesSandbox(),
    startFulfilmentSandbox({ callback: { url: `${url}/webhooks/fulfilment`, secret: secrets.fulfilmentWebhook } }),
  ]);
  return { payments, vies, fulfilment };
}

function commonEnvironment(backends: Backends): Record<string, string> {
  return {
    AVENANT_ENV: 'development',
    TEMPORAL_ADDRESS: backends.temporal.address,
    TEMPORAL_NAMESPACE: backends.temporal.namespace,
    MONGODB_URI: backends.mongo.uri,
  };
}

function workerSettings({ payments, vies, fulfilment }: Pick<Stack, 'payments' | 'vies' | 'fulfilment'>) {
  return { PAYMENT_GATEWAY_URL: payments.url, VIES_URL: vies.url, FULFILMENT_URL: fulfilment.url };
}
