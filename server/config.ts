import { z } from 'zod';
import { textReadBy, unfitBy } from '../connections/environment';
import { readConnections } from '../connections/settings';
import type { IdentitySecrets } from '../gateways/identity/event';
import { BaseAddressSchema } from '../schemas/values/addresses';
import { type KeyRing, readKeyRing } from '../store/access/key-ring';
import { readSecretList } from '../store/access/secrets';
import { readTelemetry } from '../telemetry/settings';
import { readSignIn, SIGN_IN_VARIABLES, type SignInSettings } from './identity/sign-in/settings';
import type { TokenTrust } from './identity/tokens';
import { type PaymentPages, readPaymentPages } from './payment-setup/setting';
import { addressReader, type ProxyTrust } from './traffic/address';
import { PROXY_HEADERS } from './traffic/forwarded';
import { USUAL_LIMITS } from './traffic/guard';

/** The server's environment variables. Everything is read here, once, and nowhere else. */

const ListSchema = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const limit = (usual: number) => z.coerce.number().int().min(1).max(100_000_000).default(usual);

const EnvironmentSchema = z.object({
  AVENANT_ENV: z.enum(['development', 'test', 'production']).default('production'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** How long a process that stops still takes new connections. */
  DRAIN_SECONDS: z.coerce.number().int().min(0).max(10).default(2),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  /** Sign cursors; the newest first. */
  AVENANT_SECRET: textReadBy(readSecretList),
  /** Hash VAT numbers for search; the same as the workers'. */
  AVENANT_SEARCH_SECRET: textReadBy(readSecretList).optional(),
  /** Keys that open what an order is started again with; the same as the workers'. */
  AVENANT_KEY_RING: z.string().max(1_000).optional(),
  /** The workers' mail server: whether there is one is all that matters here. */
  AVENANT_MAIL_URL: z.string().max(1_000).optional(),
  JWT_ISSUER: z.string().optional(),
  JWT_AUDIENCE: z.string().optional(),
  JWT_JWKS_URL: z.url().optional(),
  JWT_ALGORITHMS: ListSchema.default(['RS256', 'ES256', 'EdDSA']),
  /** The workers' gateway, for its pages on which payment details are given; a key that may do no more than that is enough. */
  PAYMENT_GATEWAY: z.string().default('sandbox'),
  PAYMENT_GATEWAY_URL: z.url().optional(),
  PAYMENT_GATEWAY_KEY: z.string().optional(),
  /** Where the pages for customers are, of sellers who name none. */
  AVENANT_PAGES_URL: BaseAddressSchema.optional(),
  /** Newest first; two of them while a secret is being rotated. */
  SANDBOX_WEBHOOK_SECRETS: ListSchema.default([]),
  STRIPE_WEBHOOK_SECRETS: ListSchema.default([]),
  FULFILMENT_WEBHOOK_SECRETS: ListSchema.default([]),
  /** `tenant:secret`: whose secret signs an event, of theirs it tells. */
  IDENTITY_WEBHOOK_SECRETS: ListSchema.default([]),
  /** Of whoever carries mail, for all tenants; the newest first. */
  MAIL_WEBHOOK_SECRETS: ListSchema.refine((secrets) => secrets.every(({ length }) => length >= 16), {
    error: 'each has 16 characters or more',
  }).default([]),
  /** Whose word on where a request comes from is believed, and the one header that they write. */
  TRUSTED_PROXIES: ListSchema.default([]),
  PROXY_HEADER: z.enum(PROXY_HEADERS).default('x-forwarded-for'),
  /** Requests a minute. */
  RATE_ADDRESS: limit(USUAL_LIMITS.address),
  RATE_TENANT: limit(USUAL_LIMITS.tenant),
  RATE_SERVICE: limit(USUAL_LIMITS.service),
  RATE_PERSON: limit(USUAL_LIMITS.person),
  RATE_WRONG_KEYS: limit(USUAL_LIMITS.wrongKeys),
  REQUESTS_UNDER_WAY: limit(USUAL_LIMITS.underWay),
  ...SIGN_IN_VARIABLES,
});

/** The variables of the API, but for those of its connections. */
export const API_VARIABLES = EnvironmentSchema.shape;

/** Secrets that stand in examples; nobody may go live with one. */
const WELL_KNOWN = /change-?me|example|default|secret-secret|0{16}/i;

/** Variables that may be left out, and what is gone without when they are. */
export const WITHOUT = {
  AVENANT_SEARCH_SECRET: 'no order is found by its VAT number',
  AVENANT_MAIL_URL: 'mails are written and not sent',
} as const;

export type ServerConfig = ReturnType<typeof readConfig>;

/** A wrong environment, in words for the person who starts the server. */
export class BadConfiguration extends Error {
  override readonly name = 'BadConfiguration';
}

/** @throws BadConfiguration naming every variable that is missing or wrong, never its value */
export function readConfig(environment: NodeJS.ProcessEnv) {
  const result = EnvironmentSchema.safeParse(environment);
  const connections = readConnections(environment);
  const telemetry = readTelemetry(environment);
  if (!result.success || 'unfit' in connections || 'unfit' in telemetry) {
    const unfit = [
      ...('unfit' in connections ? connections.unfit : []),
      ...('unfit' in telemetry ? telemetry.unfit : []),
      ...(result.error ? unfitBy(result.error) : []),
    ];
    const wrong = unfit.map(({ message }) => `  ${message}`);
    throw new BadConfiguration(`These environment variables are missing or wrong:\n${wrong.join('\n')}`);
  }
  const read = result.data;
  if (read.AVENANT_ENV === 'production') refuseForProduction(read);
  return {
    environment: read.AVENANT_ENV,
    /** Shows what only developers may see, e.g. the mails that were written. */
    development: read.AVENANT_ENV === 'development',
    host: read.HOST,
    port: read.PORT,
    drainSeconds: read.DRAIN_SECONDS,
    logLevel: read.LOG_LEVEL,
    ...connections.settings,
    telemetry: telemetry.settings,
    secrets: read.AVENANT_SECRET,
    searchSecrets: read.AVENANT_SEARCH_SECRET,
    keyRing: keyRingOf(read),
    unset: (Object.keys(WITHOUT) as (keyof typeof WITHOUT)[]).filter((name) => read[name] === undefined),
    /** null: nobody signs in with a browser. */
    signIn: signInOf(read),
    tokens: tokensOf(read),
    proxies: proxiesOf(read),
    limits: {
      address: read.RATE_ADDRESS,
      tenant: read.RATE_TENANT,
      service: read.RATE_SERVICE,
      person: read.RATE_PERSON,
      wrongKeys: read.RATE_WRONG_KEYS,
      underWay: read.REQUESTS_UNDER_WAY,
    },
    publicUrl: publicUrlOf(read),
    /** null: payment details are given as tokens only. */
    paymentPages: paymentPagesOf(read),
    webhookSecrets: {
      sandbox: read.SANDBOX_WEBHOOK_SECRETS,
      stripe: read.STRIPE_WEBHOOK_SECRETS,
      fulfilment: read.FULFILMENT_WEBHOOK_SECRETS,
      identity: identitySecretsOf(read),
      mail: read.MAIL_WEBHOOK_SECRETS,
    },
  };
}

type Read = z.output<typeof EnvironmentSchema>;

function refuseForProduction(read: Read): void {
  for (const name of ['AVENANT_SECRET', 'AVENANT_SEARCH_SECRET'] as const) {
    if (read[name]?.some((secret) => WELL_KNOWN.test(secret)))
      throw new BadConfiguration(`${name} is a secret from an example.`);
  }
  if (read.AVENANT_KEY_RING === undefined) throw new BadConfiguration('AVENANT_KEY_RING: missing.');
  if (read.SANDBOX_WEBHOOK_SECRETS.length > 0) {
    throw new BadConfiguration('SANDBOX_WEBHOOK_SECRETS: production does not run on the sandbox gateway.');
  }
}

const TENANT_SECRET = /^([A-Za-z0-9][A-Za-z0-9_-]{0,63}):(.{16,256})$/;

function identitySecretsOf({ IDENTITY_WEBHOOK_SECRETS: entries }: Read): IdentitySecrets {
  const secrets: Record<string, string[]> = {};
  for (const entry of entries) {
    const [, tenantId, secret] = TENANT_SECRET.exec(entry) ?? [];
    if (tenantId === undefined || secret === undefined) {
      throw new BadConfiguration('IDENTITY_WEBHOOK_SECRETS: each is written tenant:secret, of 16 characters or more.');
    }
    // One secret of two tenants would let the first tell of the people of the other.
    if (Object.values(secrets).flat().includes(secret)) {
      throw new BadConfiguration('IDENTITY_WEBHOOK_SECRETS: a secret stands there twice.');
    }
    secrets[tenantId] = [...(secrets[tenantId] ?? []), secret];
  }
  return secrets;
}

function keyRingOf({ AVENANT_KEY_RING: text }: Read): KeyRing | undefined {
  const ring = text === undefined ? undefined : readKeyRing(text);
  if (ring !== undefined && 'problem' in ring) throw new BadConfiguration(`AVENANT_KEY_RING: ${ring.problem}.`);
  return ring;
}

function proxiesOf({ TRUSTED_PROXIES: proxies, PROXY_HEADER: header }: Read): ProxyTrust {
  try {
    addressReader({ proxies, header });
  } catch (error) {
    throw new BadConfiguration(`TRUSTED_PROXIES: ${error instanceof Error ? error.message : 'cannot be read.'}`);
  }
  return { proxies, header };
}

function paymentPagesOf(read: Read): PaymentPages | null {
  const pages = readPaymentPages(read);
  if (pages !== null && 'problem' in pages) throw new BadConfiguration(`${pages.variable}: ${pages.problem}.`);
  return pages;
}

function publicUrlOf({ AVENANT_ENV, PUBLIC_URL: url }: Read): string | undefined {
  if (AVENANT_ENV !== 'production' || url === undefined || url.startsWith('https:')) return url;
  throw new BadConfiguration('PUBLIC_URL: production is reached over https only.');
}

function signInOf(read: Read): SignInSettings | null {
  const signIn = readSignIn(read, { isProduction: read.AVENANT_ENV === 'production', host: read.HOST });
  if (signIn !== null && 'problem' in signIn) throw new BadConfiguration(signIn.problem);
  return signIn;
}

function tokensOf(read: Read): (Pick<TokenTrust, 'issuer' | 'audience' | 'algorithms'> & { keysUrl: string }) | null {
  const { JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWT_JWKS_URL: keysUrl, JWT_ALGORITHMS: algorithms } = read;
  const given = [issuer, audience, keysUrl].filter((value) => value !== undefined);
  if (given.length === 0) return null;
  if (issuer === undefined || audience === undefined || keysUrl === undefined) {
    throw new BadConfiguration('JWT_ISSUER, JWT_AUDIENCE and JWT_JWKS_URL belong together: set all of them or none.');
  }
  if (algorithms.some((algorithm) => algorithm === 'none' || algorithm.startsWith('HS'))) {
    throw new BadConfiguration('JWT_ALGORITHMS: only signatures by a private key are accepted.');
  }
  return { issuer, audience, keysUrl, algorithms };
}
