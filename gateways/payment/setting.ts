/** Which payment gateway is used and how it is reached, as the environment says it. */

export interface GatewayVariables {
  AVENANT_ENV: 'development' | 'test' | 'production';
  /** Name of the gateway. */
  PAYMENT_GATEWAY: string;
  PAYMENT_GATEWAY_URL?: string | undefined;
  PAYMENT_GATEWAY_KEY?: string | undefined;
}

/** The variable that is missing or wrong, and why; never its value. */
export interface WrongVariable {
  variable: string;
  problem: string;
}

export type GatewaySetting =
  | { gateway: 'sandbox'; baseUrl: string; apiKey: string | undefined }
  /** An address only to go through something else than Stripe's own. */
  | { gateway: 'stripe'; baseUrl: string | undefined; apiKey: string };

type Reader = (variables: GatewayVariables) => GatewaySetting | WrongVariable;

const readSandbox: Reader = ({ AVENANT_ENV, PAYMENT_GATEWAY_URL: baseUrl, PAYMENT_GATEWAY_KEY: apiKey }) => {
  if (AVENANT_ENV === 'production') {
    return wrong('', 'the sandbox gateway takes no real money; production refuses to start with it');
  }
  return baseUrl === undefined
    ? wrong('_URL', 'the sandbox gateway needs an address')
    : { gateway: 'sandbox', baseUrl, apiKey };
};

const readStripe: Reader = ({ AVENANT_ENV, PAYMENT_GATEWAY_URL: baseUrl, PAYMENT_GATEWAY_KEY: apiKey = '' }) => {
  // Real cards are charged in production, and nowhere else.
  const mode = AVENANT_ENV === 'production' ? 'live' : 'test';
  return new RegExp(`^[sr]k_${mode}_\\w+$`).test(apiKey)
    ? { gateway: 'stripe', baseUrl, apiKey }
    : wrong('_KEY', `Stripe is used with a secret or restricted ${mode} key here`);
};

const READERS: ReadonlyMap<string, Reader> = new Map([
  ['sandbox', readSandbox],
  ['stripe', readStripe],
]);

export function readGatewaySetting(variables: GatewayVariables): GatewaySetting | WrongVariable {
  const read = READERS.get(variables.PAYMENT_GATEWAY);
  return read === undefined ? wrong('', `one of ${[...READERS.keys()].join(', ')}`) : read(variables);
}

const wrong = (suffix: string, problem: string): WrongVariable => ({
  variable: `PAYMENT_GATEWAY${suffix}`,
  problem,
});
