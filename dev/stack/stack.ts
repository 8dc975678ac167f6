import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type GuardedProcess, withProgress } from 'statechart-host/testing';
import { present } from '../../billing/present';
import { STUCK_ATTRIBUTE } from '../../workflows/contract';
import { startBackends } from '../embedded/stack';
import { startFulfilmentSandbox } from '../sandboxes/fulfilment/server';
import { type MailSandbox, startMailSandbox } from '../sandboxes/mail/server';
import { type PaymentSandbox, startPaymentSandbox } from '../sandboxes/payment/server';
import { startViesSandbox } from '../sandboxes/vies/server';
import { type PreparedStore, prepareStore } from './prepare-store';
import { hearWarnings, startServerProcess, startWorkerProcess } from './processes';
import { serverSettings, workerSettings } from './settings';
import type { StackOptions } from './stack-options';
import type { TemporalAt } from './temporal';
import { workflowBundle } from './workflow-bundle';

/** Avenant with everything it talks to, on this machine. */
export interface Stack {
  url: string;
  temporal: TemporalAt;
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
  /** The mail server that shows what it is sent. */
  mail: MailSandbox;
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
  const { secrets, dataDir, warn } = options;
  const [backends, bundle] = await Promise.all([
    startBackends(present({ searchAttributes: { [STUCK_ATTRIBUTE]: 'Keyword' as const }, dataDir })),
    workflowBundle(),
  ]);
  const [ofWorker, ofServer] = [hearWarnings('The worker', warn), hearWarnings('The API', warn)];
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const [{ keys }, sandboxes] = await Promise.all([
    prepareStore(backends.mongo.uri, options),
    startSandboxes(url, options),
  ]);
  const { vies, fulfilment, mail } = sandboxes;
  const addresses = { viesUrl: vies.url, fulfilmentUrl: fulfilment.url, mailUrl: mail.url, publicUrl: url };
  const outside = { paymentUrl: sandboxes.payments().url, pagesUrl: `${url}/billing`, ...addresses };
  const serverEnvironment = { ...serverSettings(backends, port, secrets, outside), ...options.server };
  const workerEnvironment = { ...workerSettings(backends, outside, secrets), WORKFLOW_BUNDLE: bundle };
  const [worker, server] = await withProgress('Starting the worker and the API', () =>
    Promise.all([
      startWorkerProcess(workerEnvironment, options.worker, ofWorker),
      startServerProcess(url, serverEnvironment, ofServer),
    ]),
  );
  let runningWorker = worker;
  let runningServer = server;
  return {
    url,
    temporal: { address: backends.temporal.address, namespace: backends.temporal.namespace },
    origins: [`Temporal: ${backends.temporal.origin}`, `MongoDB: ${backends.mongo.origin}`],
    backendEnded: backends.ended,
    ...sandboxes,
    keys,
    worker: () => runningWorker,
    restartWorker: async () => {
      runningWorker = await startWorkerProcess(workerEnvironment, options.worker, ofWorker);
    },
    server: () => runningServer,
    restartServer: async () => {
      runningServer = await startServerProcess(url, serverEnvironment, ofServer);
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
  'payments' | 'paymentGatewayGoesDown' | 'paymentGatewayComesBack' | 'vies' | 'fulfilment' | 'mail'
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
  const [vies, mail, fulfilment] = await Promise.all([
    startViesSandbox(),
    startMailSandbox(),
    startFulfilmentSandbox({ callback: { url: `${url}/webhooks/fulfilment`, secret: secrets.fulfilmentWebhook } }),
  ]);
  return {
    vies,
    mail,
    fulfilment,
    payments: () => payments,
    paymentGatewayGoesDown: () => payments.close(),
    paymentGatewayComesBack: async () => {
      payments = await startPaymentSandbox({ webhook, stateFile, port });
    },
    close: async () => {
      await Promise.all([payments.close(), vies.close(), mail.close(), fulfilment.close()]);
      if (dataDir === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
