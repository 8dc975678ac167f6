import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { keyedHash } from '../store/access/keyed-hash';
import { Access } from './access';
import { bulksThrough } from './bulk-workflows';
import { contentPolicy } from './content-policy';
import { cursorsSignedWith } from './cursors';
import { docsRouter } from './docs-router';
import { healthRouter, type Readiness } from './health';
import { InboundCounters } from './inbound/counters';
import { InboundDesk } from './inbound/desk';
import { rememberingKeys } from './key-memory';
import { LiveFeed } from './live/feed';
import { localeOf } from './locale';
import { logRequests } from './logging';
import { mounted } from './mount';
import type { MountedOperation } from './operation';
import { OrderWorkflows, type TemporalClient, type WorkflowSettings } from './order-workflows';
import { paymentReviewsThrough } from './payment-reviews';
import type { ServerStore } from './ports';
import { Problem } from './problem';
import { answerProblems, refuseUnknownRoute } from './problem-handler';
import { identifyRequest } from './request-context';
import { auditOperations } from './routes/audit';
import { bulkEventOperations } from './routes/bulk-events';
import { bulkPreviewOperations } from './routes/bulk-preview';
import { bulkSteeringOperations } from './routes/bulk-steering';
import { changeListOperations } from './routes/change-list';
import { changeOperations } from './routes/changes';
import { countOperations } from './routes/counts';
import { deskOperations } from './routes/desk';
import { documentOperations } from './routes/documents';
import { eventPreviewOperations } from './routes/event-preview';
import { eventOperations } from './routes/events';
import { factOperations } from './routes/facts';
import { inboundEventOperations } from './routes/inbound-events';
import { liveOperations } from './routes/live';
import { outboxOperations } from './routes/outbox';
import type { RouteParts } from './routes/parts';
import { paymentOperations } from './routes/payments';
import { quoteOperations } from './routes/quotes';
import { receiptOperations } from './routes/receipt';
import { savedViewOperations } from './routes/saved-views';
import { searchOperations } from './routes/search';
import { seatFollowUpOperations } from './routes/seat-follow-up';
import { seatOperations } from './routes/seats';
import { sellerTaxOperations } from './routes/seller-tax';
import { sessionOperations } from './routes/session';
import { simulationOperations } from './routes/simulations';
import { supportItemOperations } from './routes/support-items';
import { taxRecordOperations } from './routes/tax-record';
import { vatCreditOperations } from './routes/vat-credit';
import { SeatFollowUps } from './seat-follow-ups';
import { BrowserSessions, type SessionParts } from './sign-in/browser-sessions';
import { cookieJar } from './sign-in/cookies';
import { type SignInWay, signInRouter } from './sign-in/router';
import type { TokenTrust } from './tokens';
import { vatCreditsThrough } from './vat-credits';
import { type PaymentWebhook, webhookRouter } from './webhooks';

/** How people sign in, how long that lasts, and whether their browsers reach us over HTTPS only. */
export interface SignIn extends Pick<SessionParts, 'idleMinutes' | 'longestMinutes'> {
  way: SignInWay;
  isSecure: boolean;
}

/** Everything the server works with; it opens no connection of its own. */
export interface AppParts extends WorkflowSettings {
  store: ServerStore;
  temporal: TemporalClient;
  /** null: only API keys are accepted. */
  tokens: TokenTrust | null;
  logger: Logger;
  /** Signs cursors; at least 32 characters. */
  secret: string;
  /** The secret that workers hash VAT numbers with; without it orders cannot be found by one. */
  searchSecret?: string | undefined;
  /** Shows what only developers may see. */
  development: boolean;
  /** Holds every answer to the schema that describes it; for tests. */
  checksAnswers?: boolean;
  /** See `MountParts`; for tests. */
  provesEveryMs?: number;
  /** By gateway name, as in `/webhooks/payments/{gateway}`. */
  paymentWebhooks: Readonly<Record<string, PaymentWebhook>>;
  /** None: no fulfilment service calls back. */
  fulfilmentSecrets: readonly string[];
  /** What acts on events from outside; one of its own when left out. Whoever gives one also lets it take up what is due. */
  desk?: InboundDesk;
  /** How people sign in with a browser; null: they do not. */
  signIn?: SignIn | null;
  /** Live updates; closed by whoever made it. One of its own when left out. */
  live?: LiveFeed;
  /** Set to not accepting while shutting down; always accepting when left out. */
  readiness?: Readiness;
  now?(): Date;
}

/** The HTTP door of Avenant. It never moves money itself: it validates, asks Temporal, and answers. */
export function createApp(dependencies: AppParts): Express {
  const { store, logger, tokens, secret, now = () => new Date(), readiness = { accepting: true } } = dependencies;
  const access = new Access({ store, logger });
  const workflows = new OrderWorkflows(dependencies.temporal, dependencies);
  const { searchSecret, live = new LiveFeed({ orders: store.orders, logger }) } = dependencies;
  const hashVatNumber = searchSecret === undefined ? null : keyedHash(searchSecret);
  const desk = dependencies.desk ?? inboundDesk(dependencies);
  const counters = new InboundCounters();
  const cursors = cursorsSignedWith(secret);
  const seatFollowUps = new SeatFollowUps(dependencies.temporal);
  const bulks = bulksThrough(dependencies.temporal, dependencies.taskQueue);
  const routes: RouteParts = {
    store,
    workflows,
    seatFollowUps,
    bulks,
    vatCredits: vatCreditsThrough(dependencies.temporal, dependencies.taskQueue),
    access,
    cursors,
    hashVatNumber,
    desk,
    counters,
    live,
    now,
  };
  const operations = operationsOf(routes, dependencies.development);
  const app = bareApp();
  app.use(identifyRequest, logRequests(logger), helmet({ contentSecurityPolicy: false }), contentPolicy, speakLanguage);
  app.use(refuseWithoutHost);
  app.use(healthRouter({ readiness, store, workflows }));
  app.use(webhookRouter({ ...dependencies, desk, counters, now }));
  app.use(docsRouter(operations));
  const { checksAnswers = false } = dependencies;
  const { idempotency } = store;
  const apiKeys = rememberingKeys(store.apiKeys, now);
  const browser = browserOf(dependencies, now);
  if (browser !== null) app.use(browser.router);
  app.use(
    mounted(operations, {
      apiKeys,
      sessions: browser?.sessions ?? null,
      tokens,
      now,
      access,
      idempotency,
      checksAnswers,
      provesEveryMs: dependencies.provesEveryMs,
    }),
  );
  app.use(refuseUnknownRoute);
  app.use(answerProblems(logger));
  return app;
}

function browserOf({ signIn = null, store, secret, logger }: AppParts, now: () => Date) {
  if (signIn === null) return null;
  const { way, isSecure, ...lasting } = signIn;
  const cookies = cookieJar(isSecure);
  const sessions = new BrowserSessions({ sessions: store.sessions, cookies, secret, now, ...lasting });
  const router = signInRouter({ way, sessions, attempts: store.sessions, usage: store.usage, cookies, logger, now });
  return { sessions, router };
}

/** What acts on events from outside once they are kept. */
export function inboundDesk(dependencies: AppParts): InboundDesk {
  const { store, logger, temporal, taskQueue, now = () => new Date() } = dependencies;
  const workflows = new OrderWorkflows(temporal, dependencies);
  return new InboundDesk({ store, workflows, reviews: paymentReviewsThrough(temporal, taskQueue), logger, now });
}

/** Every operation of the API, as the router and the OpenAPI document see them. */
export function operationsOf(parts: RouteParts, development: boolean): MountedOperation[] {
  return [
    ...sessionOperations(),
    ...quoteOperations(parts),
    ...simulationOperations(),
    ...changeOperations(parts),
    ...eventOperations(parts),
    ...eventPreviewOperations(parts),
    ...deskOperations(parts),
    ...supportItemOperations(parts),
    ...vatCreditOperations(parts),
    ...receiptOperations(parts),
    ...taxRecordOperations(parts),
    ...paymentOperations(parts),
    ...changeListOperations(parts),
    ...liveOperations(parts),
    ...bulkPreviewOperations(parts),
    ...bulkEventOperations(parts),
    ...bulkSteeringOperations(parts),
    ...countOperations(parts),
    ...searchOperations(parts),
    ...savedViewOperations(parts),
    ...factOperations(parts),
    ...seatOperations(parts),
    ...seatFollowUpOperations(parts),
    ...documentOperations(parts),
    ...sellerTaxOperations(parts),
    ...inboundEventOperations(parts),
    ...auditOperations(parts),
    ...(development ? outboxOperations(parts) : []),
  ];
}

function bareApp(): Express {
  const app = express();
  app.disable('x-powered-by');
  // ETags are sequences of orders, never hashes of a body.
  app.set('etag', false);
  // Nobody in front of us may say who the caller is.
  app.set('trust proxy', false);
  app.set('case sensitive routing', true);
  return app;
}

/** RFC 9112, 3.2: a request of HTTP/1.1 names its host, once. */
const refuseWithoutHost: RequestHandler = ({ httpVersion, headersDistinct }, _response, next) => {
  const hosts = headersDistinct.host?.length ?? 0;
  if (hosts > 1 || (hosts === 0 && httpVersion === '1.1')) throw new Problem('malformed_request');
  next();
};

const speakLanguage: RequestHandler = (request, response, next) => {
  response.set('Content-Language', localeOf(request)).vary('Accept-Language');
  next();
};
