import type { Request } from 'express';
import { ON_BEHALF_OF, type Principal } from '../api/principal';
import { Problem } from '../http/problem';
import type { ServerStore } from '../ports';
import { opensWith, readApiKey } from './api-keys';
import type { KeysToFind } from './key-memory';
import type { BrowserSessions } from './sign-in/browser-sessions';
import { principalOfToken, type TokenTrust } from './tokens';

export interface AuthenticationParts extends Pick<ServerStore, 'people'> {
  apiKeys: KeysToFind;
  tokens: TokenTrust | null;
  /** null: nobody signs in with a browser. */
  sessions: BrowserSessions | null;
  now(): Date;
}

/**
 * Who sends a request: with an `Authorization: Bearer …` header, an API key or a token; without one, the browser of
 * somebody who has signed in.
 *
 * @throws Problem 401 `unauthenticated`, the same for every reason, so that nothing can be learnt from it; 403
 * `csrf_token_wrong` for a browser's request that may come from another site, `person_left` for somebody who has left,
 * whatever they still hold and whoever speaks for them
 */
export async function authenticated(request: Request, parts: AuthenticationParts): Promise<Principal> {
  const header = request.headers.authorization;
  const [, credential] = /^Bearer ([\x21-\x7e]{1,4096})$/i.exec(header ?? '') ?? [];
  const principal =
    header === undefined
      ? await parts.sessions?.principalOf(request)
      : credential === undefined
        ? undefined
        : await principalOf(credential, parts);
  if (principal === undefined) throw new Problem('unauthenticated', { headers: { 'WWW-Authenticate': 'Bearer' } });
  const person = principal.userId ?? request.get(ON_BEHALF_OF);
  if (person !== undefined && (await parts.people.listLeft(principal.tenantId, [person])).length > 0) {
    throw new Problem('person_left');
  }
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
