import { present } from '../../billing/present';
import type { Backends } from '../embedded/stack';
import type { LocalSecrets } from './local-secrets';
import { SAMPLE_PEOPLE, TENANT } from './prepare-store';
import { type TemporalAt, temporalVariables } from './temporal';

/** Where the two servers under everything answer. */
interface Below {
  temporal: TemporalAt;
  mongo: Pick<Backends['mongo'], 'uri'>;
}

/** Where the services outside answer. */
export interface OutsideAddresses {
  paymentUrl: string;
  viesUrl: string;
  fulfilmentUrl: string;
  /** Left out: no mail is sent. */
  mailUrl?: string;
  /** Of the API, for links in mails; left out: they hold none to it. */
  publicUrl?: string;
  /** Of our own pages for customers; left out: there are none. */
  pagesUrl?: string;
}

/** Nobody's: no mail of it leaves this machine. */
const MAIL_FROM = 'Avenant <orders@avenant.example>';

const commonSettings = ({ temporal, mongo }: Below): Record<string, string> => ({
  AVENANT_ENV: 'development',
  LOG_LEVEL: 'warn',
  ...temporalVariables(temporal),
  MONGODB_URI: mongo.uri,
});

/** The environment of a worker of a stack on this machine. */
export const workerSettings = (
  below: Below,
  outside: OutsideAddresses,
  secrets: LocalSecrets,
): Record<string, string> => ({
  ...commonSettings(below),
  ...present({ AVENANT_MAIL_URL: outside.mailUrl, AVENANT_MAIL_FROM: outside.mailUrl && MAIL_FROM }),
  ...present({ PUBLIC_URL: outside.publicUrl }),
  PAYMENT_GATEWAY_URL: outside.paymentUrl,
  ...present({ AVENANT_PAGES_URL: outside.pagesUrl }),
  VIES_URL: outside.viesUrl,
  FULFILMENT_URL: outside.fulfilmentUrl,
  AVENANT_SEARCH_SECRET: secrets.search,
  AVENANT_KEY_RING: secrets.keyRing,
});

/** The environment of an API of a stack on this machine. */
export const serverSettings = (
  below: Below,
  port: number,
  secrets: LocalSecrets,
  { mailUrl, paymentUrl, pagesUrl, publicUrl }: Partial<OutsideAddresses> = {},
): Record<string, string> => ({
  ...commonSettings(below),
  ...present({ AVENANT_MAIL_URL: mailUrl, PAYMENT_GATEWAY_URL: paymentUrl }),
  ...present({ AVENANT_PAGES_URL: pagesUrl, PUBLIC_URL: publicUrl }),
  PORT: String(port),
  // Nobody stands in front of it who would have to notice that it stops.
  DRAIN_SECONDS: '0',
  AVENANT_SECRET: secrets.server,
  SAMPLE_PEOPLE: SAMPLE_PEOPLE,
  AVENANT_SEARCH_SECRET: secrets.search,
  AVENANT_KEY_RING: secrets.keyRing,
  SANDBOX_WEBHOOK_SECRETS: secrets.paymentWebhook,
  FULFILMENT_WEBHOOK_SECRETS: secrets.fulfilmentWebhook,
  IDENTITY_WEBHOOK_SECRETS: `${TENANT}:${secrets.identityWebhook}`,
  MAIL_WEBHOOK_SECRETS: secrets.mailWebhook,
});
