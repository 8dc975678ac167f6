import { settingsOf } from '../connections/environment';
import { openStore } from '../connections/mongo/opening';
import { readMongo } from '../connections/mongo/settings';
import type { Store } from '../store/index';
import type { Surroundings } from './command';

/**
 * Lets `use` work on the store of the servers and workers, and on nothing else once it is done.
 *
 * @throws as `settingsOf` and `openStore` do
 */
export function withStore<Result>(
  { withData }: Pick<Surroundings, 'withData'>,
  use: (store: Store, environment: NodeJS.ProcessEnv) => Promise<Result>,
): Promise<Result> {
  return withData(async (environment) => {
    // What should be known of it is said by what runs there all the time, and by the setup.
    const store = await openStore(settingsOf(readMongo(environment)), () => {});
    try {
      return await use(store, environment);
    } finally {
      await store.close();
    }
  });
}
