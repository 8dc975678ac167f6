import { type Connection, createConnection, type Model, type mongo } from 'mongoose';
import { MINUTE, SECOND } from '../../billing/calendar/durations';
import { inTime } from './in-time';

export interface StoreOptions {
  /** The database; left out, the one that the address names, or else "avenant". */
  databaseName?: string | undefined;
  /** The time to look for a server that answers, in milliseconds. */
  serverSelectionTimeoutMS?: number;
}

/**
 * A server that says nothing any more is given up after about three seconds, and with it whatever waits for it. One answer
 * that does not come gives its connection up, so that the pool does not fill with those that wait.
 */
const NOTICES_SILENCE = {
  heartbeatFrequencyMS: 1_000,
  connectTimeoutMS: 2_000,
  // Longer than a silent answer holds a connection: a burst of calls on a busy machine waits and is no outage.
  waitQueueTimeoutMS: 5_000,
  socketTimeoutMS: 3_000,
} as const;

/** Building an index of many documents takes its time, and nobody waits for it but the start of a process. */
const LONGEST_INDEX_BUILD_MS = 10 * MINUTE;

const LONGEST_PING_MS = 2 * SECOND;

const DEFAULT_DATABASE = 'avenant';
const NAMES_A_DATABASE = /^mongodb(?:\+srv)?:\/\/[^/]+\/[^?]+/;

/** @throws StoreUnavailable when no server answers */
export function connect(uri: string, options: StoreOptions): Promise<Connection> {
  const { databaseName = DEFAULT_DATABASE, serverSelectionTimeoutMS = 2_000 } = options;
  const connection = createConnection(uri, {
    ...(NAMES_A_DATABASE.test(uri) && options.databaseName === undefined ? {} : { dbName: databaseName }),
    serverSelectionTimeoutMS,
    ...NOTICES_SILENCE,
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    sanitizeFilter: true,
  });
  return inTime(() => connection.asPromise());
}

/**
 * Builds every index that is missing of the collections that were defined.
 *
 * @throws StoreUnavailable when that takes longer than ten minutes, or MongoDB cannot be reached
 */
export async function ensureIndexes(connection: Connection): Promise<void> {
  // One after the other, on one connection: waiting for another one has a limit of its own.
  const buildAll = async (): Promise<void> => {
    for (const model of Object.values(connection.models)) await buildIndexes(model);
  };
  await inTime(buildAll, LONGEST_INDEX_BUILD_MS);
}

/** The indexes that are missing, each by its collection and its keys. @throws StoreUnavailable */
export async function missingIndexes(connection: Connection): Promise<string[]> {
  const missing: string[] = [];
  for (const { collection, schema } of Object.values(connection.models)) {
    const built = await inTime(() => collection.listIndexes().toArray().catch(emptyIfNew));
    const known = new Set(built.map(({ key }) => JSON.stringify(key)));
    const absent = schema.indexes().filter(([key]) => !known.has(JSON.stringify(key)));
    missing.push(...absent.map(([key]) => `index of ${collection.collectionName} by ${Object.keys(key).join(', ')}`));
  }
  return missing;
}

/** MongoDB's code for a collection that does not exist: nothing was written to it yet. */
const NAMESPACE_NOT_FOUND = 26;

function emptyIfNew(error: unknown): { key: unknown }[] {
  if (error instanceof Error && 'code' in error && error.code === NAMESPACE_NOT_FOUND) return [];
  throw error;
}

/** @throws StoreUnavailable when MongoDB does not answer within two seconds or cannot be reached */
export async function ping(connection: Connection): Promise<void> {
  await inTime(async () => connection.db?.command({ ping: 1, maxTimeMS: 1_500 }), LONGEST_PING_MS);
}

/** The driver takes the time-out of a socket with every command; its types do not say so. */
const PATIENT = { socketTimeoutMS: LONGEST_INDEX_BUILD_MS } as mongo.CreateIndexesOptions;

/** All indexes of a collection in one command; Mongoose would send one command each. */
async function buildIndexes({ collection, schema }: Model<unknown>): Promise<void> {
  const indexes = schema.indexes().map(([key, options]) => ({ key, ...options }) as mongo.IndexDescription);
  await collection.createIndexes(indexes, PATIENT);
}
