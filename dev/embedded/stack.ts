import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  prepareTemporal,
  type SearchAttributeKind,
  startTemporal,
  type TemporalServer,
  takeLock,
} from 'statechart-host/testing';
import { present } from '../../billing/present';
import { settingsOf } from '../../connections/environment';
import { connectionOptions } from '../../connections/temporal/reaching';
import { readTemporal } from '../../connections/temporal/settings';
import { cacheFolder } from './cache-folder';
import { type MongoServer, startMongo } from './mongo-server';
import { chooseMongo, machineMongoProbe } from './mongo-ways';

/** Options of the embedded stack. */
export interface BackendsOptions {
  /** Folder for all data, made if missing; without it everything is gone at the end. */
  readonly dataDir?: string;
  /** Custom search attributes the workflows set, e.g. `{ AvenantStuck: 'Keyword' }`. */
  readonly searchAttributes: Readonly<Record<string, SearchAttributeKind>>;
}

/** Both servers, answering. */
export interface Backends {
  readonly temporal: TemporalServer;
  readonly mongo: MongoServer;
  /** Settles when one of ours has ended, with its last words; never while both serve. */
  readonly ended: Promise<string>;
  /** Resolves when both are gone. */
  stop(): Promise<void>;
}

/**
 * Starts Temporal and MongoDB side by side. When one of them cannot be had, the other is stopped again.
 * @throws BackendError of the one that failed.
 */
export async function startBackends(options: BackendsOptions): Promise<Backends> {
  const { dataDir, searchAttributes } = options;
  const [temporal, mongo] = await Promise.allSettled([
    startTemporal(
      present({
        searchAttributes,
        spoken: spokenToTheirs(process.env),
        cacheDir: cacheFolder(),
        dataDir: dataDir && join(dataDir, 'temporal'),
      }),
    ),
    startMongo(present({ dataDir: dataDir && join(dataDir, 'mongo') })),
  ]);
  if (temporal.status === 'rejected') {
    if (mongo.status === 'fulfilled') await mongo.value.stop();
    throw temporal.reason;
  }
  if (mongo.status === 'rejected') {
    await temporal.value.stop();
    throw mongo.reason;
  }
  if (dataDir !== undefined) {
    const { address, namespace } = temporal.value;
    // Where it is somebody else's, it has made no folder.
    await mkdir(join(dataDir, 'temporal'), { recursive: true });
    await writeFile(addressFileOf(dataDir), JSON.stringify({ address, namespace }));
  }
  const stop = async (): Promise<void> => {
    await Promise.all([temporal.value.stop(), mongo.value.stop()]);
  };
  const ends = [temporal.value.ended, mongo.value.ended].filter((end) => end !== undefined);
  return { temporal: temporal.value, mongo: mongo.value, ended: Promise.race(ends), stop };
}

/** How the Temporal that the environment names is spoken to, by the variables of servers and workers. */
const spokenToTheirs = (environment: NodeJS.ProcessEnv) =>
  environment.TEMPORAL_ADDRESS ? connectionOptions(settingsOf(readTemporal(environment))) : undefined;

const addressFileOf = (dataDir: string): string => join(dataDir, 'temporal', 'address.json');

/** How the Temporal of ours that serves a data folder now is reached; undefined when none does. */
export async function runningTemporalOf(
  dataDir: string,
): Promise<Pick<TemporalServer, 'address' | 'namespace'> | undefined> {
  if (!existsSync(addressFileOf(dataDir))) return undefined;
  const { release } = await takeLock(join(dataDir, 'temporal', 'server.lock'), 0);
  release?.();
  return release ? undefined : JSON.parse(await readFile(addressFileOf(dataDir), 'utf8'));
}

/**
 * Fetches or compiles whatever `startBackends` will need and the machine does not have, so that it is quick afterwards.
 * @throws BackendError `temporal_not_found` or `mongo_not_found`.
 */
export async function prepareBackends(): Promise<void> {
  await Promise.all([prepareTemporal({ cacheDir: cacheFolder() }), chooseMongo(machineMongoProbe())]);
}
