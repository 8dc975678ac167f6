import { type Connection, createConnection, type Model, type mongo } from 'mongoose';

export interface StoreOptions {
  /** The database; left out, the one that the address names, or else "avenant". */
  databaseName?: string | undefined;
  /** The time to look for a server that answers, in milliseconds. */
  serverSelectionTimeoutMS?: number;
}

/**
 * A server that says nothing any more is given up after about three seconds, and with it whatever waits for it. Not a
 * limit on answers: building an index may take its time.
 */
const NOTICES_SILENCE = { heartbeatFrequencyMS: 1_000, connectTimeoutMS: 2_000, waitQueueTimeoutMS: 2_000 } as const;

const DEFAULT_DATABASE = 'avenant';
const NAMES_A_DATABASE = /^mongodb(?:\+srv)?:\/\/[^/]+\/[^?]+/;

/** @throws MongooseServerSelectionError when no server answers */
export function connect(uri: string, options: StoreOptions): Promise<Connection> {
  const { databaseName = DEFAULT_DATABASE, serverSelectionTimeoutMS = 2_000 } = options;
  return createConnection(uri, {
    ...(NAMES_A_DATABASE.test(uri) && options.databaseName === undefined ? {} : { dbName: databaseName }),
    serverSelectionTimeoutMS,
    ...NOTICES_SILENCE,
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    sanitizeFilter: true,
  }).asPromise();
}

/** Builds every index that is missing of the collections that were defined. */
export async function ensureIndexes(connection: Connection): Promise<void> {
  await Promise.all(Object.values(connection.models).map(buildIndexes));
}

/** @throws when MongoDB does not answer in time or cannot be reached */
export async function ping(connection: Connection): Promise<void> {
  await connection.db?.command({ ping: 1, maxTimeMS: 1_500 });
}

/** All indexes of a collection in one command; Mongoose would send one command each. */
async function buildIndexes({ collection, schema }: Model<unknown>): Promise<void> {
  await collection.createIndexes(
    schema.indexes().map(([key, options]) => ({ key, ...options }) as mongo.IndexDescription),
  );
}
