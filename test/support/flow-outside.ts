import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FulfilmentSandbox, startFulfilmentSandbox } from '../../dev/sandboxes/fulfilment/server';
import { type PaymentSandbox, startPaymentSandbox } from '../../dev/sandboxes/payment/server';
import { startViesSandbox, type ViesSandbox } from '../../dev/sandboxes/vies/server';
import type { FlowClock } from './flow-clock';

export const PAYMENT_SECRET = 'the secret that signs payment webhooks';
export const FULFILMENT_SECRET = 'the secret that signs fulfilment callbacks';
export const IDENTITY_SECRET = 'the secret of the identity system';

/** The services outside: each a real HTTP server. */
export interface Outside {
  /** Another one after it was down; its address and its books stay the same. */
  payments(): PaymentSandbox;
  paymentUrl: string;
  gatewayGoesDown(): Promise<void>;
  gatewayComesBack(): Promise<void>;
  vies: ViesSandbox;
  fulfilment: FulfilmentSandbox;
  close(): Promise<void>;
}

/** @param api where their webhooks go */
export async function startOutside(api: string, clock: FlowClock): Promise<Outside> {
  const folder = await mkdtemp(join(tmpdir(), 'avenant-flow-'));
  const stateFile = join(folder, 'payments.json');
  const webhook = { url: `${api}/webhooks/payments/sandbox`, secret: PAYMENT_SECRET };
  const now = (): number => clock.now().getTime();
  let payments = await startPaymentSandbox({ webhook, stateFile, now });
  const paymentUrl = payments.url;
  const vies = await startViesSandbox();
  const fulfilment = await startFulfilmentSandbox({
    callback: { url: `${api}/webhooks/fulfilment`, secret: FULFILMENT_SECRET },
  });
  return {
    payments: () => payments,
    paymentUrl,
    gatewayGoesDown: () => payments.close(),
    gatewayComesBack: async () => {
      payments = await startPaymentSandbox({ webhook, stateFile, now, port: Number(new URL(paymentUrl).port) });
    },
    vies,
    fulfilment,
    close: async () => {
      await Promise.all([payments.close(), vies.close(), fulfilment.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
