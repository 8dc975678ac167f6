import { randomInt } from 'node:crypto';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireFreePort, withProgress } from 'statechart-host/testing';
import { writeCertificates } from './certificates';
import { clientVariables, SERVER_PORTS, type ServerParts, serverConfiguration } from './configuration';
import { type Postgres, startPostgres } from './postgres';
import { temporalPrograms } from './programs';
import { makeSchema } from './schema';

/** All that a Temporal server needs before it starts, and keeps when it ends. */
export interface SelfHostedSite {
  /** host:port of the frontend. */
  address: string;
  /** The variables by which API, workers and commands reach it. */
  environment: Record<string, string>;
  /** Path of the server. */
  program: string;
  /** The server's own variables. */
  configuration: Record<string, string>;
  postgres: Postgres;
  /** Resolves when PostgreSQL is gone, and all data with it. */
  close(): Promise<void>;
}

/** @throws BackendError `temporal_server_not_found`, `postgres_not_found`, `setup_failed` */
export async function openSite(namespace: string): Promise<SelfHostedSite> {
  const programs = await temporalPrograms();
  return withProgress('Starting PostgreSQL for Temporal', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'avenant-temporal-'));
    // PostgreSQL runs as somebody else, and has a folder in it.
    await chmod(folder, 0o711);
    const [postgres, certificates, ports] = await Promise.all([
      startPostgres(folder),
      writeCertificates(folder),
      distinctPorts(),
    ]);
    const parts = { postgres, certificates, ports };
    const environment = clientVariables(parts, namespace);
    await makeSchema(programs.sqlTool, postgres).catch(async (error: unknown) => {
      await postgres.stop();
      throw error;
    });
    return {
      address: `127.0.0.1:${ports.FRONTEND_GRPC_PORT}`,
      environment,
      program: programs.server,
      configuration: serverConfiguration(parts),
      postgres,
      close: postgres.stop,
    };
  });
}

/** PostgreSQL takes no port above for the gossip of a server's parts; nor does the system hand those below out to whoever calls. */
const PORTS = { from: 20_000, to: 32_767 };

async function distinctPorts(): Promise<ServerParts['ports']> {
  const ports = new Set<number>();
  while (ports.size < SERVER_PORTS.length) {
    const port = randomInt(PORTS.from, PORTS.to);
    if (await isFree(port)) ports.add(port);
  }
  const free = [...ports];
  return Object.fromEntries(SERVER_PORTS.map((name, at) => [name, free[at]])) as ServerParts['ports'];
}

const isFree = (port: number): Promise<boolean> =>
  requireFreePort(port, '').then(
    () => true,
    () => false,
  );
