import type { GatewayMode } from '../../../gateways/payment/port';
import { failure, listen, type SandboxReply, type SandboxRequest } from '../sandbox-server';
import { serveBank } from './bank';
import { type GatewayBook, openBook } from './book';
import type { CallRefusals, Calls } from './calls';
import { type SandboxControl, sandboxControl } from './control';
import { faultScript } from './faults';
import { serveConfirmPage } from './pages/confirm-page';
import { serveSetupPage } from './pages/setup-page';
import type { GatewayMethod, MethodConduct, Wording } from './types';
import { type Envelope, type WebhookSender, type WebhookTarget, webhookSender } from './webhooks';

/** A payment gateway that moves no money but behaves like one, whatever language it speaks. */

/** The differences between one gateway and another. */
export interface Dialect extends Envelope {
  refusals: CallRefusals;
  /** Payment details that everybody may use for tests, by token. */
  testTokens: ReadonlyMap<string, MethodConduct>;
  wording: Wording;
  /** Path of the page where a customer confirms; the first group is the id of the payment or setup. */
  confirmPage: RegExp;
  /** Path of the page where payment details are given; the first group is its id. */
  setupPage: RegExp;
  /** Whether that page stays open when a customer turns back. */
  keepsPagesOpen: boolean;
}

export interface EngineOptions {
  /** Free port when left out. */
  port?: number | undefined;
  /** Where events go; nowhere when left out. */
  webhook?: WebhookTarget | undefined;
  /** JSON file that keeps the state over a kill and a restart. */
  stateFile?: string | undefined;
  /** Milliseconds since the epoch; for links that expire. */
  now?: (() => number) | undefined;
  mode: GatewayMode;
}

export interface PaymentEngine extends Calls {
  dialect: Dialect;
  mode: GatewayMode;
  webhooks: WebhookSender;
  /** Own address, for links of customers' pages. */
  url(): string;
}

export interface EngineServer extends SandboxControl {
  engine: PaymentEngine;
  url: string;
  /** Resolves when every event has been delivered or given up; held ones do not count. */
  webhooksIdle(): Promise<void>;
  close(): Promise<void>;
}

/** Starts on 127.0.0.1; `serve` answers what belongs to the API. Rejects when the port is taken. */
export async function startPaymentEngine(
  options: EngineOptions,
  dialect: Dialect,
  serve: (engine: PaymentEngine, request: SandboxRequest) => Promise<SandboxReply | undefined>,
): Promise<EngineServer> {
  const { mode } = options;
  const webhooks = webhookSender(options.webhook, mode, dialect);
  const book = openBook({
    file: options.stateFile,
    now: options.now,
    wording: dialect.wording,
    onEvent: webhooks.enqueue,
  });
  const { refusals } = dialect;
  const engine: PaymentEngine = {
    book,
    faults: faultScript(),
    refusals,
    dialect,
    mode,
    webhooks,
    url: () => server.url,
  };
  const server = await listen(async (request) => {
    const [, confirmedId] = dialect.confirmPage.exec(request.path) ?? [];
    if (confirmedId !== undefined) return serveConfirmPage(book, request, confirmedId);
    const page = book.pages.withId(dialect.setupPage.exec(request.path)?.[1] ?? '');
    if (page !== undefined) return serveSetupPage(book, request, { page, keepsOpen: dialect.keepsPagesOpen });
    return (await serveBank(engine, request)) ?? (await serve(engine, request)) ?? failure(404, 'no_such_path');
  }, options.port);
  return {
    ...sandboxControl(server.url),
    engine,
    url: server.url,
    webhooksIdle: webhooks.idle,
    close: async () => {
      await server.close();
      await webhooks.close();
    },
  };
}

/** A saved method of this customer; test tokens, which are nobody's yet, count as well. */
export function findMethod(
  { book, dialect }: { book: GatewayBook; dialect: Dialect },
  token: string,
  customer: string,
): GatewayMethod | undefined {
  const conduct = dialect.testTokens.get(token);
  if (conduct !== undefined) return { token, customer, created: Math.floor(book.now() / 1000), ...conduct };
  const saved = book.methods.get(token);
  return saved?.customer === customer ? saved : undefined;
}
