import { digestOf } from './digest';

/**
 * Digest of an event as JSON carries it, by which two events under one update id are told apart: for the sender and for the
 * host it is the same. The order in which the fields are written says nothing.
 */
export function eventFingerprint(event: unknown): string {
  const text = JSON.stringify(event);
  return digestOf(text === undefined ? '' : JSON.stringify(sorted(JSON.parse(text))));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inside]) => [key, sorted(inside)]),
  );
}
