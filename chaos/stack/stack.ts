import { join } from 'node:path';
import { freePort, type GuardedProcess } from 'statechart-host/testing';
import { startFulfilmentSandbox } from '../../dev/sandboxes/fulfilment/server';
import { startViesSandbox, type ViesSandbox } from '../../dev/sandboxes/vies/server';
import { changeSettings } from '../../dev/stack/change-settings';
import { newSecrets } from '../../dev/stack/local-secrets';
import { type PreparedStore, prepareStore, TENANT } from '../../dev/stack/prepare-store';
import { startServerProcess, startWorkerProcess } from '../../dev/stack/processes';
import { serverSettings, workerSettings } from '../../dev/stack/settings';
import { workflowBundle } from '../../dev/stack/workflow-bundle';
import { newApiKey } from '../../server/identity/api-keys';
import { connectStore } from '../../store/index';
import type { ChaosOptions } from '../options';
import { type Below, startBelow } from './below';
import type { DatabaseRoom } from './database-room';
import { ChaosGateway } from './gateway';
import { Member } from './member';
import { embeddedTemporal, temporalServer } from './temporal';

/** Avenant with everything it talks to, as real processes, two of each of ours. */
export interface ChaosStack {
  below: Below;
  apis: readonly Member[];
  /** Addresses of the APIs. */
  urls: readonly string[];
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
  { clients, server }: Pick<ChaosOptions, 'clients' | 'server'>,
): Promise<ChaosStack> {
  const secrets = newSecrets();
  const bundle = await workflowBundle();
  const below = await startBelow(folder, room, server ? temporalServer : embeddedTemporal);
  const addresses = { temporal: below.temporalAt, mongo: { uri: below.mongoUri } };
  const { keys: staffKeys } = await prepareStore(below.mongoUri, { secrets });
  const clientKeys = await prepareSeller(below.mongoUri, clients);
  const ports = [await freePort(), await freePort()];
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const [url = ''] = urls;
  const vies = await startViesSandbox();
  const fulfilment = await startFulfilmentSandbox();
  const webhook = { url: `${url}/webhooks/payments/sandbox`, secret: secrets.paymentWebhook };
  const gateway = await ChaosGateway.open(webhook, join(folder, 'payments.json'));
  const outside = { paymentUrl: gateway.url, viesUrl: vies.url, fulfilmentUrl: fulfilment.url };
  const ofWorker = { ...workerSettings(addresses, outside, secrets), WORKFLOW_BUNDLE: bundle };
  const workers = pair('worker', () => startWorkerProcess(ofWorker));
  const apis = pair('API', (index) =>
    startServerProcess(urls[index] ?? '', serverSettings(addresses, ports[index] ?? 0, secrets)),
  );
  const all = [...apis, ...workers];
  const stop = async (): Promise<void> => {
    await Promise.all(all.map((member) => member.stop()));
    await Promise.all([gateway.close(), vies.close(), fulfilment.close()]);
    await below.stop();
  };
  await Promise.all(all.map((member) => member.start()));
  return { below, apis, urls, workers, gateway, vies, staffKeys, clientKeys, stop };
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
