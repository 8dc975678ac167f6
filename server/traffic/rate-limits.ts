import type { ServerResponse } from 'node:http';
import { SECOND } from '../../billing/calendar/durations';
import { Problem } from '../http/problem';
import type { Tally } from './tally';

/** Requests a minute, counted over all processes. */
export interface RateLimits {
  /** From one address. People behind one proxy share it, and so does everybody behind a proxy that no setting names. */
  address: number;
  tenant: number;
  /** Of one key that is nobody's own, as services have. */
  service: number;
  /** Of one person. */
  person: number;
  /** Keys and tokens that open nothing, from one address. */
  wrongKeys: number;
}

interface Policy {
  name: keyof RateLimits;
  limit: number;
  /** Who is counted. */
  scope: string;
}

/** Counts a request to whom it belongs, and refuses what is too much. */
export class RateLimiter {
  readonly #tally: Tally;
  readonly #limits: RateLimits;
  readonly #now: () => number;

  constructor(tally: Tally, limits: RateLimits, now: () => number) {
    this.#tally = tally;
    this.#limits = limits;
    this.#now = now;
  }

  /** @throws Problem 429 `too_many_requests` */
  countAddress(address: string, response: ServerResponse): void {
    this.#count({ name: 'address', limit: this.#limits.address, scope: `address:${address}` }, response);
  }

  /** @throws Problem 429 `too_many_requests` */
  countPrincipal(
    { id, tenantId, userId }: { id: string; tenantId: string; userId: string | null },
    response: ServerResponse,
  ): void {
    this.#count({ name: 'tenant', limit: this.#limits.tenant, scope: `tenant:${tenantId}` }, response);
    const name = userId === null ? 'service' : 'person';
    this.#count({ name, limit: this.#limits[name], scope: `principal:${tenantId}:${id}` }, response);
  }

  /** @throws Problem 429 `too_many_requests` for an address whose keys opened nothing too often */
  requireFewWrongKeys(address: string): void {
    const now = this.#now();
    if (this.#tally.of(scopeOfWrongKeys(address), now) >= this.#limits.wrongKeys) throw tooMany(this.#endsIn(now));
  }

  countWrongKey(address: string): void {
    this.#tally.add(scopeOfWrongKeys(address), this.#limits.wrongKeys, this.#now());
  }

  /** Tells what is left of each policy in the fields of the IETF draft on RateLimit headers; the last one counted is told. */
  #count({ name, limit, scope }: Policy, response: ServerResponse): void {
    const now = this.#now();
    const count = this.#tally.add(scope, limit, now);
    const endsIn = this.#endsIn(now);
    response.setHeader('RateLimit-Policy', `"${name}";q=${limit};w=60`);
    response.setHeader('RateLimit', `"${name}";r=${Math.max(0, limit - count)};t=${endsIn}`);
    if (count > limit) throw tooMany(endsIn);
  }

  #endsIn(now: number): number {
    return Math.ceil(this.#tally.endsIn(now) / SECOND);
  }
}

const scopeOfWrongKeys = (address: string): string => `wrong-keys:${address}`;

const tooMany = (seconds: number): Problem =>
  new Problem('too_many_requests', { headers: { 'Retry-After': String(seconds) } });
