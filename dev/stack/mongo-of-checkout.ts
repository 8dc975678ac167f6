import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BackendError } from 'statechart-host/testing';
import { DATA_FOLDER } from '../data-folder';
import { addressOfRunning, startMongo } from '../embedded/mongo-server';

/**
 * Lets `use` work on the data of this checkout's embedded stack: with the MongoDB that serves it now, or with one that
 * is started for the while.
 *
 * @throws BackendError `mongo_not_found` where there is no data yet, and as `startMongo` does
 */
export async function withMongoOfCheckout<Result>(use: (uri: string) => Promise<Result>): Promise<Result> {
  const dataDir = join(DATA_FOLDER, 'mongo');
  if (!existsSync(dataDir)) {
    throw new BackendError(
      'mongo_not_found',
      'There is no data of the embedded stack yet. Set MONGODB_URI, or make some with npm start.',
    );
  }
  const running = await addressOfRunning(dataDir);
  if (running !== undefined) return use(running);
  const mongo = await startMongo({ dataDir });
  try {
    return await use(mongo.uri);
  } finally {
    await mongo.stop();
  }
}
