import { useCallback, useRef } from 'react';

/**
 * Idempotency keys. One is made when an intention is formed (a panel is opened, a button armed) and kept, so that every repetition
 * of it is the same request, also after the page was loaded again.
 */

const PREFIX = 'avenant.intention.';

/** The key of an intention; a new one when it is formed for the first time. @param name what is meant, e.g. "place.ch_1.7" */
export function intentionKey(name: string, storage: Storage = sessionStorage): string {
  const kept = storage.getItem(PREFIX + name);
  if (kept !== null) return kept;
  const key = crypto.randomUUID();
  storage.setItem(PREFIX + name, key);
  return key;
}

/** What was meant was done, or refused: meaning it again is something new. */
export const endIntention = (name: string, storage: Storage = sessionStorage): void =>
  storage.removeItem(PREFIX + name);

/**
 * The intention of a component by its name: `key()` when it is acted on, `end()` once it was answered.
 *
 * @public for screens
 */
export function useIntention(name: string): { key(): string; end(): void } {
  const named = useRef(name);
  named.current = name;
  const key = useCallback(() => intentionKey(named.current), []);
  const end = useCallback(() => endIntention(named.current), []);
  return { key, end };
}
