import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type PaymentSandbox,
  type PaymentSandboxOptions,
  startPaymentSandbox,
} from '../../../../dev/sandboxes/payment/server';
import type { ChargeRequest, PaymentGateway } from '../../../../gateways/payment/port';
import { type SandboxGatewayOptions, sandboxGateway } from '../../../../gateways/payment/sandbox/gateway';

/** A running sandbox gateway and our adapter aimed at it; opened sandboxes are closed by `closeAll`. */
export interface PaymentStand {
  sandbox: PaymentSandbox;
  gateway: PaymentGateway;
}

const opened: PaymentSandbox[] = [];

export async function startPaymentStand(
  options: PaymentSandboxOptions = {},
  adapter: Partial<SandboxGatewayOptions> = {},
): Promise<PaymentStand> {
  const sandbox = await startPaymentSandbox(options);
  opened.push(sandbox);
  return { sandbox, gateway: sandboxGateway({ baseUrl: sandbox.url, timeoutMilliseconds: 5_000, ...adapter }) };
}

export async function closeAll(): Promise<void> {
  await Promise.all(opened.splice(0).map((sandbox) => sandbox.close()));
}

/** 12.50 EUR of one customer, under a reference of its own. */
export const order = (more: Partial<ChargeRequest> = {}): ChargeRequest => ({
  reference: `chg:${randomUUID()}:1`,
  amount: 1250,
  currency: 'EUR',
  customer: 'acme',
  method: 'pm_ok',
  ...more,
});

/** A signal that nobody ever aborts. */
export const calm = (): AbortSignal => new AbortController().signal;

/** A server that hands each JSON body to `hear` and answers with the status it returns (200 by default) afterwards. */
export async function loopbackListener(
  hear: (body: unknown, raw: Buffer, headers: IncomingHttpHeaders) => unknown,
): Promise<{ url: string; close(): void }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const raw = Buffer.concat(chunks);
    const status = await hear(JSON.parse(raw.toString()), raw, request.headers);
    response.writeHead(typeof status === 'number' ? status : 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
