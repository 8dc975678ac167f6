import type { ServerStore } from './ports';
import type { Principal } from './principal';
import { Problem } from './problem';

/**
 * A check asks a register of a state, which blocks whoever asks too much and must not become a way to try numbers out.
 * People mistype a number a few times; a service gives the numbers of many.
 */
export const VAT_CHECKS_PER_MINUTE = { person: 30, principal: 300 } as const;

const MINUTE = 60_000;

/** @throws Problem 429 `too_many_requests` with the seconds until the next check is taken */
export async function requireVatCheckAllowance(
  usage: ServerStore['usage'],
  { principal, person }: { principal: Principal; person: string | null },
  now: Date,
): Promise<void> {
  const { tenantId, id } = principal;
  const counted: [scope: string, limit: number][] = [
    [`vat-check:${tenantId}:${id}`, VAT_CHECKS_PER_MINUTE.principal],
    ...(person === null
      ? []
      : [[`vat-check:${tenantId}:${id}:${person}`, VAT_CHECKS_PER_MINUTE.person] satisfies [string, number]]),
  ];
  for (const [scope, limit] of counted) {
    const { count, endsAt } = await usage.count(scope, now, MINUTE);
    if (count <= limit) continue;
    const seconds = Math.max(1, Math.ceil((endsAt.getTime() - now.getTime()) / 1_000));
    throw new Problem('too_many_requests', { headers: { 'Retry-After': String(seconds) } });
  }
}
