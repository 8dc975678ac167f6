import { parseArgs } from 'node:util';
import type { GatewayMode } from '../../../gateways/payment/port';
import { failure, listen, type SandboxRequest } from '../sandbox-server';
import { openBook } from './book';
import { type PaymentSandboxControl, paymentSandboxControl } from './control';
import { serveDesk } from './desk';
import { faultScript } from './faults';
import { serveConfirmPage } from './page';
import { serveShop } from './routes';
import { type WebhookTarget, webhookSender } from './webhooks';

/** A payment gateway that moves no money but behaves like one, with state, idempotency and scripted misfortune. */

export interface PaymentSandboxOptions {
  /** Free port when left out. */
  port?: number | undefined;
  /** Where events go; nowhere when left out. */
  webhook?: WebhookTarget | undefined;
  /** JSON file that keeps the state over a kill and a restart. */
  stateFile?: string | undefined;
  /** Asked for as bearer token when given. */
  apiKey?: string | undefined;
  /** Printed in every event. */
  mode?: GatewayMode | undefined;
  /** Milliseconds since the epoch; for links that expire. */
  now?: (() => number) | undefined;
}

export interface PaymentSandbox extends PaymentSandboxControl {
  url: string;
  /** Resolves when every event has been delivered or given up; held ones do not count. */
  webhooksIdle(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the sandbox on 127.0.0.1; it is ready when this resolves. Rejects when the port is taken. */
export async function startPaymentSandbox(options: PaymentSandboxOptions = {}): Promise<PaymentSandbox> {
  const webhooks = webhookSender(options.webhook, options.mode ?? 'test');
  const book = openBook({ file: options.stateFile, now: options.now, onEvent: webhooks.enqueue });
  const faults = faultScript();
  const api = { book, faults, apiKey: options.apiKey, url: () => server.url };
  const serve = async (request: SandboxRequest) =>
    (await serveDesk({ book, faults, webhooks }, request)) ??
    serveConfirmPage(book, request) ??
    (await serveShop(api, request)) ??
    failure(404, 'no_such_path');
  const server = await listen(serve, options.port);
  return {
    ...paymentSandboxControl(server.url),
    url: server.url,
    webhooksIdle: webhooks.idle,
    close: async () => {
      await server.close();
      await webhooks.close();
    },
  };
}

/** `tsx dev/sandboxes/payment/server.ts --port 4010 --state FILE`; prints `{"url": …}` when it listens. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      state: { type: 'string' },
      'webhook-url': { type: 'string' },
      'webhook-secret': { type: 'string' },
      'api-key': { type: 'string' },
    },
  });
  const url = values['webhook-url'];
  const secret = values['webhook-secret'];
  const sandbox = await startPaymentSandbox({
    port: values.port === undefined ? undefined : Number(values.port),
    stateFile: values.state,
    apiKey: values['api-key'],
    webhook: url !== undefined && secret !== undefined ? { url, secret } : undefined,
  });
  process.stdout.write(`${JSON.stringify({ url: sandbox.url })}\n`);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  });
}
