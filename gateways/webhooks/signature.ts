import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * HMAC signatures of webhooks, in the two schemes in use: `t=<unix seconds>,v1=<hex>` over `t.body` (as Stripe does) and
 * Standard Webhooks, `v1,<base64>` over `id.timestamp.body` (standard-webhooks@b2fa7b87).
 */

const WINDOW_SECONDS = 300;
/** A short secret can be guessed, an empty one would let anybody sign. */
const SHORTEST_SECRET = 16;
const STANDARD_SECRET_PREFIX = 'whsec_';

/** `malformed`: a header that no honest sender writes, e.g. two of them joined. */
export type SignatureVerdict = 'valid' | 'bad_signature' | 'outside_window' | 'malformed';

export interface SignatureCheck {
  /** Any one of them will do, so that a secret can be rotated without losing a delivery; the newest first. */
  secrets: readonly string[];
  /** Unix seconds of the receiver. */
  nowSeconds: number;
}

/** Header value `t=…,v1=…` for a body sent at `timestamp` (unix seconds). */
export function signTimestamped(body: Buffer | string, secret: string, timestamp: number): string {
  return `t=${timestamp},v1=${timestampedMac(body, secret, timestamp).toString('hex')}`;
}

/**
 * Checks a `t=…,v1=…` header against the bytes received. Several `v1` are accepted (the sender rotates its secret), other
 * schemes are ignored, exactly one `t` is needed. Time may differ by {@link WINDOW_SECONDS} either way.
 *
 * Throws RangeError when a secret of ours is missing or too short.
 */
export function verifyTimestamped(rawBody: Buffer, header: string, check: SignatureCheck): SignatureVerdict {
  const secrets = usable(check.secrets);
  const parts = header.split(',').map((part) => part.trim().split('='));
  const times = parts.filter(([key]) => key === 't').map(([, value]) => value ?? '');
  const timestamp = timestampOf(times);
  const signatures = parts.filter(([key]) => key === 'v1').map(([, value]) => Buffer.from(value ?? '', 'hex'));
  if (timestamp === undefined || signatures.length === 0) return 'malformed';
  const expected = secrets.map((secret) => timestampedMac(rawBody, secret, timestamp));
  return verdict(signatures, expected, timestamp, check);
}

/** Header value `v1,…` of Standard Webhooks; `timestamp` in unix seconds, `secret` as `whsec_` and base64. */
export function signStandard(
  message: { id: string; timestamp: number; body: Buffer | string },
  secret: string,
): string {
  return `v1,${standardMac(message, secret).toString('base64')}`;
}

export interface StandardHeaders {
  id: string;
  timestamp: string;
  /** Blank-separated list; entries that are not `v1` are ignored. */
  signature: string;
}

/** The same check for Standard Webhooks. */
export function verifyStandard(rawBody: Buffer, headers: StandardHeaders, check: SignatureCheck): SignatureVerdict {
  const secrets = usable(check.secrets);
  const timestamp = timestampOf([headers.timestamp]);
  const entries = headers.signature.split(' ').map((entry) => entry.split(','));
  const signatures = entries.filter(([scheme]) => scheme === 'v1').map(([, mac]) => Buffer.from(mac ?? '', 'base64'));
  if (timestamp === undefined || signatures.length === 0 || headers.id === '') return 'malformed';
  const message = { id: headers.id, timestamp, body: rawBody };
  return verdict(
    signatures,
    secrets.map((secret) => standardMac(message, secret)),
    timestamp,
    check,
  );
}

function timestampedMac(body: Buffer | string, secret: string, timestamp: number): Buffer {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
}

function standardMac(message: { id: string; timestamp: number; body: Buffer | string }, secret: string): Buffer {
  const text = secret.startsWith(STANDARD_SECRET_PREFIX) ? secret.slice(STANDARD_SECRET_PREFIX.length) : secret;
  const key = Buffer.from(text, 'base64');
  return createHmac('sha256', key).update(`${message.id}.${message.timestamp}.`).update(message.body).digest();
}

function usable(secrets: readonly string[]): readonly string[] {
  if (secrets.length === 0 || secrets.some((secret) => secret.length < SHORTEST_SECRET)) {
    throw new RangeError(`a webhook secret of at least ${SHORTEST_SECRET} characters is needed`);
  }
  return secrets;
}

function timestampOf(texts: string[]): number | undefined {
  const [text, ...more] = texts;
  return text !== undefined && more.length === 0 && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}

function verdict(given: Buffer[], expected: Buffer[], timestamp: number, check: SignatureCheck): SignatureVerdict {
  // Signature first: only the holder of a secret may learn what we think of its clock.
  const genuine = expected.some((mac) =>
    given.some((other) => other.length === mac.length && timingSafeEqual(other, mac)),
  );
  if (!genuine) return 'bad_signature';
  return Math.abs(check.nowSeconds - timestamp) <= WINDOW_SECONDS ? 'valid' : 'outside_window';
}
