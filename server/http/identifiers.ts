import { createHash, randomBytes, randomUUID } from 'node:crypto';

/**
 * Ids that follow from the request: whoever sends the same request with the same key again names the same order, event,
 * note and grant, also when the first answer was lost and with it all memory of the request.
 */

/** Enough that two requests never meet: 160 bits. */
const DIGITS = 40;

const derived = (prefix: string, parts: readonly string[]): string =>
  // Lengths go in as well, so that ("ab", "c") and ("a", "bc") differ.
  `${prefix}_${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, DIGITS)}`;

/** Names a request by who sends it and its idempotency key. */
export interface RequestKey {
  tenantId: string;
  principalId: string;
  key: string;
}

export const changeIdOf = ({ tenantId, principalId, key }: RequestKey): string =>
  derived('chg', [tenantId, principalId, key]);

/** The update id of an event; an update id is remembered per order. */
export const updateIdOf = ({ tenantId, principalId, key }: RequestKey, changeId: string): string =>
  derived('upd', [tenantId, principalId, key, changeId]);

export const bulkIdOf = ({ tenantId, principalId, key }: RequestKey): string =>
  derived('blk', [tenantId, principalId, key]);

/** Names payment details that a request gives; of a request with a token another one for each token. */
export const paymentSetupIdOf = ({ tenantId, principalId, key }: RequestKey, changeId: string, token = ''): string =>
  derived('pst', [tenantId, principalId, key, changeId, token]);

export const noteIdOf = ({ tenantId, principalId, key }: RequestKey, changeId: string): string =>
  derived('nte', [tenantId, principalId, key, changeId]);

export const grantIdOf = ({ tenantId, principalId, key }: RequestKey, changeId: string): string =>
  derived('grt', [tenantId, principalId, key, changeId]);

/** 80 random bits in base 32. */
export function newKeyId(): string {
  return [...randomBytes(16)].map((byte) => (byte % 32).toString(32)).join('');
}

export const newRequestId = (): string => `req_${randomUUID().replaceAll('-', '').slice(0, 24)}`;
