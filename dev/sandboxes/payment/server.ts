import { parseArgs } from 'node:util';
import type { GatewayMode } from '../../../gateways/payment/port';
import { type EngineOptions, type EngineServer, startPaymentEngine } from '../payment-engine/engine';
import { SANDBOX_DIALECT } from './dialect';
import { serveShop } from './routes';

/** Our own sandbox gateway: a payment engine with a small JSON API. */

export interface PaymentSandboxOptions extends Omit<EngineOptions, 'mode'> {
  /** Asked for as bearer token when given. */
  apiKey?: string | undefined;
  /** Printed in every event. */
  mode?: GatewayMode | undefined;
}

export type PaymentSandbox = EngineServer;

/** Starts the sandbox on 127.0.0.1; it is ready when this resolves. Rejects when the port is taken. */
export function startPaymentSandbox({
  apiKey,
  mode = 'test',
  ...options
}: PaymentSandboxOptions = {}): Promise<PaymentSandbox> {
  return startPaymentEngine({ ...options, mode }, SANDBOX_DIALECT, (engine, request) =>
    serveShop(engine, request, apiKey),
  );
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
