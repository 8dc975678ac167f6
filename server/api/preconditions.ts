import { Problem } from '../http/problem';

/** The request headers that say how a command is meant: how long to wait, which version it is about. */

export const DEFAULT_WAIT = 10;
export const LONGEST_WAIT = 60;

/** Seconds of `Prefer: wait=N`; more than {@link LONGEST_WAIT} is cut, anything unreadable is ignored (RFC 7240). */
export function waitOf(header: string | undefined): number {
  const [, seconds] = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?(?=$|[,;\s])/i.exec(header ?? '') ?? [];
  return seconds === undefined ? DEFAULT_WAIT : Math.min(Number(seconds), LONGEST_WAIT);
}

export const etagOf = (sequence: number): string => `"${sequence}"`;

/**
 * The sequence in `If-Match: "7"`; null without the header. `*` is no answer to "which state did you see".
 *
 * @throws Problem 412 for a tag that cannot be one of ours: nothing has it
 */
export function ifMatchOf(header: string | undefined): number | null {
  if (header === undefined) return null;
  const [, sequence] = /^(?:W\/)?"(\d{1,15})"$/.exec(header.trim()) ?? [];
  if (sequence === undefined) throw new Problem('precondition_failed');
  return Number(sequence);
}

/** `Last-Event-ID` of a viewer who comes back; anything that cannot be an id of ours is ignored. */
export const lastEventIdOf = (header: string | undefined): string | null =>
  /^[\w-]{1,128}$/.test(header ?? '') ? (header ?? null) : null;
