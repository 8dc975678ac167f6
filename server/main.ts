import type { Server } from 'node:http';
import { Client, Connection } from '@temporalio/client';
import type { Logger } from 'pino';
import { parseSandboxWebhook } from '../gateways/payment/sandbox/webhook';
import { parseStripeWebhook } from '../gateways/payment/stripe/webhook';
import { connectStore } from '../store/index';
import type { Readiness } from './api/health';
import { createApp, inboundProcessing, type SignIn } from './app';
import { BadConfiguration, readConfig, type ServerConfig } from './config';
import { newLogger } from './http/logging';
import { httpServerFor } from './http/server';
import { IdentityProvider } from './identity/sign-in/identity-provider';
import { remoteKeys } from './identity/tokens';
import type { InboundProcessing } from './inbound/handling';
import type { PaymentWebhook } from './inbound/webhooks';
import { LiveFeed } from './live/feed';

/** The API as a process of its own: connects, listens, and leaves without dropping what it has begun. */

/** Below the 30 seconds that most platforms wait before they kill. */
const SHUTDOWN_LIMIT = 25_000;
const TAKE_UP_EVERY = 10_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const logger = newLogger(config.logLevel);
  const store = await connectStore(config.mongo.uri, { databaseName: config.mongo.database });
  await store.ensureIndexes();
  const connection = await Connection.connect({ address: config.temporal.address });
  if (config.searchSecret === undefined) {
    logger.warn('AVENANT_SEARCH_SECRET is not set: no order is found by its VAT number');
  }
  const readiness: Readiness = { accepting: true };
  const live = new LiveFeed({ orders: store.orders, logger });
  const parts = {
    store,
    temporal: new Client({ connection, namespace: config.temporal.namespace }),
    tokens: config.tokens && { ...config.tokens, keys: remoteKeys(config.tokens.keysUrl) },
    logger,
    secret: config.secret,
    searchSecret: config.searchSecret,
    signIn: signInOf(config),
    development: config.development,
    paymentWebhooks: paymentWebhooksOf(config),
    fulfilmentSecrets: config.webhookSecrets.fulfilment,
    readiness,
    live,
  };
  const inbound = inboundProcessing(parts);
  const server = httpServerFor(createApp({ ...parts, inbound }), logger);
  // Longer than the longest wait a caller may ask for.
  server.requestTimeout = 90_000;
  server.headersTimeout = 15_000;
  // Longer than load balancers keep theirs open (60 seconds, usually): who closes first resets the other's next request.
  server.keepAliveTimeout = 75_000;
  await listening(server, config);
  const takingUp = takeUpRegularly(inbound, logger);
  logger.info({ address: server.address() }, 'listening');
  onceAsked(async () => {
    readiness.accepting = false;
    logger.info('shutting down');
    clearInterval(takingUp);
    live.close();
    await closed(server);
    await inbound.idle();
    await connection.close();
    await store.close();
    logger.info('stopped');
  }, logger);
}

function signInOf({ signIn }: ServerConfig): SignIn | null {
  if (signIn === null) return null;
  if (signIn.kind === 'sample') return { way: signIn, isSecure: false };
  const provider = new IdentityProvider(signIn.oidc);
  return { way: { kind: 'oidc', provider }, isSecure: signIn.oidc.publicUrl.startsWith('https:') };
}

/** Only gateways whose secrets are known have a path. */
function paymentWebhooksOf({ webhookSecrets, environment }: ServerConfig): Record<string, PaymentWebhook> {
  const { sandbox, stripe } = webhookSecrets;
  // As for the worker: real cards in production, and nowhere else.
  const mode = environment === 'production' ? 'live' : 'test';
  const webhooks: Record<string, PaymentWebhook> = {};
  if (sandbox.length > 0) {
    webhooks.sandbox = (body, headers, nowSeconds) =>
      parseSandboxWebhook(body, headers, { secrets: sandbox, nowSeconds, mode: 'test' });
  }
  if (stripe.length > 0) {
    webhooks.stripe = (body, headers, nowSeconds) =>
      parseStripeWebhook(body, headers, { secrets: stripe, nowSeconds, mode });
  }
  return webhooks;
}

/** Events from outside that wait, and those that a killed process left. */
function takeUpRegularly(inbound: InboundProcessing, logger: Logger): NodeJS.Timeout {
  const takeUp = (): void => {
    inbound.takeUpDue().catch((error: unknown) => logger.warn({ err: error }, 'waiting events are looked for later'));
  };
  return setInterval(takeUp, TAKE_UP_EVERY).unref();
}

function listening(server: Server, { host, port }: ServerConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

/** Resolves when the last request is answered; connections that only wait for another one are closed at once. */
function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

function onceAsked(stop: () => Promise<void>, logger: Logger): void {
  let isStopping = false;
  const shutDown = (): void => {
    if (isStopping) return;
    isStopping = true;
    const limit = setTimeout(() => {
      logger.error('requests were still running at the end of the shutdown');
      process.exit(1);
    }, SHUTDOWN_LIMIT);
    limit.unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'the shutdown failed');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', shutDown);
  process.once('SIGINT', shutDown);
}

main().catch((error: unknown) => {
  const shown = error instanceof BadConfiguration ? error.message : error;
  console.error('The API could not start.', shown);
  process.exit(1);
});
