import { z } from 'zod';
import { present } from '../../billing/present';
import { oneWord, type Reading, reading, UnfitVariable, unfitBy, withoutEmpty } from '../environment';
import { isThisMachine } from '../this-machine';
import { type Certificates, readCertificates } from './certificates';
import { readMetadata } from './metadata';

/** How Temporal is reached. It holds secrets: never to be logged. */
export interface TemporalTarget {
  /** An IPv6 address without its brackets. */
  host: string;
  port: number;
  namespace: string;
  /** null: plain text. */
  tls: TemporalTls | null;
  apiKey?: string;
  /** Sent with every call. */
  metadata: Record<string, string>;
}

interface TemporalTls extends Certificates {
  /** Stands in the server's certificate in place of the host's name. */
  serverName?: string | undefined;
}

const USUAL_PORT = 7233;
const ADDRESS = /^(?:\[(?<ipv6>[0-9a-fA-F:.]{2,45})\]|(?<name>[A-Za-z0-9._-]{1,253}))(?::(?<port>\d{1,5}))?$/;

const flag = z
  .enum(['1', 'true', '0', 'false'], { error: 'one of 1, true, 0, false' })
  .transform((word) => word === '1' || word === 'true')
  .optional();
const path = z.string().max(4_096).optional();
const pem = z.string().max(100_000).optional();

/** Named as Temporal's own programs name them. */
const Variables = z.object({
  TEMPORAL_ADDRESS: z
    .string({ error: 'missing' })
    .regex(ADDRESS, 'must be the host and port of the frontend, like temporal.example:7233'),
  TEMPORAL_NAMESPACE: oneWord().max(1_000).default('default'),
  TEMPORAL_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{1,16000}$/, 'must be one word of ASCII')
    .optional(),
  TEMPORAL_TLS: flag,
  TEMPORAL_TLS_CLIENT_CERT_PATH: path,
  TEMPORAL_TLS_CLIENT_CERT_DATA: pem,
  TEMPORAL_TLS_CLIENT_KEY_PATH: path,
  TEMPORAL_TLS_CLIENT_KEY_DATA: pem,
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: path,
  TEMPORAL_TLS_SERVER_CA_CERT_DATA: pem,
  TEMPORAL_TLS_SERVER_NAME: z.string().max(253).optional(),
  TEMPORAL_TLS_DISABLE_HOST_VERIFICATION: flag.refine((isDisabled) => isDisabled !== true, {
    error: 'is not offered: give the authority and the name that the certificate has',
  }),
  TEMPORAL_ALLOW_PLAINTEXT: flag,
});

export const TEMPORAL_SHAPE = Variables.shape;
/** The name of each. */
export const TEMPORAL_VARIABLES = Object.keys(Variables.shape);

type Given = z.output<typeof Variables>;

/** Each of them says how TLS is spoken, and so that it is. */
const SAYS_TLS = [
  'TEMPORAL_TLS_CLIENT_CERT_PATH',
  'TEMPORAL_TLS_CLIENT_CERT_DATA',
  'TEMPORAL_TLS_CLIENT_KEY_PATH',
  'TEMPORAL_TLS_CLIENT_KEY_DATA',
  'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
  'TEMPORAL_TLS_SERVER_CA_CERT_DATA',
  'TEMPORAL_TLS_SERVER_NAME',
] as const;

/** Reads how Temporal is reached from the variables alone; files of profiles are not looked for. */
export function readTemporal(environment: NodeJS.ProcessEnv): Reading<TemporalTarget> {
  const given = withoutEmpty(environment);
  const read = Variables.safeParse(given);
  return read.success ? reading(() => settingsIn(read.data, given)) : { unfit: unfitBy(read.error) };
}

function settingsIn(read: Given, environment: NodeJS.ProcessEnv): TemporalTarget {
  const { ipv6, name = '', port = USUAL_PORT } = ADDRESS.exec(read.TEMPORAL_ADDRESS)?.groups ?? {};
  const apiKey = read.TEMPORAL_API_KEY;
  const host = ipv6 ?? name;
  if (!(Number(port) >= 1 && Number(port) <= 65_535)) throw new UnfitVariable('TEMPORAL_ADDRESS', 'has no such port');
  const tls = tlsIn(read);
  if (tls === null && !isThisMachine(host) && read.TEMPORAL_ALLOW_PLAINTEXT !== true) {
    throw new UnfitVariable(
      'TEMPORAL_ADDRESS',
      'is another machine and would be spoken to in plain text: set TEMPORAL_TLS=1, or TEMPORAL_ALLOW_PLAINTEXT=1 where the network itself encrypts',
    );
  }
  const metadata = readMetadata(environment);
  if (apiKey !== undefined && 'authorization' in metadata) {
    throw new UnfitVariable('TEMPORAL_GRPC_META_AUTHORIZATION', 'is set beside TEMPORAL_API_KEY: one of them says it');
  }
  const namespace = read.TEMPORAL_NAMESPACE;
  return { host, port: Number(port), namespace, tls, metadata, ...present({ apiKey }) };
}

function tlsIn(read: Given): TemporalTls | null {
  const says = SAYS_TLS.find((variable) => read[variable] !== undefined);
  const isSpoken = read.TEMPORAL_TLS ?? (says !== undefined || read.TEMPORAL_API_KEY !== undefined);
  if (isSpoken) return { ...readCertificates(read, new Date()), serverName: read.TEMPORAL_TLS_SERVER_NAME };
  if (says !== undefined)
    throw new UnfitVariable(says, 'says how TLS is spoken, while TEMPORAL_TLS says that it is not');
  return null;
}
