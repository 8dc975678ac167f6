import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { ROLES, type Role } from '../../../machines/events';
import { isId } from '../../../schemas/values/ids';
import type { SignInAttempt } from '../../../store/access/sessions';
import type { SignedIn } from './browser-sessions';

export interface OidcSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Where people reach us, e.g. "https://billing.example"; the provider sends them back to `/auth/callback` there. */
  publicUrl: string;
  /** Claim with the words that `roles` turns into ours; a word or a list of them. */
  roleClaim: string;
  /** By the provider's word; the first of a person's words that is named here counts. */
  roles: Readonly<Record<string, Role>>;
  tenantClaim: string;
  /** Claim with the id that a person has in accounts, in grants and on record; `sub` when left out. */
  userClaim?: string;
}

type Begun = Pick<SignInAttempt, 'state' | 'nonce' | 'codeVerifier'>;

/** Sign-in by OpenID Connect: code flow with PKCE, state and nonce. The provider is looked up when first needed. */
export class IdentityProvider {
  readonly #settings: OidcSettings;
  #found: Promise<Configuration> | undefined;

  constructor(settings: OidcSettings) {
    this.#settings = settings;
  }

  /** The origin that people reach us at, as a browser writes it. */
  get publicOrigin(): string {
    return new URL(this.#settings.publicUrl).origin;
  }

  async begin(): Promise<{ url: string; begun: Begun }> {
    const begun = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() };
    const url = buildAuthorizationUrl(await this.#configuration(), {
      redirect_uri: this.#callback().href,
      scope: 'openid profile',
      code_challenge: await calculatePKCECodeChallenge(begun.codeVerifier),
      code_challenge_method: 'S256',
      state: begun.state,
      nonce: begun.nonce,
    });
    return { url: url.href, begun };
  }

  /**
   * Who came back from the provider.
   *
   * @param query of the request that came back, with its code
   * @returns undefined for somebody who has no role or tenant here
   * @throws whatever is wrong with the answer; nobody is signed in then
   */
  async finish(query: string, { state, nonce, codeVerifier }: Begun): Promise<SignedIn | undefined> {
    const url = this.#callback();
    url.search = query;
    const checks = {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: codeVerifier,
      idTokenExpected: true,
    };
    const tokens = await authorizationCodeGrant(await this.#configuration(), url, checks);
    return this.#personOf({ ...tokens.claims() });
  }

  #personOf(claims: Record<string, unknown>): SignedIn | undefined {
    const { roleClaim, roles, tenantClaim, userClaim = 'sub' } = this.#settings;
    const role = [claims[roleClaim]]
      .flat()
      .map((word) => (Object.hasOwn(roles, String(word)) ? roles[String(word)] : undefined))
      .find((one) => one !== undefined);
    const { [userClaim]: userId, [tenantClaim]: tenantId } = claims;
    if (role === undefined || !isText(userId) || !isText(tenantId) || !isId(userId) || !isId(tenantId))
      return undefined;
    return { tenantId, userId, role };
  }

  #callback(): URL {
    return new URL('/auth/callback', this.#settings.publicUrl);
  }

  #configuration(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings;
    const isLocal = new URL(issuer).hostname === '127.0.0.1';
    // Without being asked the library trusts the connection and checks no signature. A provider on this machine has no
    // HTTPS; any other must.
    const options = { execute: [enableNonRepudiationChecks, ...(isLocal ? [allowInsecureRequests] : [])] };
    this.#found ??= discovery(new URL(issuer), clientId, clientSecret, undefined, options).catch((error: unknown) => {
      this.#found = undefined;
      throw error;
    });
    return this.#found;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** A provider makes nobody a service: that is for machines, which have keys. */
export const SIGN_IN_ROLES = ROLES.filter((role) => role !== 'service');
