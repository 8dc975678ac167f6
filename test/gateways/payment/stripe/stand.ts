import {
  type StripeSandbox,
  type StripeSandboxOptions,
  startStripeSandbox,
} from '../../../../dev/sandboxes/stripe/server';
import type { ChargeRequest, PaymentGateway } from '../../../../gateways/payment/port';
import { type StripeGatewayOptions, stripeGateway } from '../../../../gateways/payment/stripe/gateway';
import { calm } from '../sandbox/stand';

/** A server that speaks Stripe's HTTP and our adapter aimed at it; opened ones are closed by `closeStripes`. */
export interface StripeStand {
  stripe: StripeSandbox;
  gateway: PaymentGateway;
}

export const RETURN_URL = 'https://shop.example/orders';

const opened: StripeSandbox[] = [];

export async function startStripeStand(
  options: StripeSandboxOptions = {},
  adapter: Partial<StripeGatewayOptions> = {},
): Promise<StripeStand> {
  const stripe = await startStripeSandbox(options);
  opened.push(stripe);
  return { stripe, gateway: aimedAt(stripe, adapter) };
}

export const aimedAt = ({ url, apiKey }: StripeSandbox, adapter: Partial<StripeGatewayOptions> = {}): PaymentGateway =>
  stripeGateway({ baseUrl: url, apiKey, returnUrl: RETURN_URL, timeoutMilliseconds: 5_000, ...adapter });

export async function closeStripes(): Promise<void> {
  await Promise.all(opened.splice(0).map((stripe) => stripe.close()));
}

let count = 0;

/** 12.50 EUR of `acme`, by a method that is saved from one of Stripe's test tokens. */
export async function stripeOrder(
  { gateway, stripe }: StripeStand,
  token = 'pm_card_visa',
  more: Partial<ChargeRequest> = {},
): Promise<ChargeRequest> {
  count += 1;
  const setup = { reference: `set:${count}`, customer: 'acme', token };
  const first = await gateway.createSetup(setup, calm());
  if (first.status === 'requires_action') await stripe.confirm(first.url);
  const saved = first.status === 'succeeded' ? first : await gateway.lookupSetup(setup, calm());
  if (saved.status !== 'succeeded') throw new Error(JSON.stringify(saved));
  const { token: method } = saved.method;
  return { reference: `chg:${count}`, amount: 1250, currency: 'EUR', customer: 'acme', method, ...more };
}

/** The requests, without the calls that only save the method. */
export const payingCalls = ({ requests }: StripeSandbox): string[] =>
  requests
    .filter(({ path }) => /payment_intents|refunds|disputes/.test(path))
    .map(({ method, path }) => `${method} ${path.replace(/pi_\w+/, ':id')}`);
