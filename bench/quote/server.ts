import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TemporalClient } from '../../server/api/temporal';
import { createApp } from '../../server/app';
import { newLogger } from '../../server/http/logging';
import { newApiKey } from '../../server/identity/api-keys';
import { USUAL_LIMITS } from '../../server/traffic/guard';
import { connectStore } from '../../store/index';

/** What the parent hears once the API listens. */
export interface QuoteServer {
  port: number;
  key: string;
}

/** Counted as always, and met by nobody. */
const UNMET_LIMITS = { ...USUAL_LIMITS, address: 10_000_000, tenant: 10_000_000, service: 10_000_000 };

/** Nothing that is measured here starts or asks an order. */
const NO_TEMPORAL = {} as TemporalClient;

/** The API as `server/main.ts` runs it, in a process of its own, on a database of its own: logs, keys and all. */
async function main(uri: string): Promise<void> {
  const store = await connectStore(uri, { databaseName: `bench_quote_${process.pid}` });
  await store.ensureIndexes();
  const owner = {
    environment: 'bench',
    tenantId: 'acme',
    role: 'support_agent',
    userId: null,
    expiresAt: null,
  } as const;
  const { text: key, record } = newApiKey(owner);
  await store.apiKeys.add(record);
  const app = createApp({
    store,
    temporal: NO_TEMPORAL,
    tokens: null,
    logger: newLogger('info'),
    secrets: ['a signing secret for nothing but this benchmark'],
    development: false,
    paymentWebhooks: {},
    fulfilmentSecrets: [],
    limits: UNMET_LIMITS,
  });
  const server = createServer(app);
  server.listen(0, '127.0.0.1', () => {
    const listening: QuoteServer = { port: (server.address() as AddressInfo).port, key };
    process.send?.(listening);
  });
  // The parent owns this process: without it there is nobody to answer.
  process.once('disconnect', () => process.exit(0));
}

void main(process.argv[2] ?? '');
