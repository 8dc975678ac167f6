import { join } from 'node:path';
import { DATA_FOLDER } from './data-folder';
import { startMongo } from './embedded/mongo-server';
import { seedOrders } from './seed/seed';
import { TENANT } from './stack/prepare-store';

const USAGE = 'npm run seed-orders -- 1000000';
const MOST = 10_000_000;

/** Fills the database of this checkout (or the one that MONGODB_URI names) with sample orders for lists to be tried with. */
async function main(): Promise<void> {
  const [text = ''] = process.argv.slice(2);
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > MOST) throw new Error(`Say how many, from 1 to ${MOST}: ${USAGE}`);
  const mongo = await startMongo({ dataDir: join(DATA_FOLDER, 'mongo') });
  const began = Date.now();
  let told = 0;
  try {
    const progress = (written: number): void => {
      if (written < count && Date.now() - told < 1_000) return;
      told = Date.now();
      const perSecond = Math.round(written / ((Date.now() - began) / 1_000));
      process.stdout.write(`${written.toLocaleString('en')} of ${count.toLocaleString('en')} orders, ${perSecond}/s\n`);
    };
    const done = (): void =>
      void process.stdout.write(`Built the indexes; ${Math.round((Date.now() - began) / 1_000)} s in all\n`);
    const databaseName = process.env.MONGODB_DATABASE ?? 'avenant';
    await seedOrders({ uri: mongo.uri, databaseName, tenantId: TENANT, count, progress });
    done();
  } finally {
    await mongo.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`The orders could not be made: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
