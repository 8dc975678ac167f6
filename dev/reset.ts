import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { takeLock } from 'statechart-host/testing';
import { DATA_FOLDER } from './data-folder';

/** Servers of this checkout that are still running hold these; deleting their files under them would confuse everybody. */
const LOCKS = ['temporal', 'mongo'].map((part) => join(DATA_FOLDER, part, 'server.lock'));

async function reset(): Promise<void> {
  for (const lock of LOCKS.filter((file) => existsSync(file))) {
    const { heldBy } = await takeLock(lock, 0);
    if (heldBy === undefined) continue;
    console.error(`The embedded stack still runs (process ${heldBy}). Stop it first, then reset.`);
    process.exitCode = 1;
    return;
  }
  await rm(DATA_FOLDER, { recursive: true, force: true });
  console.log('The data of the embedded stack is gone. The next start begins empty.');
}

void reset();
