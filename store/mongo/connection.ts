import { type Connection, createConnection, type Model, type mongo } from 'mongoose';
import { MINUTE, SECOND } from '../../billing/calendar/durations';
import { StoreUnavailable } from './availability';
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
const SAYS_A_WRITE_CONCERN = /[?&]w=/i;

/** Servers that have all refused us by then, or do so later, are not tried any longer. */
const REFUSED_AFTER_MS = 0.8 * SECOND;

/** @throws StoreUnavailable when no server answers, with what each of them said last in its cause */
export async function connect(uri: string, options: StoreOptions): Promise<Connection> {
  const { databaseName = DEFAULT_DATABASE, serverSelectionTimeoutMS = 2_000 } = options;
  const connection = createConnection(uri, {
    ...(NAMES_A_DATABASE.test(uri) && options.databaseName === undefined ? {} : { dbName: databaseName }),
    serverSelectionTimeoutMS,
    ...NOTICES_SILENCE,
    // An address that says otherwise is judged by what it says.
    ...(SAYS_A_WRITE_CONCERN.test(uri) ? {} : { w: 'majority' as const }),
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    sanitizeFilter: true,
  });
  try {
    return await inTime(() => Promise.race([connection.asPromise(), refusal(connection)]));
  } catch (error) {
    await clientOf(connection)?.close();
    throw error;
  }
}

/** None is made of an address that cannot be read. */
const clientOf = (connection: Connection): mongo.MongoClient | null => connection.getClient();

/**
 * Rejects once every server that is known has refused us; the driver tries for as long as it looks for one. Of a replica set
 * one may be down, and another one be slow to answer.
 */
function refusal(connection: Connection): Promise<never> {
  return new Promise((_, reject) => {
    let known: mongo.TopologyDescription | undefined;
    let isTriedAgain = true;
    const rejectIfRefused = (): void => {
      const servers = [...(known?.servers.values() ?? [])];
      if (!isTriedAgain && servers.length > 0 && servers.every(({ error }) => error !== null)) {
        reject(new StoreUnavailable(known));
      }
    };
    clientOf(connection)?.on('topologyDescriptionChanged', ({ newDescription }) => {
      known = newDescription;
      rejectIfRefused();
    });
    const timer = setTimeout(() => {
      isTriedAgain = false;
      rejectIfRefused();
    }, REFUSED_AFTER_MS);
    const settled = (): void => clearTimeout(timer);
    connection.asPromise().then(settled, settled);
  });
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
