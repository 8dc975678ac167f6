import { MINUTE } from '../../billing/calendar/durations';
import type { Caller } from '../api/principal';
import { fingerprintOf } from '../http/canonical';
import { Problem } from '../http/problem';
import type { ServerStore } from '../ports';

/**
 * Rate limits a minute, counted over all servers. Checks and searches must not become a way to try
 * numbers out; people mistype a few times, and a service asks for many.
 */
export const PER_MINUTE = {
  /** A check asks a register of a state, which blocks whoever asks too much. */
  'vat-check': { person: 30, principal: 300 },
  /** Each opens or reads a page at the gateway, which blocks whoever asks too much. */
  'payment-page': { person: 30, principal: 300 },
  /** Each is on the audit trail. */
  'quote-link': { person: 30, principal: 300 },
  search: { person: 60, principal: 600 },
} as const;

/** Sign-ins begun or finished from one address. People behind one proxy share it. */
export const SIGN_INS_PER_MINUTE = 120;

/** @throws Problem 429 `too_many_requests` with the seconds until the next one is taken */
export async function requireAllowance(
  usage: ServerStore['usage'],
  what: keyof typeof PER_MINUTE,
  { principal, person }: Caller,
  now: Date,
): Promise<void> {
  const own = `${what}:${principal.tenantId}:${principal.id}`;
  const limits = PER_MINUTE[what];
  await count(usage, own, limits.principal, now);
  if (person !== null) await count(usage, `${own}:${person}`, limits.person, now);
}

/** Throws as {@link requireAllowance}. */
export const requireSignInAllowance = (usage: ServerStore['usage'], address: string, now: Date): Promise<void> =>
  count(usage, `sign-in:${fingerprintOf(address)}`, SIGN_INS_PER_MINUTE, now);

async function count(usage: ServerStore['usage'], scope: string, limit: number, now: Date): Promise<void> {
  const { count: times, endsAt } = await usage.count(scope, now, MINUTE);
  if (times <= limit) return;
  const seconds = Math.max(1, Math.ceil((endsAt.getTime() - now.getTime()) / 1_000));
  throw new Problem('too_many_requests', { headers: { 'Retry-After': String(seconds) } });
}
