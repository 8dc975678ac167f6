import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { keyedHash } from '../store/access/keyed-hash';
import { docsRouter } from './api/docs-router';
import { healthRouter, type Readiness } from './api/health';
import { mounted } from './api/mount';
import type { MountedOperation } from './api/operation';
import { documentOperations } from './facts/document-routes';
import { factOperations } from './facts/fact-routes';
import { sellerTaxOperations } from './facts/seller-tax-routes';
import { contentPolicy } from './http/content-policy';
import { cursorsSignedWith } from './http/cursors';
import { localeOf } from './http/locale';
import { logRequests } from './http/logging';
import { Problem } from './http/problem';
import { answerProblems, refuseUnknownRoute } from './http/problem-handler';
import { identifyRequest } from './http/request-context';
import { Access } from './identity/access';
import { rememberingKeys } from './identity/key-memory';
import { sessionOperations } from './identity/session-routes';
import { BrowserSessions, type SessionParts } from './identity/sign-in/browser-sessions';
import { cookieJar } from './identity/sign-in/cookies';
import { type SignInWay, signInRouter } from './identity/sign-in/router';
import type { TokenTrust } from './identity/tokens';
import { InboundCounters } from './inbound/counters';
import { inboundEventOperations } from './inbound/event-routes';
import { InboundDesk } from './inbound/handling';
import { paymentReviewsThrough } from './inbound/payment-reviews';
import { type PaymentWebhook, webhookRouter } from './inbound/webhooks';
import { LiveFeed } from './live/feed';
import { liveOperations } from './live/live-routes';
import { eventOperations } from './orders/commands/event-routes';
import { eventPreviewOperations } from './orders/commands/preview-routes';
import { changeOperations } from './orders/commands/start-routes';
import { OrderWorkflows, type TemporalClient, type WorkflowSettings } from './orders/commands/workflows';
import { quoteOperations } from './orders/quotes/quote-routes';
import { simulationOperations } from './orders/quotes/simulation-routes';
import { changeListOperations } from './orders/views/list-routes';
import { paymentOperations } from './orders/views/payment-routes';
import { receiptOperations } from './orders/views/receipt-routes';
import { taxRecordOperations } from './orders/views/tax-record-routes';
import type { ServerStore } from './ports';
import type { RouteParts } from './route-parts';
import { seatFollowUpOperations } from './seats/follow-up-routes';
import { SeatFollowUps } from './seats/follow-ups';
import { seatOperations } from './seats/seat-routes';
import { auditOperations } from './support/audit-routes';
import { bulkEventOperations } from './support/bulk/event-routes';
import { bulkPreviewOperations } from './support/bulk/preview-routes';
import { bulkSteeringOperations } from './support/bulk/steering-routes';
import { bulksThrough } from './support/bulk/workflows';
import { countOperations } from './support/count-routes';
import { supportItemOperations } from './support/item-routes';
import { outboxOperations } from './support/outbox-routes';
import { deskOperations } from './support/request-routes';
import { searchOperations } from './support/search-routes';
import { vatCreditOperations } from './support/vat-credit-routes';
import { vatCreditsThrough } from './support/vat-credits';
import { savedViewOperations } from './support/view-routes';

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
