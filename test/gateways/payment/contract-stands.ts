import { randomUUID } from 'node:crypto';
import { startPaymentSandbox } from '../../../dev/sandboxes/payment/server';
import type { Script } from '../../../dev/sandboxes/payment-engine/faults';
import { startStripeSandbox } from '../../../dev/sandboxes/stripe/server';
import type { ChargeRequest, PaymentGateway, PaymentPointer, PaymentResult } from '../../../gateways/payment/port';
import { sandboxGateway } from '../../../gateways/payment/sandbox/gateway';
import { stripeGateway } from '../../../gateways/payment/stripe/gateway';
import { calm } from './sandbox/stand';

/** The same customer's payment details at every gateway, by what becomes of a charge. */
export type Details = 'pays' | 'declined' | 'expired' | 'asks_customer' | 'bank_debit';

/** One gateway with its adapter, for tests that hold for all of them. */
export interface ContractStand {
  gateway: PaymentGateway;
  /** One-time token as the gateway's own page makes it. */
  token(details: Details): string;
  script(...faults: Script[]): Promise<void>;
  ledger(): Promise<{ kind: string; amount: number; reference: string }[]>;
  settle(payment: string): Promise<void>;
  fail(payment: string, code: string): Promise<void>;
  reverse(payment: string, code: string): Promise<void>;
  confirm(url: string, outcome?: 'accept' | 'refuse'): Promise<number>;
  close(): Promise<void>;
}

export interface ContractStandOptions {
  timeoutMilliseconds?: number;
}

const SANDBOX_TOKENS: Record<Details, string> = {
  pays: 'pm_ok',
  declined: 'pm_declined',
  expired: 'pm_expired',
  asks_customer: 'pm_3ds',
  bank_debit: 'pm_sepa',
};

const STRIPE_TOKENS: Record<Details, string> = {
  pays: 'pm_card_visa',
  declined: 'pm_card_chargeCustomerFail',
  expired: 'pm_card_chargeDeclinedExpiredCard',
  asks_customer: 'pm_card_authenticationRequired',
  bank_debit: 'pm_success_de',
};

async function startSandboxStand(options: ContractStandOptions = {}): Promise<ContractStand> {
  const sandbox = await startPaymentSandbox();
  return {
    ...sandbox,
    gateway: sandboxGateway({ baseUrl: sandbox.url, ...options }),
    token: (details) => SANDBOX_TOKENS[details],
  };
}

async function startStripeStand(options: ContractStandOptions = {}): Promise<ContractStand> {
  const sandbox = await startStripeSandbox();
  const { url: baseUrl, apiKey } = sandbox;
  return {
    ...sandbox,
    gateway: stripeGateway({ baseUrl, apiKey, returnUrl: 'https://shop.example/orders', ...options }),
    token: (details) => STRIPE_TOKENS[details],
    reverse: async (payment, code) => sandbox.dispute(payment, code),
  };
}

/** Every gateway that we have an adapter for. */
export const CONTRACT_STANDS: [string, (options?: ContractStandOptions) => Promise<ContractStand>][] = [
  ['the sandbox gateway', startSandboxStand],
  ['Stripe', startStripeStand],
];

/** Saves details for a customer; the token it gives is what a charge takes. */
export async function saved(stand: ContractStand, details: Details, customer = 'acme'): Promise<string> {
  const asked = { reference: `set:${randomUUID()}`, customer, token: stand.token(details) };
  const first = await stand.gateway.createSetup(asked, calm());
  if (first.status === 'requires_action') await stand.confirm(first.url);
  const setup = first.status === 'succeeded' ? first : await stand.gateway.lookupSetup(asked, calm());
  if (setup.status !== 'succeeded') throw new Error(`the details were not saved: ${JSON.stringify(setup)}`);
  return setup.method.token;
}

export interface Paid {
  asked: ChargeRequest;
  result: PaymentResult;
  /** As the caller would have stored it. */
  pointer: PaymentPointer;
}

/** 12.50 EUR under a reference of its own. */
export async function asking(
  stand: ContractStand,
  details: Details = 'pays',
  more: Partial<ChargeRequest> = {},
): Promise<ChargeRequest> {
  const { customer = 'acme' } = more;
  const method = more.method ?? (await saved(stand, details, customer));
  return { reference: `chg:${randomUUID()}:1`, amount: 1250, currency: 'EUR', ...more, customer, method };
}

/** Charges or authorizes, and keeps the id that a gateway wants remembered. */
export async function pay(
  gateway: PaymentGateway,
  asked: ChargeRequest,
  how: 'charge' | 'authorize' = 'charge',
): Promise<Paid> {
  const { reference, amount, currency, customer, method } = asked;
  const pointer: PaymentPointer = { reference, asked: { amount, currency, customer, method } };
  const remember = async (gatewayReference: string) => {
    pointer.gatewayReference = gatewayReference;
  };
  const result = await gateway[how]({ ...asked, remember }, calm());
  return { asked, result, pointer };
}
