import type { Request, Response } from 'express';
import type { Principal } from '../api/principal';
import { Problem } from '../http/problem';
import { type AuthenticationParts, authenticated } from './authentication';

/** In milliseconds. */
const EVERY = 30_000;

/**
 * Asks again, as long as an answer stays open, who it is for: a session that has ended, a key that was removed and a token
 * whose time is over end it too. Cut and not ended, so that nobody takes what came for all there is.
 */
export function keepProving(
  request: Request,
  response: Response,
  { role, tenantId }: Principal,
  { everyMs = EVERY, ...parts }: AuthenticationParts & { everyMs?: number | undefined },
): void {
  const isStillTheirs = async (): Promise<boolean> => {
    try {
      const now = await authenticated(request, parts);
      return now.role === role && now.tenantId === tenantId;
    } catch (error) {
      // A database that cannot be asked now says nothing about anybody.
      return !(error instanceof Problem) || error.status >= 500;
    }
  };
  const timer = setInterval(() => {
    void isStillTheirs().then((isTheirs) => isTheirs || response.destroy());
  }, everyMs).unref();
  response.once('close', () => clearInterval(timer));
}
