import type { ServerResponse } from 'node:http';
import { Problem } from '../http/problem';

/** How many requests one process works on at a time. */
export interface UnderWayLimits {
  /** In all; what is more is shed. */
  all: number;
}

/** Of them, the part that one tenant and one principal may have, so that whoever waits with many leaves room for others. */
const PART_OF_TENANT = 1 / 2;
const PART_OF_PRINCIPAL = 1 / 4;

/**
 * The requests that are being worked on. More than a process can hold at a time would end it, or make all of them late:
 * what is too many is turned away at once, while turning away costs nothing.
 */
export class UnderWay {
  readonly #limits: UnderWayLimits;
  readonly #shares = new Map<string, number>();
  readonly #requests = new Map<ServerResponse, string[]>();

  constructor(limits: UnderWayLimits) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#requests.size;
  }

  /** Takes a request until it is answered. @throws Problem 503 `overloaded` when there are as many as can be */
  enter(response: ServerResponse): void {
    if (this.#requests.size >= this.#limits.all) throw new Problem('overloaded', { headers: { 'Retry-After': '2' } });
    this.#requests.set(response, []);
    response.once('close', () => this.leave(response));
  }

  /** Whose it is. @throws Problem 429 `too_many_at_once` when they have their part of all already */
  enterFor(response: ServerResponse, { tenantId, id }: { tenantId: string; id: string }): void {
    const mine = this.#requests.get(response);
    if (mine === undefined) return;
    const parts = new Map([
      [`tenant ${tenantId}`, PART_OF_TENANT],
      [`principal ${tenantId} ${id}`, PART_OF_PRINCIPAL],
    ]);
    for (const [share, part] of parts) {
      if ((this.#shares.get(share) ?? 0) >= Math.max(1, Math.floor(this.#limits.all * part))) {
        throw new Problem('too_many_at_once', { headers: { 'Retry-After': '2' } });
      }
    }
    for (const share of parts.keys()) {
      this.#shares.set(share, (this.#shares.get(share) ?? 0) + 1);
      mine.push(share);
    }
  }

  /** It is not worked on any more, though its answer may stay open. */
  leave(response: ServerResponse): void {
    for (const share of this.#requests.get(response) ?? []) {
      const left = (this.#shares.get(share) ?? 1) - 1;
      if (left === 0) this.#shares.delete(share);
      else this.#shares.set(share, left);
    }
    this.#requests.delete(response);
  }
}
