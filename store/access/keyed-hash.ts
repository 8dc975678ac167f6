import { createHmac } from 'node:crypto';

/**
 * Turns what must not be searched for in plain into what can be compared: a keyed hash, bound to the tenant, so that
 * neither a stolen index nor another tenant's search tells a number.
 */
export type KeyedHash = (tenantId: string, value: string) => string;

/** @param secret at least 32 characters, the same for workers and servers */
export const keyedHash =
  (secret: string): KeyedHash =>
  (tenantId, value) =>
    createHmac('sha256', secret)
      .update(JSON.stringify([tenantId, value]))
      .digest('base64url');
