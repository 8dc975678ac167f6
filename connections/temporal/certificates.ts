import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { UnfitVariable } from '../environment';

/** By what a connection proves who it is, and whom it believes; PEM. */
export interface Certificates {
  /** Left out: the authorities that the machine trusts. */
  authority?: Buffer | undefined;
  client?: { crt: Buffer; key: Buffer } | undefined;
}

type Part = 'TEMPORAL_TLS_SERVER_CA_CERT' | 'TEMPORAL_TLS_CLIENT_CERT' | 'TEMPORAL_TLS_CLIENT_KEY';

/** Each part by the path of a file or as text, never both. */
export type CertificateVariables = { readonly [Name in `${Part}_${'PATH' | 'DATA'}`]?: string | undefined };

interface Pem {
  variable: string;
  text: Buffer;
}

/** Reads the certificates once: a process that is to use renewed ones is started again. @throws UnfitVariable */
export function readCertificates(variables: CertificateVariables, now: Date): Certificates {
  const authority = pemOf(variables, 'TEMPORAL_TLS_SERVER_CA_CERT');
  if (authority !== null) refuseEnded(authority, certificatesIn(authority), now);
  return { authority: authority?.text, client: readClient(variables, now) };
}

function readClient(variables: CertificateVariables, now: Date): Certificates['client'] {
  const crt = pemOf(variables, 'TEMPORAL_TLS_CLIENT_CERT');
  const key = pemOf(variables, 'TEMPORAL_TLS_CLIENT_KEY');
  if (crt === null && key === null) return undefined;
  if (crt === null) throw new UnfitVariable('TEMPORAL_TLS_CLIENT_CERT_PATH', 'missing: a key is of no use without it');
  if (key === null)
    throw new UnfitVariable('TEMPORAL_TLS_CLIENT_KEY_PATH', 'missing: a certificate is of no use without it');
  // Those that follow it lead to its authority.
  const [certificate] = certificatesIn(crt);
  refuseEnded(crt, [certificate], now);
  if (!certificate.checkPrivateKey(keyIn(key)))
    throw new UnfitVariable(key.variable, 'is not the key of the certificate');
  return { crt: crt.text, key: key.text };
}

function pemOf(variables: CertificateVariables, part: Part): Pem | null {
  const { [`${part}_PATH` as const]: path, [`${part}_DATA` as const]: data } = variables;
  if (path !== undefined && data !== undefined) {
    throw new UnfitVariable(`${part}_DATA`, `is set beside ${part}_PATH: one of them says it`);
  }
  if (data !== undefined) return { variable: `${part}_DATA`, text: Buffer.from(data) };
  if (path === undefined) return null;
  try {
    return { variable: `${part}_PATH`, text: readFileSync(path) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new UnfitVariable(`${part}_PATH`, `the file cannot be read (${code})`);
  }
}

/** Its other names, and what is no PEM at all, Node can read and the client of workers cannot. */
const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** Each certificate of a file, in its order: the first alone says nothing of the others. */
function certificatesIn({ variable, text }: Pem): [X509Certificate, ...X509Certificate[]] {
  const [first, ...others] = text.toString('latin1').match(PEM_CERTIFICATE) ?? [];
  if (first === undefined) throw new UnfitVariable(variable, 'holds no certificate as PEM');
  try {
    return [new X509Certificate(first), ...others.map((other) => new X509Certificate(other))];
  } catch {
    throw new UnfitVariable(variable, 'holds a certificate that cannot be read');
  }
}

/** One that is good is enough: the next authority stands beside the last one while they change. */
function refuseEnded({ variable }: Pem, certificates: readonly X509Certificate[], now: Date): void {
  const ends = certificates.map(({ validTo }) => new Date(validTo));
  if (ends.some((end) => end >= now)) return;
  const last = new Date(Math.max(...ends.map(Number)));
  throw new UnfitVariable(variable, `has ended on ${last.toISOString()}`);
}

function keyIn({ variable, text }: Pem) {
  try {
    return createPrivateKey(text);
  } catch {
    throw new UnfitVariable(variable, 'holds no private key as PEM, or one behind a password');
  }
}
