import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mongoose';
import { startMongo } from '../../dev/embedded/mongo-server';
import { seedOrders } from '../../dev/seed/seed';

export const SEEDED_TENANT = 'bench';

/** A database with nothing but sample orders. */
export interface SeededDatabase {
  uri: string;
  databaseName: string;
  orders: number;
  /** How long it took to fill, indexes included. */
  seconds: number;
}

/** Fills a database of its own, which is there for as long as it is worked with. */
export async function withSeeded<Found>(
  orders: number,
  work: (database: SeededDatabase) => Promise<Found>,
): Promise<Found> {
  const dataDir = await mkdtemp(join(tmpdir(), 'avenant-lists-'));
  const { uri, stop } = await startMongo({ dataDir });
  const databaseName = 'lists';
  try {
    const began = performance.now();
    const progress = (written: number): void => {
      if (written % 100_000 === 0) process.stderr.write(`${written} of ${orders} orders seeded\n`);
    };
    await seedOrders({ uri, databaseName, tenantId: SEEDED_TENANT, count: orders, progress });
    const seconds = (performance.now() - began) / 1_000;
    await writeDown(uri);
    return await work({ uri, databaseName, orders, seconds });
  } finally {
    await stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** What seeding has left to write would be measured with the lists. */
async function writeDown(uri: string): Promise<void> {
  const raw = await createConnection(uri).asPromise();
  await raw.db?.admin().command({ fsync: 1 });
  await raw.close();
}
