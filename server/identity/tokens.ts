import { createRemoteJWKSet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import { ROLES } from '../../machines/events';
import { IdSchema } from '../../schemas/values/ids';
import type { Principal } from '../api/principal';

/** Signed tokens (JWT) of the identity provider, for people; services use API keys. */
export interface TokenTrust {
  issuer: string;
  audience: string;
  /** Named one by one: then `none` and a public key used as an HMAC secret cannot pass. */
  algorithms: string[];
  keys: JWTVerifyGetKey;
}

/** A token can never make somebody a service or an operator. */
const PERSONAL_ROLES = ROLES.filter((role) => role !== 'service' && role !== 'operator');

const ClaimsSchema = z.object({ sub: IdSchema, tenant: IdSchema, role: z.enum(PERSONAL_ROLES) });

/** Keys of the identity provider: fetched when an unknown key id turns up, at most once in 30 seconds. */
export const remoteKeys = (url: string): JWTVerifyGetKey =>
  createRemoteJWKSet(new URL(url), { cooldownDuration: 30_000, timeoutDuration: 5_000 });

/** The person a token names; undefined for a token that must not be believed, whatever the reason. */
export async function principalOfToken(token: string, trust: TokenTrust, now: Date): Promise<Principal | undefined> {
  const payload = await verified(token, trust, now);
  const claims = ClaimsSchema.safeParse(payload);
  if (!claims.success) return undefined;
  const { sub, tenant, role } = claims.data;
  return { id: `jwt:${sub}`, tenantId: tenant, role, userId: sub };
}

async function verified(token: string, trust: TokenTrust, now: Date): Promise<JWTPayload | undefined> {
  const { issuer, audience, algorithms, keys } = trust;
  try {
    // Without `requiredClaims` a token that never expires would be accepted.
    const options = {
      issuer,
      audience,
      algorithms,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: 5,
      currentDate: now,
    };
    return (await jwtVerify(token, keys, options)).payload;
  } catch {
    return undefined;
  }
}
