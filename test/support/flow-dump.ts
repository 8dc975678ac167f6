import { createConnection } from 'mongoose';

/** What callers and gateways write besides the orders: keys of requests and webhooks that arrive when they will. */
const LEFT_OUT = new Set(['apikeys', 'idempotencyrecords', 'inboundevents']);

/** Every document of a database as it is, by collection. */
export async function storeDump(
  { uri, database }: { uri: string; database: string },
  leftOut: ReadonlySet<string> = LEFT_OUT,
): Promise<Record<string, object[]>> {
  const connection = await createConnection(uri, { dbName: database }).asPromise();
  try {
    const names = (await connection.listCollections()).map(({ name }) => name).filter((name) => !leftOut.has(name));
    const entries = names.sort().map(async (name) => {
      const documents = await connection.collection(name).find({}).sort({ _id: 1 }).toArray();
      return [name, documents] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  } finally {
    await connection.close();
  }
}
