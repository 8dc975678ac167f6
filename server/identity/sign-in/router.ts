import { type Request, type RequestHandler, Router, urlencoded } from 'express';
import type { Logger } from 'pino';
import { localeOf } from '../../http/locale';
import { Problem } from '../../http/problem';
import { refuseMethod, serve } from '../../http/problem-handler';
import type { ServerStore } from '../../ports';
import { requireSignInAllowance } from '../allowances';
import { type BrowserSessions, hashOf, newSecret } from './browser-sessions';
import type { CookieJar } from './cookies';
import type { IdentityProvider } from './identity-provider';
import { type SamplePeople, samplePage } from './sample-page';
import { senderOf } from './sender';

/** The way people sign in: with the identity provider, or on this machine as one of the sample people. */
export type SignInWay = { kind: 'oidc'; provider: IdentityProvider } | { kind: 'sample'; people: SamplePeople };

interface SignInParts extends Pick<ServerStore, 'usage'> {
  way: SignInWay;
  sessions: BrowserSessions;
  attempts: ServerStore['sessions'];
  cookies: CookieJar;
  /** As {@link senderOf} wants it. */
  ourOrigin(request: Request): string;
  /** Where a request comes from. */
  addressOf(request: Request): string;
  logger: Logger;
  now(): Date;
}

/** Where people go who did not say where to. */
export const HOME = '/billing';

/** Where one signs in to come back to a path of ours. */
export const signInFor = (returnTo: string): string => `/auth/sign-in?${new URLSearchParams({ returnTo })}`;

const ATTEMPT_SECONDS = 10 * 60;

/** `/auth`: sign in, come back, sign out. Whatever goes wrong on the way is one answer: nobody is signed in. */
export function signInRouter(parts: SignInParts): Router {
  const router = Router({ caseSensitive: true });
  const { way } = parts;
  const atMeasure = sparing(parts);
  if (way.kind === 'oidc') {
    serve(router, 'get', '/auth/sign-in', atMeasure, begin(parts, way.provider));
    serve(router, 'get', '/auth/callback', atMeasure, finish(parts, way.provider));
  } else {
    router
      .route('/auth/sign-in')
      .get(onLoopback, (request, response) => {
        response.type('html').send(samplePage(way.people, returnToOf(request), localeOf(request)));
      })
      .post(
        onLoopback,
        atMeasure,
        fromOurPage(parts),
        urlencoded({ extended: false, limit: '1kb' }),
        signInAs(parts, way.people),
      )
      .all(refuseMethod(['GET', 'POST']));
  }
  serve(router, 'post', '/auth/sign-out', signOut(parts));
  return router;
}

function begin({ attempts, cookies, now }: SignInParts, provider: IdentityProvider): RequestHandler {
  return async (request, response) => {
    const { url, begun } = await provider.begin().catch((cause: unknown) => {
      throw new Problem('unavailable', { headers: { 'Retry-After': '5' }, cause });
    });
    // Bound to this browser: an answer that somebody else began cannot be put under it.
    const secret = newSecret();
    const endsAt = new Date(now().getTime() + ATTEMPT_SECONDS * 1_000);
    await attempts.begin({ ...begun, attemptHash: hashOf(secret), returnTo: returnToOf(request), endsAt });
    response.set('Set-Cookie', cookies.write('sign_in', secret, ATTEMPT_SECONDS)).set('Cache-Control', 'no-store');
    response.redirect(303, url);
  };
}

function finish(parts: SignInParts, provider: IdentityProvider): RequestHandler {
  const { attempts, cookies, sessions, logger, now } = parts;
  return async (request, response) => {
    const secret = cookies.read(request, 'sign_in');
    const attempt = secret === undefined ? null : await attempts.take(hashOf(secret));
    if (attempt === null || now() >= attempt.endsAt) throw new Problem('sign_in_failed');
    const query = new URL(request.originalUrl, 'http://us').search;
    const person = await provider.finish(query, attempt).catch((error: unknown) => {
      logger.warn({ err: error }, 'a sign-in failed');
      throw new Problem('sign_in_failed');
    });
    if (person === undefined) {
      logger.warn('somebody without a role here signed in');
      throw new Problem('sign_in_without_role');
    }
    response.append('Set-Cookie', cookies.clear('sign_in'));
    response.append('Set-Cookie', await sessions.open(person)).set('Cache-Control', 'no-store');
    response.redirect(303, attempt.returnTo);
  };
}

function signInAs({ sessions }: SignInParts, people: SamplePeople): RequestHandler {
  return async (request, response) => {
    const { person, returnTo } = (request.body ?? {}) as Record<string, unknown>;
    const found = people.find(({ userId }) => userId === person);
    if (found === undefined) throw new Problem('sign_in_failed');
    const { name: _, ...signedIn } = found;
    response.set('Set-Cookie', await sessions.open(signedIn)).set('Cache-Control', 'no-store');
    response.redirect(303, pathOfOurs(returnTo));
  };
}

function signOut({ sessions }: SignInParts): RequestHandler {
  return async (request, response) => {
    // With a cookie that holds, only a page of ours may end it; without one there is nothing to end.
    await sessions.principalOf(request);
    response
      .set('Set-Cookie', await sessions.close(request))
      .status(204)
      .end();
  };
}

/** Slows down guessing, and floods of the provider through us. */
const sparing =
  ({ usage, addressOf, now }: SignInParts): RequestHandler =>
  async (request, _response, next) => {
    await requireSignInAllowance(usage, addressOf(request), now());
    next();
  };

/** Sample people are for whoever sits at this machine. */
const onLoopback: RequestHandler = (request, _response, next) => {
  const address = request.socket.remoteAddress ?? '';
  // By its name too: another site may have its own name lead to this machine, and be of one origin with what is there.
  const isOurs = /^(?:127\.|::1$|::ffff:127\.)/.test(address) && LOOPBACK_NAME.test(request.hostname ?? '');
  if (!isOurs) throw new Problem('not_found');
  next();
};

const LOOPBACK_NAME = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Another site could sign somebody in as whom it likes: the form must come from our own page. */
const fromOurPage =
  ({ ourOrigin }: SignInParts): RequestHandler =>
  (request, _response, next) => {
    if (senderOf(request, ourOrigin(request)) !== 'our_page') throw new Problem('csrf_token_wrong');
    next();
  };

const returnToOf = ({ query }: Request): string => pathOfOurs(query.returnTo);

/** Never an address of somebody else's; the root knows where its reader belongs. */
const pathOfOurs = (value: unknown): string =>
  typeof value === 'string' && /^\/(?![/\\])[\w\-./?=&%~]{0,500}$/.test(value) ? value : HOME;
