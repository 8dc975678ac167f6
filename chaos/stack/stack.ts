import { join } from 'node:path';
import { freePort, type GuardedProcess } from 'statechart-host/testing';
import { startFulfilmentSandbox } from '../../dev/sandboxes/fulfilment/server';
import { startViesSandbox, type ViesSandbox } from '../../dev/sandboxes/vies/server';
import { changeSettings } from '../../dev/stack/change-settings';
import { newSecrets } from '../../dev/stack/local-secrets';
import { type PreparedStore, prepareStore, TENANT } from '../../dev/stack/prepare-store';
import { startServerProcess, startWorkerProcess } from '../../dev/stack/processes';
import { serverSettings, workerSettings } from '../../dev/stack/settings';
import type { TemporalAt } from '../../dev/stack/temporal';
import { workflowBundle } from '../../dev/stack/workflow-bundle';
import { newApiKey } from '../../server/identity/api-keys';
import { connectStore } from '../../store/index';
import { type Balancer, startBalancer } from '../drill/balancer';
import { Builds, versionOf } from '../drill/builds';
import type { ChaosOptions } from '../options';
import { type Below, startBelow } from './below';
import type { DatabaseRoom } from './database-room';
import { ChaosGateway } from './gateway';
import { Member } from './member';
import { embeddedTemporal, temporalServer } from './temporal';

/** Avenant with everything it talks to, as real processes, two of each of ours. */
export interface ChaosStack {
  below: Below;
  /** How whoever looks reaches Temporal. */
  temporalAt: TemporalAt;
  apis: readonly Member[];
  /** Addresses that customers use: of the APIs, or of what stands in front of them. */
  urls: readonly string[];
  /** What stands in front of the APIs in a drill. */
  balancer: Balancer | null;
  /** What each worker is a build of, in a drill; else workers have no version. */
  builds: Builds | null;
  workers: readonly Member[];
  gateway: ChaosGateway;
  vies: ViesSandbox;
  staffKeys: PreparedStore['keys'];
  /** One key of a service for each client. */
  clientKeys: readonly string[];
  /** Ends every process. */
  stop(): Promise<void>;
}

/** Milliseconds between two checks of a VAT number that could not be checked when it was given. */
const VAT_RECHECKS = Array<number>(60).fill(5_000);

/** @param folder for all data; neither it nor the room in it is removed */
export async function startChaosStack(
  folder: string,
  room: DatabaseRoom,
  { clients, server, isDrill }: Pick<ChaosOptions, 'clients' | 'server' | 'isDrill'>,
): Promise<ChaosStack> {
  const secrets = newSecrets();
  const bundle = await workflowBundle();
  const below = await startBelow(folder, room, server ? temporalServer : embeddedTemporal);
  const addresses = { temporal: below.temporalAt, mongo: { uri: below.mongoUri } };
  const { keys: staffKeys } = await prepareStore(below.mongoUri, { secrets });
  const clientKeys = await prepareSeller(below.mongoUri, clients);
  const ports = [await freePort(), await freePort()];
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const balancer = isDrill ? await startBalancer(urls) : null;
  const url = balancer?.url ?? urls[0];
  const vies = await startViesSandbox();
  const fulfilment = await startFulfilmentSandbox();
  const webhook = { url: `${url}/webhooks/payments/sandbox`, secret: secrets.paymentWebhook };
  const gateway = await ChaosGateway.open(webhook, join(folder, 'payments.json'));
  const outside = { paymentUrl: gateway.url, viesUrl: vies.url, fulfilmentUrl: fulfilment.url };
  const ofWorker = { ...workerSettings(addresses, outside, secrets), WORKFLOW_BUNDLE: bundle };
  const workers = pair('worker', (index) => startWorkerProcess({ ...ofWorker, ...(isDrill && versionOf(index)) }));
  const apis = pair('API', (index) =>
    startServerProcess(urls[index] ?? '', serverSettings(addresses, ports[index] ?? 0, secrets)),
  );
  const all = [...apis, ...workers];
  const stop = async (): Promise<void> => {
    await Promise.all(all.map((member) => member.stop()));
    await balancer?.close();
    await Promise.all([gateway.close(), vies.close(), fulfilment.close()]);
    await below.stop();
  };
  // In a drill the second build comes later, and a worker of a build that nobody promoted is given nothing.
  await Promise.all([...apis, ...(isDrill ? workers.slice(0, 1) : workers)].map((member) => member.start()));
  const builds = isDrill ? new Builds(below.temporalAt, workers) : null;
  await builds?.promote(0);
  const front = balancer === null ? urls : [balancer.url];
  // Whoever looks reads payloads as the processes do.
  const temporalAt = {
    ...below.temporalAt,
    environment: { ...below.temporalAt.environment, AVENANT_KEY_RING: secrets.keyRing },
  };
  return {
    below,
    temporalAt,
    apis,
    urls: front,
    balancer,
    builds,
    workers,
    gateway,
    vies,
    staffKeys,
    clientKeys,
    stop,
  };
}

const pair = (name: string, launch: (index: number) => Promise<GuardedProcess>): Member[] =>
  [0, 1].map((index) => new Member(`${name} ${index + 1}`, () => launch(index)));

/** A seller who goes on with VAT charged where a number cannot be checked, and a key for each client. */
async function prepareSeller(mongoUri: string, clients: number): Promise<string[]> {
  const store = await connectStore(mongoUri);
  try {
    await changeSettings(store, TENANT, { vatPolicy: 'charge_then_credit', vatRecheckDelays: VAT_RECHECKS });
    const owner = { environment: 'dev', tenantId: TENANT, role: 'service', userId: null, expiresAt: null } as const;
    const keys = Array.from({ length: clients }, () => newApiKey(owner));
    for (const { record } of keys) await store.apiKeys.add(record);
    return keys.map(({ text }) => text);
  } finally {
    await store.close();
  }
}
