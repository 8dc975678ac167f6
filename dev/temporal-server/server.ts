import { BackendError, type GuardedProcess, startGuarded, withProgress } from 'statechart-host/testing';
import { SERVER_ARGUMENTS } from './configuration';
import { ensureNamespace } from './namespace';
import { openSite, type SelfHostedSite } from './site';

/** A Temporal server as users run it: open source, on PostgreSQL, reached by mutual TLS alone. */
export interface SelfHostedTemporal {
  /** host:port of its frontend. */
  address: string;
  namespace: string;
  /** The variables by which API, workers and commands reach it. */
  environment: Record<string, string>;
  /** Of the process that runs now. */
  pid: number;
  /** Settles when the server or its PostgreSQL has ended, with its last words. */
  ended: Promise<string>;
  /** Resolves when both are gone, and all data with them. */
  stop(): Promise<void>;
}

/**
 * Starts a server of its own for whoever asks: its own PostgreSQL, schema, certificates and ports. Its programs are compiled
 * once; after that it takes some seconds.
 * @throws BackendError `temporal_server_not_found`, `postgres_not_found`, `temporal_failed`
 */
export async function startTemporalServer(namespace = 'default'): Promise<SelfHostedTemporal> {
  const site = await openSite(namespace);
  try {
    const { address, environment, postgres } = site;
    const { pid, ended, stop } = await startServerAt(site);
    return {
      address,
      namespace,
      environment,
      pid,
      ended: Promise.race([ended, postgres.ended]),
      async stop() {
        await stop();
        await site.close();
      },
    };
  } catch (error) {
    await site.close();
    throw error;
  }
}

/**
 * Starts the server alone, on what is at its site already: again after it was killed, for one, at the same address and with
 * the same data. Resolves once its namespace is ready.
 * @throws BackendError `temporal_failed`
 */
export function startServerAt({ program, configuration, environment }: SelfHostedSite): Promise<GuardedProcess> {
  return withProgress('Starting the Temporal server', async () => {
    const server = await startGuarded({
      name: 'The Temporal server',
      command: program,
      args: SERVER_ARGUMENTS,
      env: configuration,
      graceMs: GRACE_MS,
    });
    const over = new AbortController();
    void server.ended.then(() => over.abort());
    await ensureNamespace(environment, over.signal).catch(async (error: unknown) => {
      await server.stop();
      throw new BackendError('temporal_failed', `${String(error)}. ${await server.ended}`, { cause: error });
    });
    return server;
  });
}

/** It hands over what it has in its hands to others that there are none of here. */
const GRACE_MS = 2_000;
