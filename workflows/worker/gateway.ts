import { present } from '../../billing/present';
import type { PaymentGateway } from '../../gateways/payment/port';
import { sandboxGateway } from '../../gateways/payment/sandbox/gateway';
import { stripeGateway } from '../../gateways/payment/stripe/gateway';

/** Which payment gateway a worker charges with, and how it is reached. */

export interface GatewayVariables {
  AVENANT_ENV: 'development' | 'test' | 'production';
  /** Name of the gateway. */
  PAYMENT_GATEWAY: string;
  PAYMENT_GATEWAY_URL?: string | undefined;
  PAYMENT_GATEWAY_KEY?: string | undefined;
  PAYMENT_RETURN_URL?: string | undefined;
}

/** The variable that is missing or wrong, and why; never its value. */
export interface WrongVariable {
  variable: string;
  problem: string;
}

type Reader = (variables: GatewayVariables) => PaymentGateway | WrongVariable;

const readSandbox: Reader = ({ AVENANT_ENV, PAYMENT_GATEWAY_URL: baseUrl, PAYMENT_GATEWAY_KEY: apiKey }) => {
  if (AVENANT_ENV === 'production') {
    return wrong('', 'the sandbox gateway takes no real money; production refuses to start with it');
  }
  if (baseUrl === undefined) return wrong('_URL', 'the sandbox gateway needs an address');
  return sandboxGateway(present({ baseUrl, apiKey }));
};

/** An address only to go through something else than Stripe's own. */
const readStripe: Reader = ({ AVENANT_ENV, PAYMENT_GATEWAY_URL: baseUrl, PAYMENT_GATEWAY_KEY, PAYMENT_RETURN_URL }) => {
  // Real cards are charged in production, and nowhere else.
  const mode = AVENANT_ENV === 'production' ? 'live' : 'test';
  const apiKey = PAYMENT_GATEWAY_KEY ?? '';
  if (!new RegExp(`^[sr]k_${mode}_\\w+$`).test(apiKey)) {
    return wrong('_KEY', `Stripe is used with a secret or restricted ${mode} key here`);
  }
  if (PAYMENT_RETURN_URL === undefined) {
    return { variable: 'PAYMENT_RETURN_URL', problem: 'where banks send customers back to' };
  }
  return stripeGateway(present({ apiKey, returnUrl: PAYMENT_RETURN_URL, baseUrl }));
};

const READERS: ReadonlyMap<string, Reader> = new Map([
  ['sandbox', readSandbox],
  ['stripe', readStripe],
]);

/** The gateway chosen; it opens no connection before it is asked for something. */
export function readGateway(variables: GatewayVariables): PaymentGateway | WrongVariable {
  const read = READERS.get(variables.PAYMENT_GATEWAY);
  return read === undefined ? wrong('', `one of ${[...READERS.keys()].join(', ')}`) : read(variables);
}

const wrong = (suffix: string, problem: string): WrongVariable => ({
  variable: `PAYMENT_GATEWAY${suffix}`,
  problem,
});
