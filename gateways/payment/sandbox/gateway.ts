import { present } from '../../../billing/present';
import type { CaptureInput, ChargeRequest, CurrencyTable, GatewayMode, PaymentGateway, VoidInput } from '../port';
import { assertDemand } from '../request-checks';
import {
  fromSandboxAcknowledgement,
  fromSandboxCharges,
  fromSandboxLookup,
  fromSandboxPayment,
  fromSandboxSetup,
  fromSandboxSetupLookup,
} from './answers';
import { type SandboxAddress, sandboxTransport } from './transport';
import { parseSandboxWebhook } from './webhook';

export interface SandboxGatewayOptions extends SandboxAddress {
  mode?: GatewayMode;
}

/** The currencies that the sandbox takes; minima as card gateways have them. */
export const SANDBOX_CURRENCIES: CurrencyTable = {
  EUR: { exponent: 2, minimum: 50 },
  USD: { exponent: 2, minimum: 50 },
  GBP: { exponent: 2, minimum: 30 },
  CHF: { exponent: 2, minimum: 50 },
  CAD: { exponent: 2, minimum: 50 },
  SEK: { exponent: 2, minimum: 300 },
  NOK: { exponent: 2, minimum: 300 },
  DKK: { exponent: 2, minimum: 250 },
  PLN: { exponent: 2, minimum: 200 },
  CZK: { exponent: 2, minimum: 1500 },
  RON: { exponent: 2, minimum: 200 },
  HUF: { exponent: 2, minimum: 17_500 },
  JPY: { exponent: 0, minimum: 50 },
  KWD: { exponent: 3, minimum: 150 },
};

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
