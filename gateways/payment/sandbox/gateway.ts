import { present } from '../../../billing/present';
import { exchange, type HttpExchange } from '../../http';
import { refuseCardData } from '../card-data';
import type { CaptureInput, ChargeRequest, CurrencyTable, GatewayMode, PaymentGateway, VoidInput } from '../port';
import { assertDemand, assertReference } from '../request-checks';
import {
  fromSandboxAcknowledgement,
  fromSandboxCharges,
  fromSandboxLookup,
  fromSandboxPayment,
  fromSandboxSetup,
  fromSandboxSetupLookup,
} from './answers';
import { parseSandboxWebhook } from './webhook';

export interface SandboxGatewayOptions {
  /** Where the sandbox listens, e.g. `http://127.0.0.1:4010`. */
  baseUrl: string;
  apiKey?: string;
  mode?: GatewayMode;
  timeoutMilliseconds?: number;
  maxAnswerBytes?: number;
}

const DEFAULT_TIMEOUT_MILLISECONDS = 10_000;
const DEFAULT_MAX_ANSWER_BYTES = 256 * 1024;

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
  const { get, post, read } = transport(options);
  const ask =
    (capture: 'now' | 'later') =>
    // Its customers go back to no page of ours: it has a page of its own that says what became of the payment.
    async ({ remember: _, gatewayReference: __, returnUrl: ___, ...input }: ChargeRequest, signal: AbortSignal) => {
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

function transport(options: SandboxGatewayOptions) {
  const limits = {
    timeoutMilliseconds: options.timeoutMilliseconds ?? DEFAULT_TIMEOUT_MILLISECONDS,
    maxAnswerBytes: options.maxAnswerBytes ?? DEFAULT_MAX_ANSWER_BYTES,
  };
  const authorization: Record<string, string> = options.apiKey ? { authorization: `Bearer ${options.apiKey}` } : {};
  const read = (path: string, query: Record<string, string>, signal: AbortSignal): Promise<HttpExchange> => {
    const url = new URL(path, options.baseUrl);
    url.search = new URLSearchParams(query).toString();
    return exchange({ method: 'GET', url, headers: authorization, signal, ...limits });
  };
  return {
    read,
    get(path: string, reference: string, signal: AbortSignal): Promise<HttpExchange> {
      assertReference(reference);
      return read(path, { reference }, signal);
    },
    post<Json extends { reference: string }>(path: string, json: Json, signal: AbortSignal): Promise<HttpExchange> {
      assertReference(json.reference);
      refuseCardData(json);
      const headers = { ...authorization, 'idempotency-key': json.reference };
      return exchange({ method: 'POST', url: new URL(path, options.baseUrl), headers, json, signal, ...limits });
    },
  };
}
