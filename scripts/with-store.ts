import { connectStore, type Store } from '../store/index';

/**
 * Lets `use` work on the store of the servers and workers: the database that MONGODB_URI and MONGODB_DATABASE name, as these
 * read them, or the data of the embedded stack.
 *
 * @throws as `connectStore` and `withMongoOfCheckout` do
 */
export async function withStore<Result>(use: (store: Store) => Promise<Result>): Promise<Result> {
  const { MONGODB_URI } = process.env;
  if (MONGODB_URI) return withStoreAt(MONGODB_URI, use);
  // Only here: a production install has no embedded stack.
  const { withMongoOfCheckout } = await import('../dev/stack/mongo-of-checkout');
  return withMongoOfCheckout((uri) => withStoreAt(uri, use));
}

async function withStoreAt<Result>(uri: string, use: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await connectStore(uri, { databaseName: process.env.MONGODB_DATABASE });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
