import { settingsOf } from '../connections/environment';
import { openStore } from '../connections/mongo/opening';
import { type MongoTarget, readMongo } from '../connections/mongo/settings';
import type { Store } from '../store/index';

/**
 * Lets `use` work on the store of the servers and workers: the database that MONGODB_URI and MONGODB_DATABASE name, as these
 * read them, or the data of the embedded stack.
 *
 * @throws as `settingsOf`, `openStore` and `withMongoOfCheckout` do
 */
export async function withStore<Result>(use: (store: Store) => Promise<Result>): Promise<Result> {
  const { MONGODB_URI, MONGODB_DATABASE: database } = process.env;
  if (MONGODB_URI) return withStoreAt(settingsOf(readMongo(process.env)), use);
  // Only here: a production install has no embedded stack.
  const { withMongoOfCheckout } = await import('../dev/stack/mongo-of-checkout');
  return withMongoOfCheckout((uri) => withStoreAt({ uri, database }, use));
}

async function withStoreAt<Result>(settings: MongoTarget, use: (store: Store) => Promise<Result>): Promise<Result> {
  // What should be known of it is said by what runs there all the time, and by the setup.
  const store = await openStore(settings, () => {});
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
