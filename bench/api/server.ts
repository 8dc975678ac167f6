import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../server/app';
import { newLogger } from '../../server/http/logging';
import { newApiKey } from '../../server/identity/api-keys';
import { connectStore } from '../../store/index';
import { SEEDED_TENANT } from '../lists/seeded';

/** The API as a process of its own, so that its memory is nobody else's; it tells how much it has when asked. */
async function main([uri = '', databaseName = '']: string[]): Promise<void> {
  const store = await connectStore(uri, { databaseName });
  await store.ensureIndexes();
  const owner = {
    environment: 'bench',
    tenantId: SEEDED_TENANT,
    role: 'operator',
    userId: 'otto',
    expiresAt: null,
  } as const;
  const { text: key, record } = newApiKey(owner);
  await store.apiKeys.add(record);
  const app = createApp({
    store,
    // Nothing here asks an order.
    temporal: { workflow: {} } as never,
    tokens: null,
    logger: newLogger('error'),
    secrets: ['a secret for nothing but measuring'],
    development: false,
    paymentWebhooks: {},
    fulfilmentSecrets: [],
  });
  const server = createServer(app);
  server.listen(0, '127.0.0.1', () => {
    process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key });
  });
  process.on('message', () => {
    globalThis.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    process.send?.({ heapUsed, rss });
  });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
