import { z } from 'zod';
import { exchange, jsonOf } from '../http';

const GrantedSchema = z.looseObject({ access_token: z.string().min(1), expires_in: z.number().positive() });
/** A token is replaced a little before it expires. */
const MARGIN_MILLISECONDS = 60_000;

/** `isRefused`: HMRC does not know the application or its secret, which asking again does not mend. */
type Granted = { token: string } | { token: null; isRefused: boolean };

/** OAuth 2.0 (RFC 6749, 5.2) answers 400 or 401 to a client that it does not know. */
const REFUSALS = new Set([400, 401, 403]);

/** The application's own access to HMRC (OAuth client credentials): one token, kept until shortly before it expires. */
export interface HmrcAccess {
  token(signal: AbortSignal): Promise<Granted>;
  /** After a refusal: the next call asks for another one. */
  forget(): void;
}

export function hmrcAccess(options: {
  baseUrl: string;
  clientId: string;
  clientSecret: string;
  timeoutMilliseconds: number;
  now?: () => number;
}): HmrcAccess {
  const { baseUrl, clientId, clientSecret, timeoutMilliseconds, now = Date.now } = options;
  let kept: { token: string; until: number } | null = null;
  return {
    async token(signal) {
      if (kept !== null && kept.until > now()) return { token: kept.token };
      const reply = await exchange({
        method: 'POST',
        url: new URL(`${baseUrl.replace(/\/+$/, '')}/oauth/token`),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: clientId,
          client_secret: clientSecret,
        }).toString(),
        signal,
        timeoutMilliseconds,
        maxAnswerBytes: 16 * 1024,
      });
      const granted =
        reply.kind === 'answered' && reply.status === 200 ? GrantedSchema.safeParse(jsonOf(reply.text)).data : null;
      if (!granted) return { token: null, isRefused: reply.kind === 'answered' && REFUSALS.has(reply.status) };
      kept = { token: granted.access_token, until: now() + granted.expires_in * 1_000 - MARGIN_MILLISECONDS };
      return { token: kept.token };
    },
    forget() {
      kept = null;
    },
  };
}
