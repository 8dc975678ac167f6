import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseSandboxWebhook } from '../../gateways/payment/sandbox/webhook';
import type { TemporalClient } from '../../server/api/temporal';
import { createApp, inboundProcessing } from '../../server/app';
import { newLogger } from '../../server/http/logging';
import { USUAL_LIMITS } from '../../server/traffic/guard';
import { connectStore } from '../../store/index';

/** What the parent hears once the API listens. */
export interface WebhookServer {
  port: number;
}

const TAKE_UP_EVERY = 200;

/** Takes every signal and does nothing with it: what is measured is the door, not the engine. */
const PATIENT_TEMPORAL = {
  withDeadline: (_: unknown, call: () => unknown) => call(),
  workflow: { getHandle: () => ({ signal: async () => {} }), signalWithStart: async () => {} },
} as unknown as TemporalClient;

/** The API as `server/main.ts` runs it, on a database that is kept when it is killed. */
async function main(uri: string, databaseName: string, secret: string): Promise<void> {
  const store = await connectStore(uri, { databaseName });
  await store.ensureIndexes();
  const parts = {
    store,
    temporal: PATIENT_TEMPORAL,
    tokens: null,
    logger: newLogger('error'),
    secrets: ['a signing secret for nothing but this benchmark'] as const,
    development: false,
    paymentWebhooks: {
      sandbox: (body: Buffer, headers: Parameters<typeof parseSandboxWebhook>[1], nowSeconds: number) =>
        parseSandboxWebhook(body, headers, { secrets: [secret], nowSeconds, mode: 'test' }),
    },
    fulfilmentSecrets: [],
    // All deliveries come from one address, as fast as they can.
    limits: { ...USUAL_LIMITS, address: 10_000_000 },
  };
  const inbound = inboundProcessing(parts);
  const server = createServer(createApp({ ...parts, inbound }));
  setInterval(() => void inbound.takeUpDue(1_000).catch(() => undefined), TAKE_UP_EVERY);
  server.listen(0, '127.0.0.1', () => {
    const listening: WebhookServer = { port: (server.address() as AddressInfo).port };
    process.send?.(listening);
  });
  // The parent owns this process: without it there is nobody to answer.
  process.once('disconnect', () => process.exit(0));
}

const [, , uri = '', databaseName = '', secret = ''] = process.argv;
void main(uri, databaseName, secret);
