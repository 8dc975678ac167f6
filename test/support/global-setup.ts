import { startMongo } from '../../dev/embedded/mongo-server';
import { startBackends } from '../../dev/embedded/stack';
import { STUCK_ATTRIBUTE } from '../../workflows/contract';
import { buildPages } from './build-pages';

interface TestBackends {
  /** Settles when one of them has ended, with its last words. */
  ended: Promise<string>;
  stop(): Promise<void>;
}

declare global {
  var avenantTestBackends: TestBackends | undefined;
}

/**
 * One MongoDB for each process that tests run in. Each of some hundred databases has 170 files, all of which it keeps open, and it
 * aborts where a process may have no more of them: one for the whole run had too many.
 */
const MONGOS = 3;

/** Starts one Temporal and the MongoDBs of the run, and builds the pages; tests keep apart by task queue and database name. */
export default async function setUp(): Promise<void> {
  const [backends, others] = await Promise.all([
    startBackends({ searchAttributes: { [STUCK_ATTRIBUTE]: 'Keyword' } }),
    Promise.all(Array.from({ length: MONGOS - 1 }, () => startMongo())),
    buildPages(),
  ]);
  const ended = Promise.race([backends.ended, ...others.flatMap((other) => other.ended ?? [])]);
  const stop = async (): Promise<void> => {
    await Promise.all([backends.stop(), ...others.map((other) => other.stop())]);
  };
  const started = { ended, stop };
  globalThis.avenantTestBackends = started;
  void ended.then((lastWords) => globalThis.avenantTestBackends === started && giveUp(lastWords));
  process.env.AVENANT_TEST_TEMPORAL = backends.temporal.address;
  process.env.AVENANT_TEST_MONGO = [backends.mongo, ...others].map(({ uri }) => uri).join(' ');
}

/** Without its servers every further test fails, and none of them says why. */
export function giveUp(lastWords: string): never {
  process.stderr.write(`The run is given up: ${lastWords}\n`);
  process.stdout.write('0 passed, 1 failed\n');
  process.exit(1);
}
