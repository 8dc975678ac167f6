import { parseArgs } from 'node:util';
import { settingsOf } from '../connections/environment';
import { openTemporal } from '../connections/temporal/client';
import { callerKeys } from '../connections/temporal/payloads/keys';
import { readTemporal } from '../connections/temporal/settings';
import { isId } from '../schemas/values/ids';
import { type KeyRing, readKeyRing } from '../store/access/key-ring';
import { keysInUse } from './keys/in-use';
import { type Resealed, resealStore } from './keys/reseal';
import { toldUse } from './keys/told-use';
import { withStore } from './with-store';

/**
 * The keys of AVENANT_KEY_RING:
 *
 * - `npm run keys -- in-use`: how much is sealed with each, in the database and in open workflows. Exits 1 where something needs a
 *   key that the ring lacks.
 * - `npm run keys -- reseal`: seals everything in the database with the key that writes.
 * - `npm run keys -- caller --tenant acme`: the keys of one tenant, for a service that starts orders straight through Temporal.
 *
 * `docs/encryption.md` says when. All read the variables of a worker.
 */

const USAGE = 'npm run keys -- in-use, npm run keys -- reseal, or npm run keys -- caller --tenant TENANT';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { tenant: { type: 'string' } }, allowPositionals: true });
  const [command] = positionals;
  if (command === 'in-use') await tellUse(ringIn(process.env));
  else if (command === 'reseal') await reseal(ringIn(process.env));
  else if (command === 'caller') print(callerKeys(ringIn(process.env), tenantIn(values.tenant)));
  else throw new Error(USAGE);
}

async function tellUse(ring: KeyRing): Promise<void> {
  const temporal = await openTemporal(settingsOf(readTemporal(process.env)), (line) =>
    process.stderr.write(`${line}\n`),
  );
  try {
    const { lines, isComplete } = toldUse(await withStore((store) => keysInUse(store, temporal)), ring.keyIds);
    lines.forEach(print);
    if (!isComplete) process.exitCode = 1;
  } finally {
    await temporal.connection.close();
  }
}

async function reseal(ring: KeyRing): Promise<void> {
  const so = await withStore((store) => resealStore(store, ring, tellProgress));
  tellProgress(so);
  for (const [why, times] of Object.entries(so.left)) print(`${times} left as they are (${why})`);
  if (Object.keys(so.left).length > 0) process.exitCode = 1;
}

const tellProgress = ({ looked, resealed }: Resealed): void => print(`${looked} looked at, ${resealed} sealed anew`);

function ringIn({ AVENANT_KEY_RING: text }: NodeJS.ProcessEnv): KeyRing {
  const ring = text ? readKeyRing(text) : { problem: 'missing' };
  if ('problem' in ring) throw new Error(`AVENANT_KEY_RING: ${ring.problem}`);
  return ring;
}

function tenantIn(text: string | undefined): string {
  if (text !== undefined && isId(text)) return text;
  throw new Error('--tenant: letters, digits, "_" and "-", at most 64');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
