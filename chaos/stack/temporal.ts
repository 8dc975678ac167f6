import { freePort, startTemporal } from 'statechart-host/testing';
import { cacheFolder } from '../../dev/embedded/cache-folder';
import type { TemporalAt } from '../../dev/stack/temporal';
import { startServerAt } from '../../dev/temporal-server/server';
import { openSite } from '../../dev/temporal-server/site';
import { STUCK_ATTRIBUTE } from '../../workflows/contract';
import { ours, type Running } from './member';

/** A Temporal that is started again and again, at an address that stays the same and on the same data. */
interface RestartedTemporal {
  at: TemporalAt;
  launch(): Promise<Running>;
  /** Resolves when what it needs is gone too. */
  close(): Promise<void>;
}

/** @param dataDir of its database; removed by nobody here */
export type OpenTemporal = (dataDir: string) => Promise<RestartedTemporal>;

const NAMESPACE = 'default';

/** The engine that `npm start` uses. */
export const embeddedTemporal: OpenTemporal = async (dataDir) => {
  const port = await freePort();
  const searchAttributes = { [STUCK_ATTRIBUTE]: 'Keyword' as const };
  const options = { dataDir, port, namespace: NAMESPACE, searchAttributes, cacheDir: cacheFolder() };
  return {
    at: { address: `127.0.0.1:${port}`, namespace: NAMESPACE },
    launch: async () => ours(await startTemporal(options)),
    close: async () => {},
  };
};

/** The server that users have. Its PostgreSQL is not killed with it. */
export const temporalServer: OpenTemporal = async () => {
  const site = await openSite(NAMESPACE);
  const { address, environment, close } = site;
  return { at: { address, namespace: NAMESPACE, environment }, launch: () => startServerAt(site), close };
};
