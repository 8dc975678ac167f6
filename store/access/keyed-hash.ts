import { createHmac } from 'node:crypto';
import type { Secrets } from './secrets';

/**
 * Turns what must not be searched for in plain into what can be compared: a keyed hash, bound to the tenant, so that
 * neither a stolen index nor another tenant's search tells a number.
 */
export type KeyedHash = (tenantId: string, value: string) => string;

/** All that one value may have been turned into. */
export type KeyedHashes = (tenantId: string, value: string) => string[];

/**
 * What is written down.
 *
 * @param secrets at least 32 characters each, the same for workers and servers; the first one writes
 */
export const keyedHash = ([secret]: Secrets): KeyedHash => hashBy(secret);

/** What is searched for: written with any of the secrets. */
export const keyedHashes =
  (secrets: Secrets): KeyedHashes =>
  (tenantId, value) =>
    secrets.map((secret) => hashBy(secret)(tenantId, value));

const hashBy =
  (secret: string): KeyedHash =>
  (tenantId, value) =>
    createHmac('sha256', secret)
      .update(JSON.stringify([tenantId, value]))
      .digest('base64url');
