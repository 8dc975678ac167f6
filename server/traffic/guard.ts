import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Principal } from '../api/principal';
import { Problem } from '../http/problem';
import type { ServerStore } from '../ports';
import { addressReader, type ProxyTrust } from './address';
import { RateLimiter, type RateLimits } from './rate-limits';
import { Tally } from './tally';
import { UnderWay } from './under-way';

export interface TrafficLimits extends RateLimits {
  /** Requests that a process works on at a time. */
  underWay: number;
}

/** What no use is expected to meet that is not meant to harm. */
export const USUAL_LIMITS: TrafficLimits = {
  address: 120_000,
  tenant: 120_000,
  service: 60_000,
  person: 6_000,
  wrongKeys: 60,
  underWay: 1_000,
};

interface GuardParts {
  limits: TrafficLimits;
  proxies: ProxyTrust;
  usage: Pick<ServerStore['usage'], 'settle'>;
  logger: Logger;
  now(): Date;
}

/** So many credentials that were good are known, so that they are looked at whatever others send from their address. */
const MOST_GOOD = 10_000;

/** Decides whether a request is taken at all, as soon as enough is known of it. */
export class Guard {
  readonly addressOf: (request: IncomingMessage) => string;
  readonly #underWay: UnderWay;
  readonly #rates: RateLimiter;
  readonly #good = new Set<string>();

  constructor({ limits, proxies, usage, logger, now }: GuardParts) {
    this.addressOf = addressReader(proxies);
    this.#underWay = new UnderWay({ all: limits.underWay });
    this.#rates = new RateLimiter(new Tally({ usage, logger }), limits, () => now().getTime());
  }

  /** Before anything else is done. @throws Problem 503 `overloaded`, 429 `too_many_requests` */
  take(request: IncomingMessage, response: ServerResponse): void {
    this.#underWay.enter(response);
    this.#rates.countAddress(this.addressOf(request), response);
  }

  /**
   * Finds out who asks, for as long as their address has not sent too many keys that open nothing; whoever was let in
   * lately is always looked at, so that nobody can lock out others who share the address.
   *
   * @throws Problem 429 `too_many_requests`, and as `authenticate` does
   */
  async identified(request: IncomingMessage, authenticate: () => Promise<Principal>): Promise<Principal> {
    const { authorization } = request.headers;
    // Pages of an office whose sessions have ended send their cookies on; they are not keys that somebody tries.
    if (authorization === undefined) return authenticate();
    const address = this.addressOf(request);
    const fingerprint = createHash('sha256').update(authorization).digest('base64url');
    if (!this.#good.has(fingerprint)) this.#rates.requireFewWrongKeys(address);
    try {
      const principal = await authenticate();
      this.#believe(fingerprint);
      return principal;
    } catch (error) {
      if (error instanceof Problem && error.code === 'unauthenticated') {
        this.#good.delete(fingerprint);
        this.#rates.countWrongKey(address);
      }
      throw error;
    }
  }

  /** Once it is known who asks. @throws Problem 429 `too_many_requests`, `too_many_at_once` */
  takeFor(principal: Principal, response: ServerResponse): void {
    this.#rates.countPrincipal(principal, response);
    this.#underWay.enterFor(response, principal);
  }

  /** The answer of a request stays open, and is counted elsewhere. */
  leaveOpen(response: ServerResponse): void {
    this.#underWay.leave(response);
  }

  #believe(fingerprint: string): void {
    if (this.#good.has(fingerprint)) return;
    if (this.#good.size >= MOST_GOOD) this.#good.clear();
    this.#good.add(fingerprint);
  }
}
