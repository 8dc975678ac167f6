import { present } from '../../../billing/present';
import type { CaptureInput, ChargeRequest, GatewayMode, PaymentGateway, VoidInput } from '../port';
import { assertDemand } from '../request-checks';
import {
  fromSandboxAcknowledgement,
  fromSandboxCharges,
  fromSandboxLookup,
  fromSandboxPayment,
  fromSandboxSetup,
  fromSandboxSetupLookup,
} from './answers';
import { SANDBOX_CURRENCIES } from './currencies';
import { type SandboxAddress, sandboxTransport } from './transport';
import { parseSandboxWebhook } from './webhook';

export interface SandboxGatewayOptions extends SandboxAddress {
  mode?: GatewayMode;
}

/** The adapter of our own sandbox gateway (dev/sandboxes/payment/server.ts), over HTTP. */
export function sandboxGateway(options: SandboxGatewayOptions): PaymentGateway {
  const { get, post, read } = sandboxTransport(options);
  const ask =
    (capture: 'now' | 'later') =>
    async ({ remember: _, gatewayReference: __, ...input }: ChargeRequest, signal: AbortSignal) => {
      assertDemand(input);
      return fromSandboxPayment(await post('/payments', { ...input, capture }, signal), input);
    };
  const act = async (path: string, { payment, ...input }: VoidInput | CaptureInput, signal: AbortSignal) => {
    if ('amount' in input) assertDemand(input);
    return fromSandboxAcknowledgement(await post(path, { ...input, payment: payment.reference }, signal));
  };
  return {
    name: 'sandbox',
    mode: options.mode ?? 'test',
    currencies: SANDBOX_CURRENCIES,

    async createSetup(input, signal) {
      return fromSandboxSetup(await post('/setups', input, signal));
    },
    async lookupSetup({ reference }, signal) {
      return fromSandboxSetupLookup(await get('/setups', reference, signal));
    },
    authorize: ask('later'),
    charge: ask('now'),
    capture: (input, signal) => act('/captures', input, signal),
    void: (input, signal) => act('/voids', input, signal),
    refund: (input, signal) => act('/refunds', input, signal),
    async lookup({ reference }, signal) {
      return fromSandboxLookup(await get('/payments', reference, signal), reference);
    },
    async listCharges({ since, after }, signal) {
      return fromSandboxCharges(await read('/charges', present({ since, after: after ?? undefined }), signal));
    },
    parseWebhook: parseSandboxWebhook,
  };
}
