import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { StoredApiKey } from '../../store/access/api-keys';
import { newKeyId } from '../http/identifiers';

/** API keys: `sk_<environment>_<id>_<secret>`. The secret is 32 random bytes, so a plain SHA-256 of it can be stored. */

const KEY = /^sk_([a-z]{2,12})_([0-9a-v]{16})_([A-Za-z0-9_-]{43})$/;

interface ReadApiKey {
  environment: string;
  keyId: string;
  secret: string;
}

/** The parts of a key, or undefined for a text that is none. */
export function readApiKey(text: string): ReadApiKey | undefined {
  const [, environment, keyId, secret] = KEY.exec(text) ?? [];
  if (environment === undefined || keyId === undefined || secret === undefined) return undefined;
  return { environment, keyId, secret };
}

/** Makes a key: `text` is shown once and never stored, `record` goes into the store. */
export function newApiKey(owner: Omit<StoredApiKey, 'keyId' | 'secretHash' | 'lastUsedAt'>): {
  text: string;
  record: StoredApiKey;
} {
  const keyId = newKeyId();
  const secret = randomBytes(32).toString('base64url');
  const record = { ...owner, keyId, secretHash: hashOf(secret) };
  return { text: `sk_${owner.environment}_${keyId}_${secret}`, record };
}

/** Whether the secret is the stored one and the key is still good; takes the same time for every wrong secret. */
export function opensWith(record: StoredApiKey, key: ReadApiKey, now: Date): boolean {
  const matches = timingSafeEqual(Buffer.from(record.secretHash, 'hex'), Buffer.from(hashOf(key.secret), 'hex'));
  const isCurrent = record.expiresAt === null || Date.parse(record.expiresAt) > now.getTime();
  return matches && isCurrent && record.environment === key.environment;
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
