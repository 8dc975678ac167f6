import { settingsOf } from '../connections/environment';
import { openStore } from '../connections/mongo/opening';
import type { MongoTarget } from '../connections/mongo/settings';
import { readConnections } from '../connections/settings';
import { openTemporal } from '../connections/temporal/client';
import type { TemporalTarget } from '../connections/temporal/settings';
import { completeNamespace, missingInNamespace } from '../server/api/requirements';
import type { Store } from '../store/index';

/**
 * `npm run setup [-- --check]`: makes what orders need in the MongoDB and the Temporal that the environment names, by the
 * variables of servers and workers, and says what should be known of them; with `--check` it only looks. It may be run
 * again at any time. Exits 0 when nothing is missing any more, 1 when something is, 2 when it could not look or orders must
 * not live there.
 */

/** Accounts that are looked at in one go. */
const PAGE = 500;

const [COMPLETE, INCOMPLETE, COULD_NOT_LOOK] = [0, 1, 2];

/** A place that has what orders need, or not. */
interface Place {
  name: string;
  missing(): Promise<string[]>;
  /** @returns what was made */
  complete(): Promise<string[]>;
  close(): Promise<void>;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function mongoAt(settings: MongoTarget): Promise<Place> {
  const store = await openStore(settings, print);
  const missing = async (): Promise<string[]> => (await store.judge()).missing;
  const complete = async (): Promise<string[]> => {
    const made = await missing();
    await store.ensureIndexes();
    const names = await findableByName(store);
    return names === 0 ? made : [...made, `${names} names of companies, for the search`];
  };
  return { name: 'MongoDB', missing, complete, close: () => store.close() };
}

/** Accounts that were stored before they were found by their names; once all are, this only reads. */
async function findableByName({ accounts }: Store): Promise<number> {
  let { written, last } = await accounts.findableByName(PAGE);
  while (last !== null) {
    const page = await accounts.findableByName(PAGE, last);
    written += page.written;
    last = page.last;
  }
  return written;
}

async function temporalAt(settings: TemporalTarget): Promise<Place> {
  const client = await openTemporal(settings, print);
  return {
    name: 'Temporal',
    missing: () => missingInNamespace(client),
    complete: () => completeNamespace(client),
    close: () => client.connection.close(),
  };
}

async function setUp(onlyLooks: boolean): Promise<number> {
  const { mongo, temporal } = settingsOf(readConnections(process.env));
  let isComplete = true;
  for (const open of [() => mongoAt(mongo), () => temporalAt(temporal)]) {
    const { name, missing, complete, close } = await open();
    try {
      const found = onlyLooks ? await missing() : await complete();
      if (onlyLooks && found.length > 0) isComplete = false;
      print(`${name}: ${found.length === 0 ? 'nothing is missing' : `${onlyLooks ? 'missing' : 'made'}:`}`);
      for (const one of found) print(`  ${one}`);
    } finally {
      await close();
    }
  }
  if (!isComplete) print('npm run setup makes what is missing.');
  return isComplete ? COMPLETE : INCOMPLETE;
}

setUp(process.argv.includes('--check')).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`Nothing is set up: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = COULD_NOT_LOOK;
  },
);
