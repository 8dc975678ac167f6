import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { MINUTE } from '../../../billing/calendar/durations';
import type { Secrets } from '../../../store/access/secrets';
import type { StoredSession } from '../../../store/access/sessions';
import { type HeldSession, isStaff, type Principal } from '../../api/principal';
import { Problem } from '../../http/problem';
import type { ServerStore } from '../../ports';
import type { CookieJar } from './cookies';
import { senderOf } from './sender';

const CSRF_HEADER = 'X-CSRF-Token';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Somebody whom the identity provider vouched for. */
export type SignedIn = Pick<StoredSession, 'tenantId' | 'userId' | 'role'>;

export interface SessionParts extends Pick<ServerStore, 'sessions' | 'staff'> {
  cookies: CookieJar;
  /** The origin that people reach us at, as a browser writes it. */
  ourOrigin(request: Request): string;
  /** Make the token that a page must send along with whatever changes something; one of an older secret counts. */
  secrets: Secrets;
  now(): Date;
  /** Without a request for so long it ends. */
  idleMinutes?: number;
  /** It ends after so long whatever happens. */
  longestMinutes?: number;
}

/** Who a browser is: a random cookie, of which the store holds the hash. */
export class BrowserSessions {
  readonly #parts: Required<SessionParts>;

  constructor(parts: SessionParts) {
    this.#parts = { idleMinutes: 30, longestMinutes: 12 * 60, ...parts };
  }

  /** @returns the cookie to set: always a new one, so that nobody can plant one before the sign-in */
  async open(person: SignedIn): Promise<string> {
    const { sessions, staff, cookies, now, longestMinutes } = this.#parts;
    const secret = newSecret();
    const seenAt = now();
    const endsAt = new Date(seenAt.getTime() + longestMinutes * MINUTE);
    await sessions.removeEnded(seenAt);
    if (isStaff(person)) await staff.noteSignIn(person, seenAt);
    await sessions.open({ ...person, sessionHash: hashOf(secret), seenAt, endsAt });
    return cookies.write('session', secret, longestMinutes * 60);
  }

  /** Whether a request shows a session at all, be it one that holds or not. */
  isShownBy(request: Request): boolean {
    return this.#parts.cookies.read(request, 'session') !== undefined;
  }

  /**
   * The person whose cookie a request carries; undefined without a session that holds.
   *
   * @throws Problem 403 `csrf_token_wrong` for a request that could change something and may come from another site
   */
  async principalOf(request: Request): Promise<Principal | undefined> {
    const secret = this.#parts.cookies.read(request, 'session');
    if (secret === undefined) return undefined;
    const { sessions, now, idleMinutes } = this.#parts;
    const sessionHash = hashOf(secret);
    const session = await sessions.find(sessionHash);
    const at = now();
    if (session === null || at >= session.endsAt) return undefined;
    const idle = at.getTime() - session.seenAt.getTime();
    if (idle > idleMinutes * MINUTE) return undefined;
    const [csrfToken, ...older] = csrfTokensOf(secret, this.#parts.secrets);
    if (!SAFE.has(request.method)) this.#requireOwnPage(request, [csrfToken, ...older]);
    const held = this.#held(session, csrfToken);
    // Not with every request: what a minute more or less tells is not worth a write.
    if (idle > MINUTE && !isSentByItself(request)) held.idleEndsAt = await held.prolong();
    const { tenantId, userId, role } = session;
    return { id: `person:${userId}`, tenantId, role, userId, session: held };
  }

  #held({ sessionHash, seenAt, endsAt }: StoredSession, csrfToken: string): HeldSession {
    const { sessions, now, idleMinutes } = this.#parts;
    const idleEndOf = (seen: Date): Date => new Date(Math.min(seen.getTime() + idleMinutes * MINUTE, endsAt.getTime()));
    const prolong = async (): Promise<Date> => {
      const at = now();
      await sessions.noteSeen(sessionHash, at);
      return idleEndOf(at);
    };
    return { csrfToken, idleEndsAt: idleEndOf(seenAt), endsAt, prolong };
  }

  /** @returns the cookie that takes the session's away */
  async close(request: Request): Promise<string> {
    const { sessions, cookies } = this.#parts;
    const secret = cookies.read(request, 'session');
    if (secret !== undefined) await sessions.close(hashOf(secret));
    return cookies.clear('session');
  }

  /** The token of the page decides, and nothing that a browser says against it may stand beside it. */
  #requireOwnPage(request: Request, csrfTokens: readonly string[]): void {
    const isForeign = senderOf(request, this.#parts.ourOrigin(request)) === 'another_site';
    const given = request.get(CSRF_HEADER) ?? '';
    if (isForeign || !csrfTokens.some((token) => isSame(given, token))) throw new Problem('csrf_token_wrong');
  }
}

/** The token that a page is given, and those that pages from before have. */
function csrfTokensOf(session: string, [newest, ...older]: Secrets): [string, ...string[]] {
  const tokenBy = (secret: string): string =>
    createHmac('sha256', secret).update(`csrf:${session}`).digest('base64url');
  return [tokenBy(newest), ...older.map(tokenBy)];
}

/**
 * A page opens its line for live updates again by itself, and looks by itself when its session ends: neither is a sign of anybody
 * in front of it.
 */
const isSentByItself = ({ method, path, headers }: Request): boolean =>
  headers.accept === 'text/event-stream' || (method === 'GET' && path === '/v1/session');

export const newSecret = (): string => randomBytes(32).toString('base64url');
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
