import { createConnection, type mongo } from 'mongoose';
import { connectStore } from '../../store/index';
import { sampleOrder } from './sample-orders';

const BATCH = 2_000;

export interface SeedOptions {
  uri: string;
  databaseName: string;
  tenantId: string;
  count: number;
  /** Told after every batch. */
  progress?(written: number): void;
}

/**
 * Fills a database with sample orders. Orders of an earlier, interrupted run are left as they are, so it may be run
 * again.
 */
export async function seedOrders({ uri, databaseName, tenantId, count, progress }: SeedOptions): Promise<void> {
  const connection = await createConnection(uri, { dbName: databaseName }).asPromise();
  try {
    const orders = connection.collection('orders') as unknown as mongo.Collection;
    await orders.createIndex({ tenantId: 1, changeId: 1 }, { unique: true });
    const newest = Date.now();
    for (let written = 0; written < count; written += BATCH) {
      const size = Math.min(BATCH, count - written);
      const docs = Array.from({ length: size }, (_, index) => sampleOrder(tenantId, written + index, newest));
      await orders.insertMany(docs, { ordered: false, writeConcern: { w: 1, j: false } }).catch(unlessThereAlready);
      progress?.(written + size);
    }
    // An index that is built of all there is takes a fraction of what one that grows order by order does.
    await buildIndexes(uri, databaseName);
  } finally {
    await connection.close();
  }
}

async function buildIndexes(uri: string, databaseName: string): Promise<void> {
  const store = await connectStore(uri, { databaseName });
  await store.ensureIndexes();
  await store.close();
}

const DUPLICATE_KEY = 11_000;

function unlessThereAlready(error: { code?: unknown }): void {
  if (error.code !== DUPLICATE_KEY) throw error;
}
