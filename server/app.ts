import { join } from 'node:path';
import express, { type Express, type Request, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { IdentitySecrets } from '../gateways/identity/event';
import { Workshop } from '../papers/workshop';
import type { KeyRing } from '../store/access/key-ring';
import { keyedHashes } from '../store/access/keyed-hash';
import type { Secrets } from '../store/access/secrets';
import type { SubscriptionKey } from '../store/facts/subscription-document';
import { healthRouter, type Readiness } from './api/health';
import { mounted } from './api/mount';
import { Temporal, type TemporalClient, type TemporalSettings } from './api/temporal';
import { docsRouter } from './docs/router';
import { refuseCardNumbers } from './http/card-numbers';
import { contentPolicy, secureHeaders } from './http/content-policy';
import { cursorsSignedWith } from './http/cursors';
import { localeOf } from './http/locale';
import { logRequests } from './http/logging';
import { Problem } from './http/problem';
import { answerLastResort, answerProblems, refuseUnknownRoute } from './http/problem-handler';
import { identifyRequest } from './http/request-context';
import { Access } from './identity/access';
import { authenticated } from './identity/authentication';
import { keepProving } from './identity/keep-proving';
import { rememberingKeys } from './identity/key-memory';
import { BrowserSessions, type SessionParts } from './identity/sign-in/browser-sessions';
import { cookieJar } from './identity/sign-in/cookies';
import { HOME, type SignInWay, signInFor, signInRouter } from './identity/sign-in/router';
import type { TokenTrust } from './identity/tokens';
import { InboundCounters } from './inbound/counters';
import { InboundProcessing } from './inbound/handling';
import { Leaving } from './inbound/leaving';
import { ReturnedMail } from './inbound/returned-mail';
import { type PaymentWebhook, webhookRouter } from './inbound/webhooks';
import { LiveFeed } from './live/feed';
import { operationsOf } from './operations';
import type { GatewayCurrencies } from './orders/views/payment-routes';
import { pagesRouter } from './pages/router';
import type { PaymentPages } from './payment-setup/setting';
import type { ServerStore } from './ports';
import { quotePageRouter } from './quote-links/router';
import { reminderRouter } from './reminders/router';
import { nudgeFollowUp } from './seats/follow-ups';
import { NO_PROXIES, type ProxyTrust } from './traffic/address';
import { Guard, type TrafficLimits, USUAL_LIMITS } from './traffic/guard';

/** The way people sign in, how long that lasts, and whether their browsers reach us over HTTPS only. */
export interface SignIn extends Pick<SessionParts, 'idleMinutes' | 'longestMinutes'> {
  way: SignInWay;
  isSecure: boolean;
}

/** Everything the server works with; it opens no connection of its own. */
export interface AppParts extends TemporalSettings {
  store: ServerStore;
  temporal: TemporalClient;
  /** null: only API keys are accepted. */
  tokens: TokenTrust | null;
  logger: Logger;
  /** Signs cursors; at least 32 characters. */
  secrets: Secrets;
  /** The secrets that workers hash VAT numbers with; without it orders cannot be found by one. */
  searchSecrets?: Secrets | undefined;
  /** The keys that workers seal with what an order is started again with; without it none is. */
  keyRing?: KeyRing | undefined;
  /** Names of settings that were left out and are gone without; told with readiness. */
  unset?: readonly string[];
  /** Shows what only developers may see. */
  development: boolean;
  /** Holds every answer to the schema that describes it; for tests. */
  checksAnswers?: boolean;
  /** Interval at which the caller of an answer that stays open is authenticated again, in milliseconds; for tests. */
  provesEveryMs?: number;
  /** How much is taken; the usual when left out. */
  limits?: TrafficLimits;
  /** The proxies in front that are believed; none when left out. */
  proxies?: ProxyTrust;
  /** The gateway's pages for payment details; without them they are given as tokens only. */
  paymentPages?: PaymentPages | null;
  /** Where people reach this API, for links to it; without it none is made. */
  publicUrl?: string | undefined;
  /** By gateway name, as in `/webhooks/payments/{gateway}`. */
  paymentWebhooks: Readonly<Record<string, PaymentWebhook>>;
  /** How each payment gateway counts; amounts of others are told in its units only. */
  currencies?: GatewayCurrencies;
  /** None: no fulfilment service calls back. */
  fulfilmentSecrets: readonly string[];
  /** Of each tenant those of its identity system; no tenant has one when left out. */
  identitySecrets?: IdentitySecrets;
  /** Of whoever carries mail; none: nobody tells what became of it. */
  mailSecrets?: readonly string[];
  /** Acts on events from outside; one of its own when left out. Whoever gives one also lets it take up what is due. */
  inbound?: InboundProcessing;
  /** Sign-in with a browser; null: there is none. */
  signIn?: SignIn | null;
  /** Of the pages as `npm run build` leaves them; where it does when left out. */
  pagesFolder?: string;
  /** Live updates; closed by whoever made it. One of its own when left out. */
  live?: LiveFeed;
  /** Does what takes long beside everything else; closed by whoever made it. One of its own when left out. */
  workshop?: Workshop;
  /** Set to not accepting while shutting down; always accepting when left out. */
  readiness?: Readiness;
  now?(): Date;
}

const PAGES_FOLDER = join(__dirname, '..', 'dist', 'web');

/** The HTTP door of Avenant. It never moves money itself: it validates, asks Temporal, and answers. */
export function createApp(parts: AppParts): Express {
  const { store, logger, tokens, secrets, searchSecrets, development, provesEveryMs, checksAnswers = false } = parts;
  const { now = () => new Date(), readiness = { accepting: true } } = parts;
  const {
    live = new LiveFeed({ orders: store.orders, accounts: store.accounts, logger }),
    inbound = inboundProcessing(parts),
  } = parts;
  const { workshop = new Workshop() } = parts;
  const {
    paymentWebhooks,
    fulfilmentSecrets,
    identitySecrets = {},
    mailSecrets = [],
    limits = USUAL_LIMITS,
    proxies = NO_PROXIES,
  } = parts;
  const guard = new Guard({ limits, proxies, usage: store.usage, logger, now });
  const { accounts, subscriptions, idempotency } = store;
  const access = new Access({ accounts, subscriptions, logger });
  const temporal = new Temporal(parts.temporal, parts);
  const vatHashes = searchSecrets === undefined ? null : keyedHashes(searchSecrets);
  const counters = new InboundCounters();
  const cursors = cursorsSignedWith(secrets);
  const operations = operationsOf({
    store,
    temporal,
    access,
    cursors,
    vatHashes,
    keyRing: parts.keyRing ?? null,
    paymentPages: parts.paymentPages ?? null,
    publicUrl: parts.publicUrl ?? null,
    inbound,
    counters,
    live,
    workshop,
    logger,
    leaving: leavingOf(store, temporal, now),
    currencies: parts.currencies ?? {},
    development,
    now,
  });
  const browser = browserOf(parts, guard, now);
  const apiKeys = rememberingKeys(store.apiKeys, now);
  const proofs = { apiKeys, people: store.people, sessions: browser?.sessions ?? null, tokens, now };
  const app = bareApp();
  app.use(identifyRequest, logRequests(logger), secureHeaders, contentPolicy, speakLanguage);
  app.use(refuseWithoutHost);
  app.use(healthRouter({ readiness, store, temporal, unset: parts.unset ?? [] }));
  app.use((request, response, next) => {
    guard.take(request, response);
    next();
  });
  app.use(
    webhookRouter({
      inbound,
      counters,
      logger,
      now,
      paymentWebhooks,
      fulfilmentSecrets,
      identitySecrets,
      mailSecrets,
    }),
  );
  app.use(refuseCardNumbers);
  app.use(docsRouter(operations, browser === null ? '/docs' : HOME));
  const signInFirst = browser?.signInFirst ?? (() => null);
  app.use(pagesRouter({ folder: parts.pagesFolder ?? PAGES_FOLDER, development, signInFirst }));
  if (browser !== null) app.use(browser.router);
  if (parts.keyRing !== undefined) app.use(pagesBehindLinks(store, parts.keyRing, now));
  app.use(
    mounted(operations, {
      authenticate: (request) => guard.identified(request, () => authenticated(request, proofs)),
      guard,
      requireRole: (principal, operation) => access.requireRole(principal, operation),
      keepProving: (request, response, principal) =>
        keepProving(request, response, principal, { ...proofs, everyMs: provesEveryMs }),
      idempotency,
      checksAnswers,
      now,
    }),
  );
  app.use(refuseUnknownRoute);
  app.use(answerProblems(logger));
  app.use(answerLastResort(logger));
  return app;
}

/** The pages that a sealed link opens, without signing in. */
function pagesBehindLinks(store: ServerStore, keyRing: KeyRing, now: () => Date): RequestHandler[] {
  const { accounts, audit, orders, people, quoteLinks, settings } = store;
  return [
    reminderRouter({ people, audit, keyRing, now }),
    quotePageRouter({ accounts, orders, quoteLinks, settings, keyRing, now }),
  ];
}

function browserOf({ signIn = null, store, secrets, logger }: AppParts, { addressOf }: Guard, now: () => Date) {
  if (signIn === null) return null;
  const { way, isSecure, ...lasting } = signIn;
  const cookies = cookieJar(isSecure);
  // Sample people reach us on this machine, under any of its names and without HTTPS.
  const ourOrigin = (request: Request): string =>
    way.kind === 'oidc' ? way.provider.publicOrigin : `http://${request.get('Host')}`;
  const { usage } = store;
  const shared = { cookies, ourOrigin, now };
  const sessions = new BrowserSessions({
    sessions: store.sessions,
    staff: store.staff,
    secrets,
    ...shared,
    ...lasting,
  });
  const router = signInRouter({ way, sessions, attempts: store.sessions, usage, addressOf, logger, ...shared });
  // Whether what is shown still holds is found out by the page, which has words for it.
  const signInFirst = (request: Request): string | null =>
    sessions.isShownBy(request) || request.headers.authorization !== undefined ? null : signInFor(request.originalUrl);
  return { sessions, router, signInFirst };
}

/** Acts on events from outside once they are kept. */
export function inboundProcessing(parts: AppParts): InboundProcessing {
  const { logger, now = () => new Date() } = parts;
  const { accounts, inboundEvents, outbox, payments, orders, people, supportItems } = parts.store;
  const temporal = new Temporal(parts.temporal, parts);
  const leaving = leavingOf(parts.store, temporal, now);
  const returnedMail = new ReturnedMail({ accounts, outbox, people, supportItems, now });
  const stored = { inboundEvents, payments, orders, people };
  return new InboundProcessing({ ...stored, temporal, leaving, returnedMail, logger, now });
}

function leavingOf(store: ServerStore, temporal: Temporal, now: () => Date): Leaving {
  const { accounts, orders, people, seats, sessions, supportItems } = store;
  const nudgeSeats = (subscription: SubscriptionKey) => nudgeFollowUp(temporal, subscription);
  return new Leaving({ accounts, orders, people, seats, sessions, supportItems, nudgeSeats, now });
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
