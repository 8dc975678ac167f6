import { opensWith, readApiKey } from './api-keys';
import type { ServerStore } from './ports';
import type { Principal } from './principal';
import { Problem } from './problem';
import { principalOfToken, type TokenTrust } from './tokens';

export interface AuthenticationParts {
  apiKeys: ServerStore['apiKeys'];
  tokens: TokenTrust | null;
  now(): Date;
}

/**
 * Who sends an `Authorization: Bearer …` header, with an API key or a token.
 *
 * @throws Problem 401 `unauthenticated`, the same for every reason, so that nothing can be learnt from it
 */
export async function authenticated(header: string | undefined, parts: AuthenticationParts): Promise<Principal> {
  const [, credential] = /^Bearer ([\x21-\x7e]{1,4096})$/i.exec(header ?? '') ?? [];
  const principal = credential === undefined ? undefined : await principalOf(credential, parts);
  if (principal === undefined) throw new Problem('unauthenticated', { headers: { 'WWW-Authenticate': 'Bearer' } });
  return principal;
}

async function principalOf(credential: string, parts: AuthenticationParts): Promise<Principal | undefined> {
  if (credential.startsWith('sk_')) return principalOfKey(credential, parts);
  return parts.tokens === null ? undefined : principalOfToken(credential, parts.tokens, parts.now());
}

async function principalOfKey(credential: string, parts: AuthenticationParts): Promise<Principal | undefined> {
  const key = readApiKey(credential);
  const record = key && (await parts.apiKeys.find(key.keyId));
  if (!key || !record || !opensWith(record, key, parts.now())) return undefined;
  const { tenantId, role, userId } = record;
  return { id: `key:${record.keyId}`, tenantId, role, userId };
}
