import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DATA_FOLDER } from '../data-folder';
import { addressOfRunning } from '../embedded/mongo-server';
import { addressFileOf } from '../embedded/stack';

/** The Temporal that this checkout's stack runs on now; undefined where no stack runs, which its MongoDB tells. */
export async function temporalOfCheckout(): Promise<{ address: string; namespace: string } | undefined> {
  const mongo = join(DATA_FOLDER, 'mongo');
  const file = addressFileOf(DATA_FOLDER);
  if (!existsSync(mongo) || !existsSync(file) || (await addressOfRunning(mongo)) === undefined) return undefined;
  return JSON.parse(await readFile(file, 'utf8')) as { address: string; namespace: string };
}
