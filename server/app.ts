import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { Access } from './access';
import { localeOf } from './locale';
import { logRequests } from './logging';
import { type MountParts, mounted } from './mount';
import type { MountedOperation } from './operation';
import { OrderWorkflows, type TemporalClient } from './order-workflows';
import type { ServerStore } from './ports';
import { answerProblems, refuseUnknownRoute } from './problem-handler';
import { identifyRequest } from './request-context';
import { changeOperations } from './routes/changes';
import { eventOperations } from './routes/events';
import type { RouteParts } from './routes/parts';
import type { TokenTrust } from './tokens';

/** Everything the server works with; it opens no connection of its own. */
export interface Dependencies {
  store: ServerStore;
  temporal: TemporalClient;
  /** null: only API keys are accepted. */
  tokens: TokenTrust | null;
  logger: Logger;
  now?(): Date;
}

/** The HTTP door of Avenant. It never moves money itself: it validates, asks Temporal, and answers. */
export function createApp(dependencies: Dependencies): Express {
  const { store, logger, tokens, now = () => new Date() } = dependencies;
  const access = new Access({ store, logger });
  const workflows = new OrderWorkflows(dependencies.temporal);
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('trust proxy', false);
  app.set('case sensitive routing', true);
  app.use(identifyRequest, logRequests(logger), helmet(), speakLanguage);
  const mountParts: MountParts = { apiKeys: store.apiKeys, tokens, now, access, idempotency: store.idempotency };
  app.use(mounted(operationsOf({ store, workflows, access, now }), mountParts));
  app.use(refuseUnknownRoute);
  app.use(answerProblems(logger));
  return app;
}

/** Every operation of the API, as the router and the OpenAPI document see them. */
export function operationsOf(parts: RouteParts): MountedOperation[] {
  return [...changeOperations(parts), ...eventOperations(parts)];
}

const speakLanguage: RequestHandler = (request, response, next) => {
  response.set('Content-Language', localeOf(request)).vary('Accept-Language');
  next();
};
