import { Client, Connection } from '@temporalio/client';
import { completeNamespace, missingInNamespace } from '../server/api/requirements';
import { connectStore, type Store } from '../store/index';

/**
 * `npm run setup [-- --check]`: makes what orders need in the MongoDB and the Temporal that MONGODB_URI, MONGODB_DATABASE,
 * TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE name, as servers and workers read them; with `--check` it only looks. It may be run
 * again at any time. Exits 0 when nothing is missing any more, 1 when something is, 2 when it could not look.
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

async function mongo(): Promise<Place> {
  const store = await connectStore(named('MONGODB_URI'), { databaseName: process.env.MONGODB_DATABASE });
  const complete = async (): Promise<string[]> => {
    const missing = await store.missingIndexes();
    await store.ensureIndexes();
    const names = await findableByName(store);
    return names === 0 ? missing : [...missing, `${names} names of companies, for the search`];
  };
  return { name: 'MongoDB', missing: () => store.missingIndexes(), complete, close: () => store.close() };
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

async function temporal(): Promise<Place> {
  const connection = await Connection.connect({ address: named('TEMPORAL_ADDRESS') });
  const client = new Client({ connection, namespace: process.env.TEMPORAL_NAMESPACE ?? 'default' });
  return {
    name: 'Temporal',
    missing: () => missingInNamespace(client),
    complete: () => completeNamespace(client),
    close: () => connection.close(),
  };
}

function named(variable: string): string {
  const value = process.env[variable];
  if (value === undefined || value === '') throw new Error(`${variable} is not set: it says where to look.`);
  return value;
}

async function setUp(onlyLooks: boolean): Promise<number> {
  let isComplete = true;
  for (const open of [mongo, temporal]) {
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
