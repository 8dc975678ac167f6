import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { startTemporal, type TemporalServer } from 'statechart-host/testing';
import { cacheFolder } from '../../dev/embedded/cache-folder';
import { STUCK_ATTRIBUTE } from '../../workflows/contract';

/** A Temporal as `npm start` runs it, with connections for a client and for workers. */
export interface Engine {
  server: TemporalServer;
  client: Client;
  workers: NativeConnection;
  stop(): Promise<void>;
}

let runtimeInstalled = false;

/** Starts the project's own Temporal on a database on disk, which is gone afterwards. */
export async function startEngine(): Promise<Engine> {
  if (!runtimeInstalled) Runtime.install({ logger: new DefaultLogger('ERROR') });
  runtimeInstalled = true;
  const dataDir = await mkdtemp(join(tmpdir(), 'avenant-bench-'));
  const server = await startTemporal({
    dataDir,
    cacheDir: cacheFolder(),
    searchAttributes: { [STUCK_ATTRIBUTE]: 'Keyword' },
  });
  const { address, namespace } = server;
  const connection = await Connection.connect({ address });
  const workers = await NativeConnection.connect({ address });
  const stop = async (): Promise<void> => {
    await Promise.all([connection.close(), workers.close()]);
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { server, client: new Client({ connection, namespace }), workers, stop };
}
