import { z } from 'zod';
import { oneWord, type Reading, reading, UnfitVariable, unfitBy, withoutEmpty } from '../environment';
import { isThisMachine } from '../this-machine';

/** Where the facts are. The address may hold a password: never to be logged. */
export interface MongoTarget {
  /** Its own options (TLS, replica set, authentication) reach the driver as they are. */
  uri: string;
  /** Left out: the one that the address names, or else "avenant". */
  database: string | undefined;
}

const Variables = z.object({
  MONGODB_URI: oneWord()
    .max(8_000)
    .regex(/^mongodb(\+srv)?:\/\/[^/?]/, 'must be a mongodb:// or mongodb+srv:// address'),
  MONGODB_DATABASE: oneWord().max(63).optional(),
});

export const MONGO_SHAPE = Variables.shape;

/** Reads how MongoDB is reached. */
export function readMongo(environment: NodeJS.ProcessEnv): Reading<MongoTarget> {
  const read = Variables.safeParse(withoutEmpty(environment));
  if (!read.success) return { unfit: unfitBy(read.error) };
  const { MONGODB_URI: uri, MONGODB_DATABASE: database } = read.data;
  return reading(() => {
    refusePlainText(uri);
    refuseUnverified(environment);
    return { uri, database };
  });
}

/** Of those who connect here the driver of MongoDB heeds it, and says nothing of it. */
function refuseUnverified({ NODE_TLS_REJECT_UNAUTHORIZED: says }: NodeJS.ProcessEnv): void {
  if (says !== '0') return;
  throw new UnfitVariable(
    'NODE_TLS_REJECT_UNAUTHORIZED',
    'is not offered: anybody could answer in the place of a server. Name the authority by tlsCAFile or NODE_EXTRA_CA_CERTS',
  );
}

/** Hosts, the names of sockets on this machine among them, without user and password. */
const HOSTS = /^mongodb(?:\+srv)?:\/\/(?:[^@/]*@)?([^/?]+)/;

function refusePlainText(uri: string): void {
  const hosts = (HOSTS.exec(uri)?.[1] ?? '').split(',').map(decoded);
  if (hosts.every((host) => host.startsWith('/') || isThisMachine(host))) return;
  if (uri.startsWith('mongodb+srv:') || saysWhetherTls(uri)) return;
  throw new UnfitVariable(
    'MONGODB_URI',
    'leads to another machine, which would be spoken to in plain text: add tls=true, or tls=false where the network itself encrypts',
  );
}

/** Whether an address says that TLS is spoken, or that it is not. */
export function saysWhetherTls(uri: string): boolean {
  const [, options = ''] = /\?(.*)$/.exec(uri) ?? [];
  const says = [...new URLSearchParams(options)].find(([name]) => /^(tls|ssl)$/i.test(name))?.[1];
  return says === 'true' || says === 'false';
}

function decoded(host: string): string {
  try {
    return decodeURIComponent(host);
  } catch {
    return host;
  }
}
