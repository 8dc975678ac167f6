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
  void backends.ended.then((lastWords) => globalThis.avenantTestBackends === backends && giveUp(lastWords));
  process.env.AVENANT_TEST_TEMPORAL = backends.temporal.address;
  process.env.AVENANT_TEST_MONGO = backends.mongo.uri;
}

/** Without its servers every further test fails, and none of them says why. */
function giveUp(lastWords: string): never {
  process.stderr.write(`The run is given up: ${lastWords}\n`);
  process.stdout.write('0 passed, 1 failed\n');
  process.exit(1);
}
