import type { Server } from 'node:http';
import type { Logger } from 'pino';
import { SECOND } from '../billing/calendar/durations';
import { openStore } from '../connections/mongo/opening';
import { MongoUnusable } from '../connections/mongo/words';
import { exitCodeOf } from '../connections/refusals';
import { openTemporal } from '../connections/temporal/client';
import { TemporalUnusable } from '../connections/temporal/words';
import { SANDBOX_CURRENCIES } from '../gateways/payment/sandbox/currencies';
import { parseSandboxWebhook } from '../gateways/payment/sandbox/webhook';
import { STRIPE_CURRENCIES } from '../gateways/payment/stripe/currencies';
import { parseStripeWebhook } from '../gateways/payment/stripe/webhook';
import { Workshop } from '../papers/workshop';
import type { Store } from '../store/index';
import { type Build, buildThatRuns } from '../telemetry/build';
import { type WatchCall, watchedCalls, watchedGateway } from '../telemetry/gateway-calls';
import { newLogger } from '../telemetry/logs/logger';
import { endWith, logWhatNodeTells } from '../telemetry/logs/process';
import { showCertificate } from '../telemetry/metrics/certificates';
import { type Metrics, newMetrics } from '../telemetry/metrics/metrics';
import { openWatchPort } from '../telemetry/metrics/port';
import { TRACED_CALLS } from '../telemetry/temporal/client-calls';
import { startTracing } from '../telemetry/traces/tracing';
import { type Readiness, whatIsMissing } from './api/health';
import { impatientClient } from './api/impatience';
import { Temporal, type TemporalClient } from './api/temporal';
import { createApp, inboundProcessing, type SignIn } from './app';
import { BadConfiguration, readConfig, type ServerConfig, WITHOUT } from './config';
import { Election } from './health/election';
import { OUTBOX_OLDEST, standingGauges } from './health/gauges';
import { type StandingParts, StandingReader } from './health/standing';
import { Closing } from './http/closing';
import { httpServerFor } from './http/server';
import { IdentityProvider } from './identity/sign-in/identity-provider';
import { remoteKeys } from './identity/tokens';
import type { InboundProcessing } from './inbound/handling';
import type { PaymentWebhook } from './inbound/webhooks';
import { LiveFeed } from './live/feed';
import { endWhenAsked } from './stopping';

/** The API as a process of its own: connects, listens, and leaves without dropping what it has begun. */

/** Leaves ten of the 25 seconds of a shutdown to those who are answered in a hurry then, in milliseconds. */
const PATIENCE_WHEN_STOPPING = 15_000;
const TAKE_UP_EVERY = 10_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const logger = newLogger({ name: 'api', level: config.logLevel });
  logWhatNodeTells(logger);
  const tell = (line: string): void => logger[config.environment === 'production' ? 'warn' : 'info'](line);
  const build = buildThatRuns(process.env);
  const tracing = config.telemetry.traces ? await startTracing('api', build) : null;
  const [store, temporal] = await Promise.all([
    openIndexed(config, tell),
    openTemporal(config.temporal, tell, tracing === null ? [] : [TRACED_CALLS]),
  ]);
  for (const name of config.unset) logger.warn(`${name} is not set: ${WITHOUT[name]}`);
  const readiness: Readiness = { accepting: true };
  const metrics = config.telemetry.metrics && newMetrics(build);
  const closing = new Closing({ drain: config.drainSeconds * SECOND, patience: PATIENCE_WHEN_STOPPING });
  const live = new LiveFeed({ orders: store.orders, accounts: store.accounts, logger });
  const workshop = new Workshop();
  const parts = {
    store,
    temporal: impatientClient(temporal, closing.impatience),
    tokens: config.tokens && { ...config.tokens, keys: remoteKeys(config.tokens.keysUrl) },
    logger,
    secrets: config.secrets,
    searchSecrets: config.searchSecrets,
    keyRing: config.keyRing,
    unset: config.unset,
    signIn: signInOf(config),
    development: config.development,
    limits: config.limits,
    proxies: config.proxies,
    paymentPages: watchedPages(config, watchedCalls(metrics)),
    publicUrl: config.publicUrl,
    paymentWebhooks: paymentWebhooksOf(config),
    currencies: { sandbox: SANDBOX_CURRENCIES, stripe: STRIPE_CURRENCIES },
    fulfilmentSecrets: config.webhookSecrets.fulfilment,
    identitySecrets: config.webhookSecrets.identity,
    mailSecrets: config.webhookSecrets.mail,
    readiness,
    live,
    workshop,
    metrics,
    isTraced: tracing !== null,
    build,
    standing: new StandingReader({ store, temporal: new Temporal(temporal), now: () => new Date() }),
  };
  const inbound = inboundProcessing(parts);
  const server = httpServerFor(closing.watched(createApp({ ...parts, inbound })), logger);
  // Longer than the longest wait a caller may ask for.
  server.requestTimeout = 90_000;
  server.headersTimeout = 15_000;
  // Longer than load balancers keep theirs open (60 seconds, usually): who closes first resets the other's next request.
  server.keepAliveTimeout = 75_000;
  await listening(server, config);
  const watched = metrics && (await openWatched(config, metrics, parts));
  const takingUp = takeUpRegularly(inbound, logger);
  logger.info({ address: server.address() }, 'listening');
  const endRequests = (): Promise<void> => {
    readiness.accepting = false;
    clearInterval(takingUp);
    live.close();
    return closing.close(server);
  };
  endWhenAsked(
    [
      { what: 'requests', end: endRequests, remains: () => closing.unanswered() },
      { what: 'the workshop', end: () => workshop.close() },
      { what: 'events from outside', end: () => inbound.close() },
      { what: 'the port of metrics', end: async () => watched?.close() },
      { what: 'traces', end: async () => tracing?.close() },
      { what: 'the connection to Temporal', end: () => temporal.connection.close() },
      { what: 'the connection to MongoDB', end: () => store.close() },
    ],
    logger,
  );
}

async function openIndexed({ mongo }: ServerConfig, tell: (line: string) => void): Promise<Store> {
  const store = await openStore(mongo, tell);
  await store.ensureIndexes();
  return store;
}

function signInOf({ signIn }: ServerConfig): SignIn | null {
  if (signIn === null) return null;
  if (signIn.kind === 'sample') return { way: signIn, isSecure: false };
  const provider = new IdentityProvider(signIn.oidc);
  return { way: { kind: 'oidc', provider }, isSecure: signIn.oidc.publicUrl.startsWith('https:') };
}

function watchedPages({ paymentPages }: ServerConfig, watch: WatchCall): ServerConfig['paymentPages'] {
  if (paymentPages === null) return null;
  const { gateway } = paymentPages;
  return { ...paymentPages, gateway: watchedGateway(gateway.name, gateway, ['openPage', 'readPage'], watch) };
}

interface WatchedParts extends Pick<StandingParts, 'store'> {
  store: StandingParts['store'] & { ping(): Promise<void> };
  temporal: TemporalClient;
  readiness: Readiness;
  standing: StandingReader;
  build: Build;
}

/** Opens the port where this process is watched; one of all API processes also shows there how everything stands. */
async function openWatched({ telemetry, temporal, unset }: ServerConfig, { registry }: Metrics, parts: WatchedParts) {
  if (telemetry.metrics === null) return null;
  const { store, readiness, standing } = parts;
  showCertificate(registry, 'temporal', temporal.tls?.client?.crt);
  const election = new Election(store.leases);
  const shown = async () => ((await election.isWon()) ? standing.read() : null);
  standingGauges(registry, shown, unset.includes('AVENANT_MAIL_URL') ? [OUTBOX_OLDEST] : []);
  const asked = { readiness, store, temporal: new Temporal(parts.temporal) };
  const missing = whatIsMissing(asked);
  const port = await openWatchPort(telemetry.metrics, { registry, build: parts.build, dies: () => null, missing });
  return {
    async close(): Promise<void> {
      await port.close();
      await election.end();
    },
  };
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

main().catch((error: unknown) => {
  const isTold = [BadConfiguration, TemporalUnusable, MongoUnusable].some((kind) => error instanceof kind);
  endWith(newLogger({ name: 'api', level: 'fatal' }), 'The API could not start.', error, {
    isTold,
    code: exitCodeOf(error),
  });
});
