import type { PaymentGateway } from '../gateways/payment/port';
import { sandboxGateway } from '../gateways/payment/sandbox-gateway';
import { stripeGateway } from '../gateways/payment/stripe-gateway';

/** Which payment gateway a worker charges with, and how it is reached. */

export type GatewaySettings =
  | { kind: 'sandbox'; baseUrl: string; apiKey?: string }
  /** `baseUrl` only to go through something else than Stripe's own address. */
  | { kind: 'stripe'; apiKey: string; returnUrl: string; baseUrl?: string };

export interface GatewayVariables {
  AVENANT_ENV: 'development' | 'test' | 'production';
  PAYMENT_GATEWAY: 'sandbox' | 'stripe';
  PAYMENT_GATEWAY_URL?: string | undefined;
  PAYMENT_GATEWAY_KEY?: string | undefined;
  PAYMENT_RETURN_URL?: string | undefined;
}

/** The settings that belong to the gateway chosen, or the variable that is missing or wrong and why. */
export function readGateway(variables: GatewayVariables): GatewaySettings | { variable: string; problem: string } {
  const { PAYMENT_GATEWAY_URL: baseUrl, PAYMENT_GATEWAY_KEY: apiKey, PAYMENT_RETURN_URL: returnUrl } = variables;
  const isProduction = variables.AVENANT_ENV === 'production';
  if (variables.PAYMENT_GATEWAY === 'sandbox') {
    if (isProduction) return wrong('', 'the sandbox gateway takes no real money; production refuses to start with it');
    if (baseUrl === undefined) return wrong('_URL', 'the sandbox gateway needs an address');
    return { kind: 'sandbox', baseUrl, ...(apiKey === undefined ? {} : { apiKey }) };
  }
  const mode = isProduction ? 'live' : 'test';
  // Real cards are charged in production, and nowhere else.
  if (!new RegExp(`^[sr]k_${mode}_\\w+$`).test(apiKey ?? '')) {
    return wrong('_KEY', `Stripe is used with a secret or restricted ${mode} key here`);
  }
  if (returnUrl === undefined) return { variable: 'PAYMENT_RETURN_URL', problem: 'where banks send customers back to' };
  return { kind: 'stripe', apiKey: apiKey ?? '', returnUrl, ...(baseUrl === undefined ? {} : { baseUrl }) };
}

export function paymentGatewayOf(settings: GatewaySettings): PaymentGateway {
  return settings.kind === 'sandbox' ? sandboxGateway(settings) : stripeGateway(settings);
}

const wrong = (suffix: string, problem: string) => ({ variable: `PAYMENT_GATEWAY${suffix}`, problem });
