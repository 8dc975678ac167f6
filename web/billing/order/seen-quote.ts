import type { Schemas } from '../../shared/api/api-types';

type Quote = Schemas['Quote'];

/** The quote of each order that its reader has had before them, and the orders whose next one follows from what they did themselves. */
const seen = new Map<string, Quote>();
const awaited = new Set<string>();

/**
 * The quote of an order that its reader has seen: the one that is there now, unless it came by itself after another one. Then it is
 * the older one, until they act on what they see now.
 */
export function quoteSeen(changeId: string, quote: Quote): Quote {
  const before = seen.get(changeId);
  if (before?.hash === quote.hash) return before;
  if (before !== undefined && !awaited.delete(changeId)) return before;
  return seeQuote(changeId, quote);
}

/** The reader acts on exactly this quote. */
export function seeQuote(changeId: string, quote: Quote): Quote {
  seen.set(changeId, quote);
  return quote;
}

/** The reader did something after which another quote is no surprise. */
export const awaitQuote = (changeId: string): void => void awaited.add(changeId);
