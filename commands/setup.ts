import { settingsOf } from '../connections/environment';
import { openStore } from '../connections/mongo/opening';
import type { MongoTarget } from '../connections/mongo/settings';
import { readConnections } from '../connections/settings';
import { openTemporal } from '../connections/temporal/client';
import type { TemporalTarget } from '../connections/temporal/settings';
import { completeNamespace, type Lacking, missingInNamespace } from '../server/api/requirements';
import type { Store } from '../store/index';
import { EXIT, type Surroundings } from './command';

/** Accounts that are looked at in one go. */
const PAGE = 500;

/** A place that has what orders need, or not. */
interface Place {
  name: string;
  missing(): Promise<Lacking>;
  /** @returns what was made */
  complete(): Promise<Lacking>;
  close(): Promise<void>;
}

type Print = Surroundings['print'];

async function mongoAt(settings: MongoTarget, print: Print): Promise<Place> {
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

async function temporalAt(settings: TemporalTarget, print: Print): Promise<Place> {
  const client = await openTemporal(settings, print);
  return {
    name: 'Temporal',
    missing: () => missingInNamespace(client),
    complete: () => completeNamespace(client),
    close: () => client.connection.close(),
  };
}

/**
 * Makes what orders need in the MongoDB and the Temporal that the environment names, by the variables of servers and workers, and
 * says what should be known of them.
 *
 * @returns 0 when nothing is missing any more, 1 when something is, 3 when the server does not let it look
 * @throws Error that says why it could not look
 */
export async function setUp(
  { environment, print }: Pick<Surroundings, 'environment' | 'print'>,
  { onlyLooks }: { onlyLooks: boolean },
): Promise<number> {
  const { mongo, temporal } = settingsOf(readConnections(environment));
  let code: number = EXIT.done;
  for (const open of [() => mongoAt(mongo, print), () => temporalAt(temporal, print)]) {
    const place = await open();
    try {
      code = Math.max(code, await setUpAt(place, onlyLooks, print));
    } finally {
      await place.close();
    }
  }
  if (code === EXIT.found) print('`avenant setup` makes what is missing.');
  return code;
}

/** @returns what is to be exited with, were there no other place */
async function setUpAt({ name, missing, complete }: Place, onlyLooks: boolean, print: Print): Promise<number> {
  const found = onlyLooks ? await missing() : await complete();
  if (!Array.isArray(found)) {
    print(`${name}: it does not tell what is missing. This makes it where it is Temporal Cloud:\n  ${found.byHand}`);
    return EXIT.notAllowed;
  }
  print(`${name}: ${found.length === 0 ? 'nothing is missing' : `${onlyLooks ? 'missing' : 'made'}:`}`);
  for (const one of found) print(`  ${one}`);
  if (onlyLooks) return found.length > 0 ? EXIT.found : EXIT.done;
  return found.length === 0 ? EXIT.done : stillMissing(name, await missing(), print);
}

/** A server may answer that it has made what it has not. */
function stillMissing(name: string, left: Lacking, print: Print): number {
  if (!Array.isArray(left) || left.length === 0) return EXIT.done;
  print(`${name}: and yet these are missing:`);
  for (const one of left) print(`  ${one}`);
  return EXIT.couldNot;
}
