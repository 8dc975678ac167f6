import { type Backends, startBackends } from '../../dev/embedded/stack';
import { STUCK_ATTRIBUTE } from '../../workflows/contract';
import { buildPages } from './build-pages';

declare global {
  var avenantTestBackends: Backends | undefined;
}

/** Starts one Temporal and one MongoDB for the whole run, and builds the pages; tests keep apart by task queue and database name. */
export default async function setUp(): Promise<void> {
  const [backends] = await Promise.all([
    startBackends({ searchAttributes: { [STUCK_ATTRIBUTE]: 'Keyword' } }),
    buildPages(),
  ]);
  globalThis.avenantTestBackends = backends;
  process.env.AVENANT_TEST_TEMPORAL = backends.temporal.address;
  process.env.AVENANT_TEST_MONGO = backends.mongo.uri;
}
