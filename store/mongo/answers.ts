import { type Connection, mongo } from 'mongoose';
import { inTime } from './in-time';
import type { CollectionIndexes, ServerAnswers } from './judgement';

/** Asks a server what it is. @throws StoreUnavailable */
export async function askServer(connection: Connection): Promise<ServerAnswers> {
  const client = connection.getClient();
  const admin = client.db('admin');
  const ask = <Answer>(command: object): Promise<Answer> =>
    inTime(() => admin.command({ ...command })) as Promise<Answer>;
  const [hello, buildInfo, parameters] = await Promise.all([
    ask<ServerAnswers['hello']>({ hello: 1 }),
    ask<ServerAnswers['buildInfo']>({ buildInfo: 1 }),
    ask<ServerAnswers['parameters']>({ getParameter: 1, featureCompatibilityVersion: 1 }).catch(nullIfNotTold),
  ]);
  const { writeConcern, readPreference, options } = client;
  const driver = {
    ...writeConcern,
    readPreference: readPreference.mode,
    // The driver has made of `tlsAllowInvalidHostnames` a check that finds nothing, and leaves it out otherwise.
    verifiesCertificate:
      !options.tls || (options.rejectUnauthorized !== false && options.checkServerIdentity === undefined),
    isDirect: options.directConnection === true,
    speaksTls: options.tls,
  };
  return { hello, buildInfo, parameters, driver, indexes: await indexesIn(connection) };
}

async function indexesIn(connection: Connection): Promise<CollectionIndexes[]> {
  const indexes: CollectionIndexes[] = [];
  // One after the other, on one connection.
  for (const { collection, schema } of Object.values(connection.models)) {
    const built = await inTime(() => collection.listIndexes().toArray().catch(emptyIfNew));
    indexes.push({ collection: collection.collectionName, wanted: schema.indexes(), built });
  }
  return indexes;
}

/** MongoDB's code for a collection to which nothing was written yet. */
const NAMESPACE_NOT_FOUND = 26;

function emptyIfNew(error: unknown): [] {
  if (error instanceof mongo.MongoServerError && error.code === NAMESPACE_NOT_FOUND) return [];
  throw error;
}

/** Users without the right, routers and clouds each have a code of their own for it, and none of them is worse for it. */
function nullIfNotTold(error: unknown): null {
  if (error instanceof mongo.MongoServerError) return null;
  throw error;
}
